"""Texts for tests: valid ones of every property, and traps."""

import inspect
import json
import string
from collections.abc import Callable

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from omeroweb.config import catalogue, parsers
from omeroweb.config.property import Property

Texts = st.SearchStrategy[str]

quick = settings(
    max_examples=60,
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
        st.just({})
        | st.fixed_dictionaries(
            {
                "default": st.fixed_dictionaries(
                    {"ENGINE": DOTTED.map(lambda at: f"{at}.postgresql")}
                )
            }
        )
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
    parsers.referrer_policy: st.sampled_from(["strict-origin", "origin-when-crossorigin"]),
    parsers.user_name: WORD,
    parsers.regular_expression: st.sampled_from(["", "^/api", "a|b", "(?#nothing)a^"]),
    parsers.server_list: as_json(
        st.lists(st.tuples(WORD, st.integers(1, 65535), LINE), min_size=1, max_size=2)
    ),
    parsers.optional_url: st.just("") | ORIGIN,
    parsers.link: st.just("") | ORIGIN | URL_PATH,
    parsers.login_redirect: as_json(
        st.just({}) | st.fixed_dictionaries({"redirect": st.lists(WORD), "viewname": WORD})
    ),
    parsers.dotted_name: DOTTED,
    parsers.top_links: json_list(
        st.tuples(LINE, ORIGIN) | st.tuples(LINE, WORD, st.just({"title": "a", "target": "b"}))
    ),
    parsers.open_with: json_list(
        st.tuples(LINE, ORIGIN) | st.tuples(LINE, WORD, st.just({"supported_objects": ["image"]}))
    ),
    parsers.text_mapping: as_json(st.dictionaries(WORD, LINE, max_size=2)),
    parsers.binary_access: st.sampled_from(["", "+read", "+read,-write, +image", "-read,+plate"]),
    parsers.app_names: st.just("[]"),
    parsers.names_and_addresses: json_list(st.tuples(WORD, WORD.map(lambda w: f"{w}@example.org"))),
    parsers.host_and_port: st.sampled_from(["web:4080", "127.0.0.1:80", "[::1]:4080"]),
    parsers.server_names: st.sampled_from(["_", "$hostname", "a.example.org *.example.org"]),
    parsers.body_size: st.sampled_from(["0", "16m", "2G", "100"]),
    parsers.size: st.sampled_from(["0", "16m", "2g", "100"]),
    parsers.networks: st.sampled_from(["[]", '["10.0.0.0/8", "::1"]']),
}
# Where a valid text is not valid beside each text of the others.
BY_NAME: dict[str, Texts] = {
    "omero.web.session_cookie_samesite": st.sampled_from(["Lax", "Strict"]),
    "omero.web.csrf_cookie_samesite": st.sampled_from(["Lax", "Strict"]),
    "omero.web.cors_origin_allow_all": st.just("false"),
    "omero.web.nginx.port": numbers(1, 1000),
    "omero.web.nginx.https_port": numbers(1001, 65535),
}
# Given together or not at all.
TOGETHER = {catalogue.NGINX_CERTIFICATE.name, catalogue.NGINX_CERTIFICATE_KEY.name}
# They need or exclude another property, or need something that is installed.
ALONE_WRONG = {
    catalogue.S3_ACCESS_KEY_ID.name,
    catalogue.S3_SECRET_ACCESS_KEY.name,
    catalogue.ROOT_APPLICATION.name,
    catalogue.SESSION_ENGINE.name,
    catalogue.CORS_WHITELIST.name,
    catalogue.SHARING_OPENGRAPH.name,
    catalogue.SHARING_TWITTER.name,
}


def valid(declared: Property[object]) -> Texts | None:
    """Texts that a property takes; None where nobody has said which."""
    known = BY_NAME.get(declared.name, BY_PARSER.get(declared.parse))
    return known if known is not None else of_range_or_choice(declared.parse)


def of_range_or_choice(parse: Callable[[str], object]) -> Texts | None:
    """The texts of a parser that was made for one property, by what it was made with."""
    made_with = inspect.getclosurevars(parse).nonlocals
    if "words" in made_with:
        return st.sampled_from(made_with["words"])
    if "lowest" in made_with:
        return numbers(made_with["lowest"], made_with["limit"])
    return None


def texts_of(declared: Property[object]) -> Texts:
    known = valid(declared)
    assert known is not None, declared.name
    return known


@st.composite
def configurations(draw: st.DrawFn) -> dict[str, str]:
    """Some properties, each with a text that is valid."""
    free = [p for p in catalogue.PROPERTIES if p.name not in TOGETHER | ALONE_WRONG]
    chosen = draw(st.lists(st.sampled_from(free), unique=True, max_size=25))
    texts = {declared.name: draw(texts_of(declared)) for declared in chosen}
    if draw(st.booleans()):
        texts |= dict.fromkeys(TOGETHER, "/etc/ssl/site.pem")
    return texts


# The second half: what an environment with bytes that are no UTF-8 holds.
CHARACTERS = st.characters() | st.characters(min_codepoint=0xDC80, max_codepoint=0xDCFF)
TRAPS = [
    "",
    " ",
    "\0",
    "\ud800",
    "\udcff",
    "~",
    "~nobody-here/x",
    "~root",
    "$OMERODIR",
    "/" + "x" * 5000,
    "../" * 100,
    "true",
    "-1",
    "9" * 5000,
    "1e999",
    "1_000",
    "\u0663",
    "null",
    "{}",
    "[]",
    "[[]]",
    "[" * 5000,
    "[" * 900 + "]" * 900,
    "{" + '"a":{' * 900 + "}" * 901,
    "[NaN]",
    "[1e999]",
    "[" + "9" * 5000 + "]",
    '["\\ud800"]',
    '[["a", true]]',
    '[["a", 4064, "\\udfff"]]',
    '{"default": {"ENGINE": "\\u0000"}}',
    '[{"index": 1e999, "class": "a.b"}]',
    "(" * 200,
    "(a{1,65535}){1,65535}",
    "(?P<a>.)(?P=b)",
    "(?aL)a",
    "http://[",
    "http://a:99999999",
    "[::1",
    "'",
    "\\",
    "a" * 100_000,
]
ANYTHING = st.text(CHARACTERS, max_size=60) | st.sampled_from(TRAPS)
