"""Pictures on the way past Django's machinery: the same answers, byte for byte."""

import io
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.wsgi import get_wsgi_application
from django.db import OperationalError
from django.test import override_settings

from omeroweb.config import load
from omeroweb.errors import Unreadable
from omeroweb.http.direct import Direct
from omeroweb.http.session import server
from omeroweb.webgateway.views import tiles
from tests.webgateway.gallery import MEMBER, OUTSIDER, OWNER, Gallery

Answer = tuple[str, dict[str, str], bytes]

VISITOR = "nobody is signed in"
PUBLIC = {"CONFIG_omero_web_public_enabled": "true", "CONFIG_omero_web_public_user": OWNER}
FILES, CACHE = {"HTTP_X_OMEROWEB_FILES": "1"}, {"HTTP_X_OMEROWEB_CACHE": "1"}
COMPLETE = "c=1|0:255$FF0000,2|0:255$00FF00,3|0:255$0000FF&m=c"
QUERIES = [
    "render_image_region/{slide}/0/0/?tile=0,0,0",
    "render_image_region/{slide}/0/0/?tile=0,1,1,256,256",
    "render_image_region/{slide}/0/0/?tile=1,0,0&q=0.4",
    "render_image_region/{slide}/0/0/?tile=0,2,2&" + COMPLETE,
    "render_image_region/{slide}/0/0/?tile=9,0,0",
    "render_image_region/{slide}/0/0/?tile=0,99,0",
    "render_image_region/{slide}/0/0/",
    "render_image_region/{stack}/1/1/?region=3,4,20,10&c=1|100:2000$FF00FF,-2&m=c",
    "render_image_region/{stack}/1/1/?region=3,4,20,10&c=1|100:2000$fire.lut&m=g&maps=[]",
    "render_image_region/{stack}/7/0/?tile=0,0,0",
    "render_image_region/{pyramid}/0/0/?tile=2,0,0&v=0123456789",
    "render_image_region/999999/0/0/?tile=0,0,0",
    "render_image_region_rdef/{stack}/0/0/?tile=0,0,0&c=1|0:9$00FF00&m=c",
    "render_image_region_rdef/{stack}/0/0/?tile=0,0,0&c=1",
    "render_image/{stack}/",
    "render_image/{volume}/1/0/?p=intmax|0:2",
    "render_split_channel/{stack}/0/0/",
    "render_thumbnail/{slide}/",
    "render_thumbnail/{stack}/32/40/?z=1",
    "render_thumbnail/{stack}/0/",
    "render_birds_eye_view/{pyramid}/48/",
    "get_thumbnail/{stack}/",
    "imgData/{stack}/",
]


class Counted:
    """Django's application; count: how many requests came to it."""

    def __init__(self) -> None:
        self.application = get_wsgi_application()
        self.count = 0

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        self.count += 1
        return self.application(environ, start_response)


def environment(url: str, **headers: str) -> dict[str, Any]:
    path, _, query = url.partition("?")
    return {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": f"/webgateway/{path}",
        "QUERY_STRING": query,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "HTTP_HOST": "localhost",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr,
        **headers,
    }


def ask(application: Any, url: str, **headers: str) -> Answer:
    environ = environment(url, **headers)
    said: list[tuple[str, dict[str, str]]] = []
    parts = application(environ, lambda status, found: said.append((status, dict(found))))
    content = b"".join(parts)
    ((status, found),) = said
    return status, found, content


def cookie(gallery: Gallery, user: str) -> dict[str, str]:
    if user == VISITOR:
        return {}
    key = gallery.client(user).cookies[settings.SESSION_COOKIE_NAME].value
    return {"HTTP_COOKIE": f"{settings.SESSION_COOKIE_NAME}={key}"}


@pytest.fixture
def inner() -> Counted:
    return Counted()


@pytest.fixture
def direct(inner: Counted) -> Direct:
    return Direct(inner, settings.MIDDLEWARE)


@pytest.mark.parametrize("nginx", [{}, FILES, CACHE], ids=["alone", "files", "cache"])
@pytest.mark.parametrize("user", [OWNER, MEMBER, OUTSIDER, VISITOR])
def test_every_answer_is_the_one_of_the_whole_way(
    gallery: Gallery, inner: Counted, direct: Direct, user: str, nginx: dict[str, str]
) -> None:
    with override_settings(OMERO_CONFIGURATION=load({**os.environ, **PUBLIC})):
        headers = {**cookie(gallery, user), **nginx}
        for url in map(gallery.path, QUERIES):
            for more in ({}, {"HTTP_IF_NONE_MATCH": "*"}):
                # Kept by the first one, where it is kept.
                ask(inner, url, **headers)
                expected = ask(inner, url, **headers, **more)
                assert ask(direct, url, **headers, **more) == expected, url


def test_after_the_first_answer_pictures_take_the_direct_way(
    gallery: Gallery, inner: Counted, direct: Direct
) -> None:
    headers = cookie(gallery, MEMBER)
    path = gallery.path("render_image_region/{slide}/0/0/")
    tiles = [f"{path}?tile=0,{column},0,64,64" for column in range(4)]
    answers = [ask(direct, url, **headers) for url in tiles]
    assert [status for status, _, _ in answers] == ["200 OK"] * 4
    assert inner.count == 1
    assert ask(direct, tiles[0], **cookie(gallery, OUTSIDER))[0] == "404 Not Found"


def test_a_picture_that_cannot_be_made_is_tried_once_on_either_way(
    gallery: Gallery, inner: Counted, direct: Direct, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = 0

    def fail(*_: object) -> None:
        nonlocal tried
        tried += 1
        raise Unreadable(Path("slide.tif"), "it is damaged")

    headers = cookie(gallery, OWNER)
    path = gallery.path("render_image_region/{slide}/0/0/")
    assert ask(direct, f"{path}?tile=0,0,0", **headers)[0] == "200 OK"
    monkeypatch.setattr(tiles, "picture", fail)
    url = f"{path}?tile=0,1,0,61,61"
    # As the render pool's worker does: at once, and where that has no answer, as ever.
    assert direct.at_once(environment(url, **headers)) is None
    assert not ask(direct, url, **headers)[0].startswith("200")
    assert (tried, inner.count) == (2, 2)


def test_a_session_that_ends_ends_at_once(gallery: Gallery, inner: Counted, direct: Direct) -> None:
    url = gallery.path("render_image_region/{slide}/0/0/?tile=0,0,0")
    headers = cookie(gallery, OWNER)
    for _ in range(2):
        assert ask(direct, url, **headers)[0] == "200 OK"
    assert inner.count == 1
    key = headers["HTTP_COOKIE"].partition("=")[2]
    Session.objects.filter(session_key=key).delete()
    assert ask(direct, url, **headers)[0] == "302 Found"


def test_a_store_that_does_not_answer_is_left_to_the_whole_way(
    gallery: Gallery, inner: Counted, direct: Direct, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: object) -> None:
        raise OperationalError("the connection was closed")

    url = gallery.path("render_image_region/{slide}/0/0/?tile=0,0,0")
    headers = cookie(gallery, OWNER)
    expected = ask(direct, url, **headers)
    monkeypatch.setattr(type(server()), "state", fail)
    assert ask(direct, url, **headers) == expected
    assert inner.count == 2


def test_a_path_that_is_not_for_visitors_stays_so(
    gallery: Gallery, inner: Counted, direct: Direct
) -> None:
    only = {"CONFIG_omero_web_public_url__filter": "^/webgateway/render_thumbnail"}
    with override_settings(OMERO_CONFIGURATION=load({**os.environ, **PUBLIC, **only})):
        thumbnail = gallery.path("render_thumbnail/{slide}/")
        assert [ask(direct, thumbnail)[0] for _ in range(2)] == ["200 OK"] * 2
        assert inner.count == 1
        tile = gallery.path("render_image_region/{slide}/0/0/?tile=0,0,0")
        assert ask(direct, tile)[0] == "302 Found"


def test_with_middleware_of_somebody_else_all_requests_go_the_whole_way(
    gallery: Gallery, inner: Counted
) -> None:
    direct = Direct(inner, [*settings.MIDDLEWARE, "django.middleware.gzip.GZipMiddleware"])
    url = gallery.path("render_image_region/{slide}/0/0/?tile=0,0,0")
    for _ in range(3):
        ask(direct, url, **cookie(gallery, OWNER))
    assert inner.count == 3
