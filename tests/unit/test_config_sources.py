"""Which source wins, and the exact words about values that are wrong."""

from pathlib import Path

import pytest

from omeroweb.config import ConfigurationError, catalogue, config_xml, load
from omeroweb.config.checks import check_installed, missing
from omeroweb.config.resolving import resolve

PAGE_SIZE = "omero.web.page_size"
VARIABLE = "CONFIG_omero_web_page__size"


@pytest.fixture
def omerodir(tmp_path: Path) -> Path:
    return tmp_path


def store(omerodir: Path, **texts: str) -> Path:
    """A config.xml; the names have "__" for "."."""
    file = config_xml.config_file(omerodir)
    with config_xml.changed(file, {}) as profiles:
        profiles.current.update({name.replace("__", "."): text for name, text in texts.items()})
    return file


def write_settings(omerodir: Path, text: str) -> Path:
    file = omerodir / "config" / "site.omero"
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def refused(environ: dict[str, str], command_line: dict[str, str] | None = None) -> list[str]:
    with pytest.raises(ConfigurationError) as error:
        load(environ, command_line)
    return str(error.value).splitlines()


def test_each_source_wins_over_the_weaker_ones(omerodir: Path) -> None:
    environ = {"OMERODIR": str(omerodir)}

    def effective(command_line: dict[str, str] | None = None) -> tuple[int, str]:
        configuration = load(environ, command_line)
        return configuration[catalogue.PAGE_SIZE], configuration.source(catalogue.PAGE_SIZE)

    assert effective()[1] == "default"
    file = store(omerodir, omero__web__page_size="11")
    assert effective() == (11, str(file))
    settings = write_settings(omerodir, f"# ours\n{PAGE_SIZE}=12\n")
    assert effective() == (12, f"{settings}, line 2")
    environ[VARIABLE] = "13"
    assert effective() == (13, VARIABLE)
    assert effective({PAGE_SIZE: "14"}) == (14, "command line")


def test_an_empty_value_is_a_value(omerodir: Path) -> None:
    store(omerodir, omero__web__prefix="/omero")
    environ = {"OMERODIR": str(omerodir), "CONFIG_omero_web_prefix": ""}
    assert load(environ)[catalogue.PREFIX] == ""


def test_omerohost_names_the_server_and_wins_over_the_environment() -> None:
    environ = {
        "OMEROHOST": "omero.example.org",
        "CONFIG_omero_web_server__list": '[["other.example.org", 4064]]',
    }
    configuration = load(environ)
    assert configuration[catalogue.SERVER_LIST] == [("omero.example.org", 4064, "omero")]
    assert configuration.source(catalogue.SERVER_LIST) == "OMEROHOST"
    by_option = load(environ, {"omero.web.server_list": '[["third", 1]]'})
    assert by_option[catalogue.SERVER_LIST] == [("third", 1, "")]


def test_an_empty_omerohost_is_none() -> None:
    assert load({"OMEROHOST": ""}).source(catalogue.SERVER_LIST) == "default"


def test_defaults_follow_numbers_that_are_written_oddly() -> None:
    configuration = load({"CONFIG_omero_web_application__server_port": " 5_000 "})
    assert configuration[catalogue.SERVER_PORT] == 5000
    assert configuration[catalogue.NGINX_WEB] == "127.0.0.1:5000"


# --- variables


@pytest.mark.parametrize(
    ("variable", "name"),
    [
        ("CONFIG_omero_web_secret__key", "omero.web.secret_key"),
        ("CONFIG_Ice_Default_Host", "Ice.Default.Host"),
        ("CONFIG_omero_web_a_b_c", "omero.web.a.b.c"),
        ("CONFIG_omero_web_a__b_c", "omero.web.a_b.c"),
    ],
)
def test_a_variable_names_a_property(variable: str, name: str) -> None:
    assert name in resolve({variable: "x"}, {})[0].given


def test_a_name_that_a_variable_can_only_mean_by_knowing_it(omerodir: Path) -> None:
    """Three underscores may be "._" or "_."; config.xml says which."""
    store(omerodir, **{"omero__web__a": "1"}, **{"my._own": "1"})
    configuration = load_with_problems({"OMERODIR": str(omerodir), "CONFIG_my___own": "2"})
    assert configuration["my._own"] == "2"


def load_with_problems(environ: dict[str, str]) -> dict[str, str]:
    return {name: entry.text for name, entry in resolve(environ, {})[0].given.items()}


def test_variables_of_others_are_left_alone() -> None:
    environ = {
        "CONFIG_PATH": "/etc",
        "CONFIG_": "",
        "CONFIG_FILE": "/nowhere",
        "CONFIG_X_FILE": "/",
    }
    assert load(environ).given == {}


def test_a_property_of_the_server_is_noted() -> None:
    notes = load({"CONFIG_omero_db_name": "omero"}).notes
    assert notes == [
        "omero.db.name (from CONFIG_omero_db_name) is no property of OMERO.web: ignored"
    ]


def test_a_file_with_a_value_may_end_in_one_line_break(tmp_path: Path) -> None:
    (tmp_path / "text").write_text("a\n\n")
    variable = "CONFIG_omero_web_login__incorrect__credentials__text_FILE"
    configuration = load({variable: str(tmp_path / "text")})
    assert configuration[catalogue.LOGIN_INCORRECT_TEXT] == "a\n"


def test_a_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    (tmp_path / "text").write_bytes(b"\xff")
    assert refused({"CONFIG_omero_web_prefix_FILE": str(tmp_path / "text")}) == [
        f"omero.web.prefix: CONFIG_omero_web_prefix_FILE='{tmp_path}/text' cannot be read "
        "(not UTF-8 text)"
    ]


def test_a_secret_in_the_place_of_its_files_name_is_not_shown() -> None:
    (line,) = refused({"CONFIG_omero_web_secret__key_FILE": "hidden"})
    assert "hidden" not in line
    assert "CONFIG_omero_web_secret__key_FILE=******** cannot be read" in line


# --- messages


def test_a_wrong_value_is_named_with_its_source_and_what_is_expected(omerodir: Path) -> None:
    file = store(omerodir, omero__web__debug="yep")
    settings = write_settings(omerodir, "omero.web.wsgi_workers=four\n")
    lines = refused({"OMERODIR": str(omerodir), VARIABLE: "0"}, {"omero.web.prefix": "omero"})
    assert sorted(lines) == [
        f"omero.web.debug='yep' (from {file}): expected true or false",
        f"omero.web.page_size='0' (from {VARIABLE}): expected a whole number from 1 to 500",
        "omero.web.prefix='omero' (from command line): expected a path that starts with /, "
        "e.g. /omero",
        f"omero.web.wsgi_workers='four' (from {settings}, line 1): expected a whole number, "
        "1 or more",
    ]


def test_json_is_explained_with_its_shape() -> None:
    assert refused({"CONFIG_omero_web_apps": "[omero_figure]"}) == [
        "omero.web.apps='[omero_figure]' (from CONFIG_omero_web_apps): expected a JSON list of app "
        'names, e.g. ["omero_figure"]; this is no JSON (Expecting value: line 1 column 2 (char 1))'
    ]


@pytest.mark.parametrize(
    ("environ", "meant"),
    [
        ({"CONFIG_omero_web_pagesize": "1"}, "CONFIG_omero_web_page__size"),
        ({"CONFIG_omero_web_public_enable": "1"}, "CONFIG_omero_web_public_enabled"),
        ({"CONFIG_omero_web_server_list": "[]"}, "CONFIG_omero_web_server__list"),
    ],
)
def test_an_unknown_name_is_answered_with_the_nearest_one(
    environ: dict[str, str], meant: str
) -> None:
    (line,) = refused(environ)
    assert line.endswith(f"no such property; did you mean {meant}?")


def test_a_file_is_answered_with_the_name_of_the_property(omerodir: Path) -> None:
    settings = write_settings(omerodir, "omero.web.pagesize=1")
    assert refused({"OMERODIR": str(omerodir)}) == [
        f"omero.web.pagesize (from {settings}, line 1): no such property; "
        "did you mean omero.web.page_size?"
    ]


def test_a_name_like_none_of_ours_is_answered_with_where_they_are() -> None:
    (line,) = refused({"CONFIG_omero_web_zzzzzzzzzz": "1"})
    assert line.endswith("no such property; docs/settings.md lists them")


def test_a_name_of_an_earlier_release_is_answered_with_its_successor() -> None:
    assert refused({"CONFIG_omero_web_force__script__name": "/a"}) == [
        "omero.web.force_script_name (from CONFIG_omero_web_force__script__name): no longer used; "
        "set omero.web.prefix instead (it takes the same value) and unset "
        "omero.web.force_script_name"
    ]


def test_values_that_contradict_each_other_are_named_with_their_source() -> None:
    assert refused({"CONFIG_omero_web_csrf__cookie__samesite": "None"}) == [
        "omero.web.csrf_cookie_samesite='None' (from CONFIG_omero_web_csrf__cookie__samesite): "
        "expected omero.web.csrf_cookie_secure=true, or browsers drop it"
    ]


def test_a_broken_config_xml_does_not_hide_what_else_is_wrong(omerodir: Path) -> None:
    file = config_xml.config_file(omerodir)
    file.parent.mkdir(parents=True)
    file.write_text("<icegrid>")
    lines = refused({"OMERODIR": str(omerodir), VARIABLE: "none"})
    assert len(lines) == 2
    assert lines[0].startswith(f"{file}: not well-formed XML")


@pytest.mark.parametrize("omerodir", ["~nobody-has-this-name/x", "a\0b"])
def test_a_state_directory_that_cannot_be_is_refused(omerodir: str) -> None:
    (line,) = refused({"OMERODIR": omerodir})
    assert line.startswith("OMERODIR=")


def test_bytes_of_the_environment_that_are_no_text_are_refused() -> None:
    (line,) = refused({"CONFIG_omero_web_login__incorrect__credentials__text": "a\udcff"})
    assert line.endswith(
        "='a\\udcff' (from CONFIG_omero_web_login__incorrect__credentials__text): "
        "expected UTF-8 text"
    )


# --- what is installed


def test_what_is_missing_is_named_with_its_source() -> None:
    configuration = load(
        {
            "CONFIG_omero_web_middleware": '[{"index": 1, "class": "nowhere.Middleware"}, '
            '{"index": 2, "class": "django.middleware.commn.CommonMiddleware"}, '
            '{"index": 3, "class": "django.middleware.common.CommonMiddleware"}]',
            "CONFIG_omero_web_apps": '["nowhere"]',
        }
    )
    assert list(missing(configuration)) == [
        "omero.web.middleware (from CONFIG_omero_web_middleware) names nowhere.Middleware: "
        "expected an installed package, there is no nowhere in the environment of omeroweb",
        "omero.web.middleware (from CONFIG_omero_web_middleware) names "
        "django.middleware.commn.CommonMiddleware: expected an installed package, there is no "
        "django.middleware.commn in the environment of omeroweb",
        "omero.web.apps (from CONFIG_omero_web_apps) names nowhere: expected an installed package, "
        "there is no nowhere in the environment of omeroweb",
    ]
    with pytest.raises(ConfigurationError, match="names nowhere"):
        check_installed(configuration)


def test_nothing_is_missing_for_the_defaults() -> None:
    check_installed(load({}))


def test_a_container_without_the_apps_leaves_their_properties_to_others() -> None:
    """The nginx image sees the same environment and has no app installed."""
    given = {"CONFIG_omero_web_apps": '["omero_nowhere"]', "CONFIG_omero_web_nowhere_x": "1"}
    configuration = load(given)
    with pytest.raises(ConfigurationError, match="omero_nowhere"):
        check_installed(configuration)


@pytest.mark.parametrize(
    ("given", "header"),
    [
        ({}, None),
        ({"CONFIG_omero_web_nginx_trusted__proxies": "[]"}, None),
        (
            {"CONFIG_omero_web_nginx_trusted__proxies": '["192.0.2.1"]'},
            ("HTTP_X_FORWARDED_PROTO", "https"),
        ),
    ],
)
def test_behind_nginx_its_word_about_https_is_believed(
    given: dict[str, str], header: tuple[str, str] | None
) -> None:
    assert load(given).optional(catalogue.SECURE_PROXY_SSL_HEADER) == header
