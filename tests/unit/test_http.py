"""What lies between the properties and Django: middleware, origins, links, pieces of downloads."""

import re
from collections.abc import Iterator, Sequence
from types import SimpleNamespace

import pytest
from django.http import StreamingHttpResponse
from django.test import RequestFactory

from omeroweb.config import catalogue, load, parsers
from omeroweb.errors import ConfigurationError
from omeroweb.gateway.base import OriginalFile
from omeroweb.http import chain, cors, targets
from omeroweb.webgateway.views import downloads

SECURITY, STATIC, SESSIONS, COMMON, CSRF = chain.NEEDED
DEFAULT = parsers.middleware(catalogue.MIDDLEWARE.default_text({}) or "")


def test_the_default_list_lacks_nothing() -> None:
    assert chain.middleware(DEFAULT, with_cors=False) == [
        chain.FIRST,
        *DEFAULT,
        *chain.OWN,
    ]


def test_what_is_missing_is_added_at_its_usual_place() -> None:
    assert chain.middleware([], with_cors=False) == [
        chain.FIRST,
        *chain.NEEDED,
        *chain.OWN,
    ]
    given = ["lab.First", COMMON, SESSIONS, "lab.Last"]
    assert chain.middleware(given, with_cors=True) == [
        chain.FIRST,
        "lab.First",
        SECURITY,
        chain.CORS,
        STATIC,
        COMMON,
        SESSIONS,
        "lab.Last",
        CSRF,
        *chain.OWN,
    ]


def test_what_is_ours_stays_next_to_the_views() -> None:
    assert chain.middleware([*chain.OWN, "lab.Last"], with_cors=False)[-4:] == [
        CSRF,
        *chain.OWN,
    ]


@pytest.mark.parametrize(
    ("origin", "fits"),
    [
        ("https://a.example.org", True),
        ("https://a.b.example.org", True),
        ("https://example.org", False),
        ("http://a.example.org", False),
        ("https://a.example.org.evil.org", False),
        ("https://evil.org/a.example.org", False),
        ("https://evil.org#.example.org", False),
    ],
)
def test_a_star_in_an_origin_stands_for_names(origin: str, fits: bool) -> None:
    given = ["https://*.example.org", "https://example.net"]
    (pattern,) = cors.patterns(given)
    assert bool(re.match(pattern, origin)) is fits
    assert cors.exact_origins(given) == ["https://example.net"]


@pytest.mark.parametrize(
    ("target", "url"),
    [
        (parsers.Target("webindex"), "/webclient/"),
        (
            parsers.Target("load_template", ("userdata",), {"a": "b"}),
            "/webclient/userdata/?a=b",
        ),
        (parsers.Target("/figure/", (), "?id=1"), "/figure/?id=1"),
        (parsers.Target("https://example.org/a?b"), "https://example.org/a?b"),
        (parsers.Target("mailto:help@example.org"), "mailto:help@example.org"),
    ],
)
def test_a_target_is_a_page_or_a_url(target: parsers.Target, url: str) -> None:
    assert targets.url_of(target) == url


@pytest.mark.parametrize("name", ["history", "javascript:alert(1)", "data:text/html,x", "figure/"])
def test_what_is_neither_leads_nowhere(name: str) -> None:
    with pytest.raises(ConfigurationError, match="neither the name of a page"):
        targets.url_of(parsers.Target(name))


class Files:
    """A gateway with one file that remembers in which pieces it was read."""

    def __init__(self) -> None:
        self.sizes: list[int] = []

    def original_files(self, _: int) -> Sequence[OriginalFile]:
        return [OriginalFile("a.tif", 3, "/a.tif")]

    def file_chunks(self, _: OriginalFile, size: int) -> Iterator[bytes]:
        self.sizes.append(size)
        yield b"abc"


def test_a_download_is_read_in_pieces_of_the_wanted_size(monkeypatch: pytest.MonkeyPatch) -> None:
    configured = load({}, {catalogue.DOWNLOAD_CHUNK.name: "2048"})
    monkeypatch.setattr(downloads, "configuration", lambda: configured)
    request = RequestFactory().get("/")
    files = Files()
    asked = SimpleNamespace(method="GET", GET=request.GET, gateway=files)
    answer = downloads.archived_files(asked, iid=1)  # type: ignore[arg-type]
    assert isinstance(answer, StreamingHttpResponse)
    assert b"".join(answer) == b"abc"
    assert files.sizes == [2048]
