"""Pictures that NGINX keeps for visitors, and those that it sends for Gunicorn."""

import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests

from tests.images import ramp, write_ome_tiff
from tests.nginx.conftest import PATIENCE, Serve, Site
from tests.nginx.upstream import ETAG
from tests.ready import ROOT_PASSWORD, ready
from tests.server import RunningServer, start

THUMBNAIL = "/webgateway/render_thumbnail/1/"
SESSION = {"Cookie": "other=1; sessionid=abc"}
CREDENTIALS = {"username": "root", "password": ROOT_PASSWORD, "server": "1"}

# With a server block of one's own there is no cache: it is declared outside of it.
WITH_A_CACHE = ("nginx", "nginx-development", "image")


def keep(site: Site, path: str) -> None:
    """What is asked for once is passed on; the second answer is kept."""
    for _ in range(2):
        site.get(path)


@pytest.mark.parametrize("kind", WITH_A_CACHE)
def test_a_picture_for_visitors_is_kept_when_it_is_asked_for_again(serve: Serve, kind: str) -> None:
    site = serve(kind)
    site.web.expires = 600
    for _ in range(4):
        answer = site.get(THUMBNAIL)
        assert (answer.status_code, answer.content) == (200, b"picture")
        assert answer.headers["Cache-Control"] == "private, no-cache"
        assert "X-Accel-Expires" not in answer.headers
    assert len(site.web.pictures) == 2
    assert site.get(THUMBNAIL, headers={"If-None-Match": ETAG}).status_code == 304
    assert site.get(THUMBNAIL, headers={"If-None-Match": '"old"'}).status_code == 200
    assert len(site.web.pictures) == 2


def test_another_query_is_another_picture(serve: Serve) -> None:
    site = serve("nginx")
    site.web.expires = 600
    for query in ("", "?c=1", "?c=1&m=g"):
        keep(site, THUMBNAIL + query)
    site.get(THUMBNAIL + "?c=1")
    assert len(site.web.pictures) == 6


def test_scripts_of_different_sites_have_answers_of_their_own(serve: Serve) -> None:
    site = serve("nginx")
    site.web.expires = 600
    for origin in ("https://one.example.org", "https://two.example.org"):
        site.get(THUMBNAIL, headers={"Origin": origin})
    assert [seen["Origin"] for seen in site.web.pictures] == [
        "https://one.example.org",
        "https://two.example.org",
    ]


@pytest.mark.parametrize(
    ("headers", "query"),
    [
        (SESSION, ""),
        ({"Authorization": "Bearer abc"}, ""),
        ({}, "?bsession=abc"),
        ({}, "?c=1&token=abc"),
        ({}, "?username=root&password=abc&server=1"),
    ],
)
def test_what_a_signed_in_caller_gets_is_neither_kept_nor_taken_from_what_is_kept(
    serve: Serve, headers: dict[str, str], query: str
) -> None:
    site = serve("nginx")
    site.web.expires = 600
    keep(site, THUMBNAIL + query)
    before = len(site.web.pictures)
    for _ in range(2):
        site.get(THUMBNAIL + query, headers=headers)
    assert len(site.web.pictures) == before + 2
    assert all(not seen.get("X-Omeroweb-Cache") for seen in site.web.pictures[before:])


def test_the_cookie_of_sessions_is_known_by_its_configured_name(serve: Serve) -> None:
    site = serve("nginx", {"omero.web.session_cookie_name": "omero.session+1"})
    site.web.expires = 600
    keep(site, THUMBNAIL)
    for cookie in ("omero.session+1=a", "omero.session+1=a", "sessionid=a", "omero-session+1=a"):
        site.get(THUMBNAIL, headers={"Cookie": cookie})
    assert len(site.web.pictures) == 2 + 2


def test_a_signed_in_caller_that_has_a_picture_gets_none(serve: Serve) -> None:
    site = serve("nginx")
    answer = site.get(THUMBNAIL, headers={**SESSION, "If-None-Match": ETAG})
    assert answer.status_code == 304
    assert site.web.pictures[0]["If-None-Match"] == ETAG


def test_what_the_application_does_not_mark_is_not_kept(serve: Serve) -> None:
    site = serve("nginx")
    for _ in range(4):
        site.get(THUMBNAIL)
    assert len(site.web.pictures) == 4


def test_after_its_time_the_application_is_asked_whether_it_is_still_right(serve: Serve) -> None:
    site = serve("nginx")
    site.web.expires = 1
    keep(site, THUMBNAIL)
    until = time.monotonic() + PATIENCE
    while len(site.web.pictures) == 2 and time.monotonic() < until:
        assert site.get(THUMBNAIL).content == b"picture"
        time.sleep(0.1)
    assert site.web.pictures[2]["If-None-Match"] == ETAG


def test_a_size_of_0_keeps_nothing(serve: Serve) -> None:
    site = serve("nginx", {"omero.web.nginx.cache_size": "0"})
    site.web.expires = 600
    for _ in range(4):
        site.get(THUMBNAIL)
    assert len(site.web.pictures) == 4
    assert not site.web.pictures[0].get("X-Omeroweb-Cache")


def test_clients_cannot_say_what_nginx_can_do(serve: Serve) -> None:
    site = serve("nginx", {"omero.web.nginx.cache_size": "0"})
    said = {"X-Omeroweb-Files": "1", "X-Omeroweb-Cache": "1"}
    seen = site.seen("/webgateway/", headers=said)["headers"]
    assert "X-Omeroweb-Files" not in seen
    assert "X-Omeroweb-Cache" not in seen


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """A folder of kept answers with one in it."""
    folder = tmp_path / "kept"
    (folder / "pictures" / "ab").mkdir(parents=True)
    (folder / "pictures" / "ab" / "cdef").write_bytes(b"from the disk")
    return folder


@pytest.mark.parametrize("kind", [*WITH_A_CACHE, "nginx-location"])
def test_a_kept_picture_is_sent_by_nginx(serve: Serve, kind: str, kept: Path) -> None:
    site = serve(kind, {"omero.web.nginx.kept_folder": str(kept)})
    site.web.kept = "/.kept/pictures/ab/cdef"
    answer = site.get(THUMBNAIL, headers=SESSION)
    assert (answer.status_code, answer.content) == (200, b"from the disk")
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.headers["ETag"] == ETAG
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert answer.headers["Vary"] == "Cookie"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "Last-Modified" not in answer.headers
    assert "X-Accel-Redirect" not in answer.headers


def test_a_kept_picture_below_a_prefix(serve: Serve, kept: Path) -> None:
    site = serve("nginx", {"omero.web.prefix": "/omero", "omero.web.nginx.kept_folder": str(kept)})
    site.web.kept = "/omero/.kept/pictures/ab/cdef"
    assert site.get(f"/omero{THUMBNAIL}", headers=SESSION).content == b"from the disk"


@pytest.mark.parametrize("kind", [*WITH_A_CACHE, "nginx-location"])
def test_one_that_has_gone_is_asked_for_again(serve: Serve, kind: str, kept: Path) -> None:
    site = serve(kind, {"omero.web.nginx.kept_folder": str(kept)})
    site.web.kept = "/.kept/pictures/ab/gone"
    answer = site.get(f"{THUMBNAIL}?c=1|0:255$FF0000", headers=SESSION)
    assert (answer.status_code, answer.content) == (200, b"picture")
    first, second = site.web.pictures
    assert first["X-Omeroweb-Files"] == "1"
    assert "X-Omeroweb-Files" not in second


def test_nobody_gets_a_kept_picture_without_the_application(serve: Serve, kept: Path) -> None:
    site = serve("nginx", {"omero.web.nginx.kept_folder": str(kept)})
    for path in ("/.kept/pictures/ab/cdef", "/.kept/", "/.kept/../kept/pictures/ab/cdef"):
        assert b"from the disk" not in site.get(path).content


# --- the project itself behind NGINX ------------------------------------------


@pytest.fixture(scope="module")
def application(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    images = tmp_path_factory.mktemp("images")
    write_ome_tiff(images / "cells.ome.tiff", ramp((1, 40, 60)))
    server = start(
        ready(tmp_path_factory.mktemp("site") / "var"),
        "--images",
        images,
        CONFIG_omero_web_nginx_cache__seconds="600",
    )
    yield server
    assert server.stop() == 0


@pytest.fixture
def site(serve: Serve, application: RunningServer) -> Site:
    address = urlsplit(application.url).netloc
    return serve(
        "nginx",
        {
            "omero.web.nginx.web": address,
            "omero.web.nginx.stream": address,
            "omero.web.nginx.kept_folder": str(application.omerodir / "var" / "kept"),
        },
    )


def cached(site: Site) -> list[Path]:
    folder = Path(site.written.settings.cache_folder)
    found = Path(str(folder).replace("/var/cache", str(site.written.file.parent)))
    return [file for file in found.rglob("*") if file.is_file()]


def test_a_visitors_thumbnail_is_kept_by_nginx_and_is_the_same(
    site: Site, application: RunningServer
) -> None:
    direct = requests.get(application.url + THUMBNAIL, timeout=PATIENCE)
    answers = [site.get(THUMBNAIL) for _ in range(2)]
    assert {answer.content for answer in answers} == {direct.content}
    assert {answer.headers["ETag"] for answer in answers} == {direct.headers["ETag"]}
    assert len(cached(site)) == 1


def test_somebody_who_is_signed_in_gets_kept_pictures_and_leaves_none_behind(site: Site) -> None:
    with requests.Session() as session:
        token = session.get(f"{site.url}/api/v0/token/", timeout=PATIENCE).json()["data"]
        signed_in = session.post(
            f"{site.url}/api/v0/login/",
            data=CREDENTIALS,
            headers={"X-CSRFToken": token},
            timeout=PATIENCE,
        )
        assert signed_in.json().get("success") is True, signed_in.text
        made, sent = (
            session.get(f"{site.url}{THUMBNAIL}?c=1|0:99$00FF00", timeout=PATIENCE)
            for _ in range(2)
        )
        known = session.get(
            f"{site.url}{THUMBNAIL}?c=1|0:99$00FF00",
            headers={"If-None-Match": sent.headers["ETag"]},
            timeout=PATIENCE,
        )
    assert made.content == sent.content
    assert made.headers["ETag"] == sent.headers["ETag"]
    # Only NGINX offers parts of a picture: this one came from the disk.
    assert ("Accept-Ranges" in made.headers, "Accept-Ranges" in sent.headers) == (False, True)
    assert known.status_code == 304
    assert cached(site) == []
