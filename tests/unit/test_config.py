"""Properties: where values come from, and what is said of wrong ones."""

from pathlib import Path

import pytest

from omeroweb.config import ConfigurationError, catalogue, load
from omeroweb.config.cores import available_cores
from omeroweb.config.secret_key import ensure_secret_key, key_file, secret_key


def test_an_underscore_is_a_dot_and_two_are_an_underscore() -> None:
    assert catalogue.WSGI_TIMEOUT.variable == "CONFIG_omero_web_wsgi__timeout"
    configuration = load({"CONFIG_omero_web_application__server_max__requests": "7"})
    assert configuration[catalogue.MAX_REQUESTS] == 7


def test_every_variable_names_one_property() -> None:
    variables = [declared.variable for declared in catalogue.PROPERTIES]
    assert len(set(variables)) == len(variables)


def test_a_value_may_be_read_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text("from a file\n")
    configuration = load({"CONFIG_omero_web_secret__key_FILE": str(file)})
    assert configuration[catalogue.SECRET_KEY] == "from a file"
    assert configuration.source(catalogue.SECRET_KEY) == "CONFIG_omero_web_secret__key_FILE"


def test_a_value_given_twice_is_refused(tmp_path: Path) -> None:
    variable = catalogue.SECRET_KEY.variable
    with pytest.raises(ConfigurationError, match="given twice"):
        load({variable: "a", f"{variable}_FILE": str(tmp_path / "key")})


def test_a_missing_file_is_named() -> None:
    with pytest.raises(ConfigurationError, match="'/nowhere' cannot be read"):
        load({"CONFIG_omero_web_secret__key_FILE": "/nowhere"})


def test_the_command_line_wins() -> None:
    name = catalogue.SERVER_PORT.name
    configuration = load({catalogue.SERVER_PORT.variable: "1"}, {name: "2"})
    assert configuration[catalogue.SERVER_PORT] == 2
    assert configuration.source(catalogue.SERVER_PORT) == "command line"


def test_all_wrong_values_are_named_at_once() -> None:
    with pytest.raises(ConfigurationError) as refused:
        load(
            {
                "CONFIG_omero_web_wsgi__workers": "four",
                "CONFIG_omero_web_public_enabled": "yep",
                "CONFIG_omero_web_wsgi__worker__class": "eventlet",
                "CONFIG_omero_web_wsgi__wrkers": "4",
            }
        )
    lines = str(refused.value).splitlines()
    assert len(lines) == 4
    assert (
        "omero.web.wsgi_workers='four' (from CONFIG_omero_web_wsgi__workers): "
        "expected a whole number, 1 or more" in lines
    )
    assert any("did you mean CONFIG_omero_web_wsgi__workers?" in line for line in lines)
    assert any("expected one of sync, gthread, gevent" in line for line in lines)


def test_paths_are_below_omerodir(tmp_path: Path) -> None:
    configuration = load({"OMERODIR": str(tmp_path)})
    assert configuration[catalogue.STORE] == tmp_path / "store"


@pytest.mark.parametrize(
    ("limit", "cores"), [("max 100000", None), ("50000 100000", 1), ("150000 100000", 2)]
)
def test_cores_follow_the_limit_of_the_container(
    tmp_path: Path, limit: str, cores: int | None
) -> None:
    file = tmp_path / "cpu.max"
    file.write_text(limit)
    without_limit = available_cores(tmp_path / "none")
    assert available_cores(file) == min(cores or without_limit, without_limit)


def test_the_secret_key_is_made_once_for_its_owner_only(tmp_path: Path) -> None:
    configuration = load({"OMERODIR": str(tmp_path)})
    assert secret_key(configuration) != secret_key(configuration)
    ensure_secret_key(configuration)
    kept = secret_key(configuration)
    ensure_secret_key(configuration)
    assert secret_key(configuration) == kept
    assert key_file(configuration).stat().st_mode & 0o077 == 0
    assert [file.name for file in key_file(configuration).parent.iterdir()] == ["django_secret_key"]
