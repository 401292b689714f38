"""Any configuration: what is valid survives every source, what is not is one sentence."""

import json
import string
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from omeroweb.config import (
    Configuration,
    ConfigurationError,
    catalogue,
    config_xml,
    load,
    omero_files,
    parsers,
)
from omeroweb.config.property import Property

Texts = st.SearchStrategy[str]

quick = settings(
    max_examples=100,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)

WORD = st.text(string.ascii_letters, min_size=1, max_size=8)
# What an environment variable and a file of settings can hold.
LINE = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20)
DOTTED = st.lists(WORD, min_size=1, max_size=3).map(".".join)
ORIGIN = WORD.map(lambda word: f"https://{word}.example.org")
URL_PATH = st.lists(WORD, min_size=1, max_size=3).map(lambda words: "/" + "/".join(words))


def as_json(values: st.SearchStrategy[object]) -> Texts:
    return values.map(json.dumps)


def json_list(values: st.SearchStrategy[object]) -> Texts:
    return as_json(st.lists(values, max_size=3))


def numbers(lowest: int, highest: int = 100_000) -> Texts:
    return st.integers(lowest, highest).map(str)


# A valid text for every parser of the catalogue that is a plain function.
BY_PARSER: dict[Callable[[str], object], Texts] = {
    parsers.text: LINE,
    parsers.boolean: st.sampled_from(["true", "false", "1", "0", "T", "no", " on "]),
    parsers.port: numbers(1, 65535),
    parsers.path: URL_PATH,
    parsers.host: st.sampled_from(["127.0.0.1", "::", "[::1]", "web"]),
    parsers.url_prefix: st.just("") | URL_PATH,
    parsers.url_path: URL_PATH,
    parsers.url_folder: URL_PATH | ORIGIN,
    parsers.time_zone: st.sampled_from(["UTC", "Europe/Berlin", "America/New_York"]),
    parsers.middleware: json_list(
        st.fixed_dictionaries({"index": st.integers(0, 9) | st.just(0.5), "class": DOTTED})
    ),
    parsers.text_list: json_list(LINE),
    parsers.path_list: json_list(URL_PATH),
    parsers.named_values: json_list(st.tuples(WORD.map(str.upper), st.integers() | LINE)),
    parsers.arguments: st.sampled_from(["", "--reload", "--log-level 'very loud' -w 3"]),
    parsers.databases: as_json(
        st.just({}) | st.fixed_dictionaries({"default": st.fixed_dictionaries({"ENGINE": DOTTED})})
    ),
    parsers.caches: as_json(
        st.fixed_dictionaries({"default": st.fixed_dictionaries({"BACKEND": DOTTED})})
    ),
    parsers.session_engine: st.sampled_from(
        ["omeroweb.filesessionstore", "django.contrib.sessions.backends.db"]
    ),
    parsers.session_serializer: WORD.map(lambda word: f"{word}.Serializer"),
    parsers.cookie_name: WORD,
    parsers.origins: json_list(ORIGIN),
    parsers.header_pair: st.sampled_from(["[]", '["HTTP_X_FORWARDED_PROTO", "https"]']),
    parsers.referrer_policy: st.sampled_from(["no-referrer", "origin-when-crossorigin"]),
    parsers.user_name: WORD,
    parsers.regular_expression: st.sampled_from(["", "^/api", "a|b", "(?#nothing)a^"]),
    parsers.server_list: as_json(
        st.lists(st.tuples(WORD, st.integers(1, 65535), LINE), min_size=1, max_size=2)
    ),
    parsers.link: st.just("") | ORIGIN | URL_PATH,
    parsers.login_redirect: as_json(
        st.just({}) | st.fixed_dictionaries({"redirect": st.lists(WORD), "viewname": WORD})
    ),
    parsers.dotted_name: DOTTED,
    parsers.top_links: json_list(
        st.tuples(LINE, ORIGIN) | st.tuples(LINE, WORD, st.just({"title": "a", "target": "b"}))
    ),
    parsers.text_mapping: as_json(st.dictionaries(WORD, LINE, max_size=2)),
    parsers.binary_access: st.sampled_from(["", "+read", "+read,-write, +image", "-read,+plate"]),
    parsers.app_names: st.just("[]"),
    parsers.names_and_addresses: json_list(st.tuples(WORD, WORD.map(lambda w: f"{w}@example.org"))),
    parsers.host_and_port: st.sampled_from(["web:4080", "127.0.0.1:80", "[::1]:4080"]),
    parsers.server_names: st.sampled_from(["_", "$hostname", "a.example.org *.example.org"]),
    parsers.body_size: st.sampled_from(["0", "16m", "2G", "100"]),
    parsers.networks: st.sampled_from(["[]", '["10.0.0.0/8", "::1"]']),
}
# Those that were made for one property: choices and ranges.
BY_NAME: dict[str, Texts] = {
    "omero.web.application_server": st.sampled_from(["wsgi-tcp", "wsgi", "development"]),
    "omero.web.wsgi_worker_class": st.sampled_from(["sync", "gthread", "gevent"]),
    "omero.web.x_frame_options": st.sampled_from(["SAMEORIGIN", "DENY"]),
    "omero.web.plate_layout": st.sampled_from(["expand", "trim", "shrink"]),
    "omero.web.session_cookie_samesite": st.sampled_from(["Lax", "Strict"]),
    "omero.web.csrf_cookie_samesite": st.sampled_from(["Lax", "Strict"]),
    "omero.web.page_size": numbers(1, 500),
    "omero.web.chunk_size": numbers(1024),
    "omero.web.nginx.port": numbers(1, 1000),
    "omero.web.nginx.https_port": numbers(1001, 65535),
}
# Given together or not at all.
TOGETHER = {catalogue.NGINX_CERTIFICATE.name, catalogue.NGINX_CERTIFICATE_KEY.name}
# They need another property, or something that is installed.
ALONE_WRONG = {catalogue.ROOT_APPLICATION.name, catalogue.SESSION_ENGINE.name}


def valid(declared: Property[object]) -> Texts | None:
    """Texts that a property takes; None where nobody has said which."""
    by_range = numbers(1) if is_number(declared) else None
    return BY_NAME.get(declared.name, BY_PARSER.get(declared.parse, by_range))


def texts_of(declared: Property[object]) -> Texts:
    known = valid(declared)
    assert known is not None, declared.name
    return known


def is_number(declared: Property[object]) -> bool:
    return declared.parse.__qualname__.startswith("whole_number")


@st.composite
def configurations(draw: st.DrawFn) -> dict[str, str]:
    """Some properties, each with a text that is valid."""
    free = [p for p in catalogue.PROPERTIES if p.name not in TOGETHER | ALONE_WRONG]
    chosen = draw(st.lists(st.sampled_from(free), unique=True, max_size=25))
    texts = {declared.name: draw(texts_of(declared)) for declared in chosen}
    if draw(st.booleans()):
        texts |= dict.fromkeys(TOGETHER, "/etc/ssl/site.pem")
    return texts


def variables(texts: dict[str, str]) -> dict[str, str]:
    return {catalogue.BY_NAME[name].variable: text for name, text in texts.items()}


def values(configuration: Configuration) -> list[object]:
    return [configuration.optional(declared) for declared in catalogue.PROPERTIES]


def test_every_property_has_valid_texts_here() -> None:
    unknown = [declared.name for declared in catalogue.PROPERTIES if valid(declared) is None]
    assert unknown == [], "say which texts they take"


@quick
@given(configurations())
def test_a_configuration_survives_environment_and_config_xml(texts: dict[str, str]) -> None:
    with TemporaryDirectory() as folder:
        of = {"OMERODIR": folder}
        from_environment = load({**of, **variables(texts)})
        profiles = config_xml.Profiles(by_name={"default": dict(texts)})
        file = config_xml.config_file(Path(folder))
        file.parent.mkdir(parents=True)
        config_xml.write(file, profiles)
        from_file = load(of)
        assert values(from_file) == values(from_environment)
        assert {name: entry.text for name, entry in from_file.given.items()} == texts
        assert {entry.source for entry in from_file.given.values()} <= {str(file)}


@quick
@given(configurations())
def test_a_configuration_survives_a_file_of_settings(texts: dict[str, str]) -> None:
    lines = [f"config set -- {name} {json_quoted(text)}" for name, text in texts.items()]
    with TemporaryDirectory() as folder:
        (Path(folder) / "config").mkdir()
        (Path(folder) / "config" / "a.omero").write_text("\n".join(lines), encoding="utf-8")
        of = {"OMERODIR": folder}
        assert values(load(of)) == values(load({**of, **variables(texts)}))


def json_quoted(text: str) -> str:
    """As a shell takes it."""
    return "'" + text.replace("'", "'\"'\"'") + "'"


ANYTHING = st.text(max_size=60) | st.sampled_from(
    [
        "[" * 5000,
        "9" * 5000,
        "~nobody-here/x",
        "\0",
        "\ud800",
        "{}",
        "[[]]",
        "null",
        "1e999",
        "(" * 200,
    ]
)


def problem(call: Callable[[], object]) -> str:
    """What a call says is wrong; empty where nothing is."""
    try:
        call()
    except ConfigurationError as error:
        return str(error)
    return ""


@quick
@given(st.sampled_from(catalogue.PROPERTIES), ANYTHING)
def test_any_text_is_a_value_or_one_sentence(declared: Property[object], text: str) -> None:
    said = problem(lambda: load({"OMERODIR": "/nowhere", declared.variable: text}))
    assert not said or "omero.web" in said or declared.name in said
    if declared.is_secret and len(text) > 3:
        assert text not in said


@quick
@given(st.text(max_size=30), ANYTHING)
def test_any_variable_is_taken_ignored_or_one_sentence(name: str, text: str) -> None:
    given = {f"CONFIG_omero_web_{name}": text, f"CONFIG_{name}": text}
    said = problem(lambda: load({"OMERODIR": "/nowhere", **given}))
    assert not said or "CONFIG_" in said


@quick
@given(st.binary(max_size=80) | LINE.map(lambda text: f"<icegrid>{text}</icegrid>".encode()))
def test_any_config_xml_is_read_or_one_sentence(content: bytes) -> None:
    said = problem(lambda: config_xml.parse(content, Path("config.xml")))
    assert not said or said.startswith("config.xml: ")


@quick
@given(st.text(max_size=80) | st.sampled_from(["config set", "config append a", "a=", "\\", "=b"]))
def test_any_file_of_settings_is_read_or_one_sentence_per_line(content: str) -> None:
    said = problem(lambda: omero_files.parse(content, "a.omero"))
    assert not said or all(line.startswith("a.omero, line ") for line in said.split("\n"))


@quick
@given(st.dictionaries(st.text(max_size=20), st.text(max_size=40), max_size=5))
def test_any_text_is_kept_by_config_xml_or_refused(texts: dict[str, str]) -> None:
    rendered: list[bytes] = []
    profiles = config_xml.Profiles(by_name={"default": dict(texts)})
    if problem(lambda: rendered.append(config_xml.render(profiles))):
        return
    kept = config_xml.parse(rendered[0], Path("config.xml")).by_name["default"]
    is_name = {name for name in texts if name and name not in config_xml.INTERNAL}
    assert kept == {name: texts[name] for name in is_name}
