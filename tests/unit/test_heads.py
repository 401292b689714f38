"""Remembered heads give what Gunicorn's parser gives, or nothing."""

import io
from typing import Any

import pytest
from gunicorn.config import Config
from gunicorn.http.errors import ParseException
from gunicorn.http.parser import RequestParser
from gunicorn.http.wsgi import create
from hypothesis import given
from hypothesis import strategies as st

from omeroweb.http.heads import HEAD, HEADS, OF_THE_REQUEST, Answer, Heads, written

SENDER = ("127.0.0.1", ("127.0.0.1", 80))
LINES = (
    b"Host: here:8080\r\nUser-Agent: Mozilla/5.0 (X11)\r\nAccept: image/avif,*/*;q=0.8\r\n"
    b"Accept: text/html\r\nCookie: sessionid=a1b2; csrftoken=c3\r\nX-Forwarded-Proto: https\r\n\r\n"
)
TILE = b"GET /webgateway/render_image_region/1/0/0/?tile=0,1,2,512,512&c=1|0:9$FF0000 HTTP/1.1\r\n"


class Silent:
    """A connection nobody listens to."""

    def send(self, _: bytes) -> None:
        pass


def parsed(data: bytes) -> dict[str, Any]:
    """What Gunicorn makes of a request; raises ParseException."""
    config = Config()
    request = next(RequestParser(config, iter([data]), ("127.0.0.1", 5)))
    environ: dict[str, Any]
    _, environ = create(request, Silent(), ("127.0.0.1", 5), ("127.0.0.1", 80), config)
    return environ


def comparable(environ: dict[str, Any]) -> dict[str, Any]:
    left_out = (OF_THE_REQUEST | {HEAD, "wsgi.errors"}) - {"PATH_INFO", "QUERY_STRING"}
    return {name: value for name, value in environ.items() if name not in left_out}


def learned(lines: bytes, line: bytes = TILE) -> Heads:
    heads = Heads()
    heads.learn(line + lines, SENDER, parsed(line + lines))
    return heads


paths = st.binary(max_size=12) | st.text("/%.-_~abc09;#?=&,|$", max_size=24).map(str.encode)
first_lines = st.builds(
    lambda method, path, version: method + b" " + path + b" " + version,
    st.sampled_from([b"GET", b"GET", b"POST", b"HEAD"]),
    paths.map(lambda path: b"/" + path),
    st.sampled_from([b"HTTP/1.1", b"HTTP/1.1", b"HTTP/1.0", b"HTTP/1.2"]),
)


@given(first_lines)
def test_any_first_line_gives_what_the_parser_gives(line: bytes) -> None:
    data = line + b"\r\n" + LINES
    found = learned(LINES).environ(data, SENDER)
    if found is not None:
        assert comparable(found) == comparable(parsed(data))


def test_tiles_of_one_client_are_known() -> None:
    heads = learned(LINES)
    other = TILE.replace(b"tile=0,1", b"tile=0,7") + LINES
    found = heads.environ(other, SENDER)
    assert found is not None
    assert comparable(found) == comparable(parsed(other))
    assert found["HTTP_ACCEPT"] == "image/avif,*/*;q=0.8,text/html"


@pytest.mark.parametrize(
    "more",
    [
        b"Content-Length: 3\r\n",
        b"Transfer-Encoding: chunked\r\n",
        b"Expect: 100-continue\r\n",
        b"Connection: close\r\n",
        b"Connection: Upgrade\r\nUpgrade: websocket\r\n",
        b'If-None-Match: "a"\r\n',
        b"Range: bytes=0-1\r\n",
    ],
)
def test_headers_that_say_more_are_not_remembered(more: bytes) -> None:
    assert learned(more + LINES).environ(TILE + more + LINES, SENDER) is None


def test_what_comes_behind_a_head_is_not_remembered_and_not_passed_over() -> None:
    two = LINES + TILE + LINES
    assert learned(two).environ(TILE + two, SENDER) is None
    assert learned(LINES).environ(TILE + two, SENDER) is None
    assert learned(LINES).environ(TILE + LINES[:-2], SENDER) is None


def test_the_same_lines_of_another_sender_are_other_headers() -> None:
    assert learned(LINES).environ(TILE + LINES, ("10.0.0.9", SENDER[1])) is None


def test_a_long_line_is_for_the_parser() -> None:
    long = TILE.replace(b"tile=0", b"tile=" + b"0" * 5000) + LINES
    assert learned(LINES).environ(long, SENDER) is None
    with pytest.raises(ParseException):
        parsed(long)


def test_the_number_of_remembered_heads_is_bounded() -> None:
    heads = Heads()
    environ = parsed(TILE + LINES)
    for number in range(HEADS + 1):
        heads.learn(TILE + b"A: %d\r\n" % number + LINES, SENDER, environ)
    assert heads.environ(TILE + b"A: 0\r\n" + LINES, SENDER) is None
    assert heads.environ(TILE + b"A: %d\r\n" % HEADS + LINES, SENDER) is not None


def test_an_answer_is_written_as_http() -> None:
    text = written(Answer("200 OK", [("ETag", '"a"'), ("Content-Length", "3")], b"abc"), "gunicorn")
    head, body = io.BytesIO(text).read().split(b"\r\n\r\n")
    assert body == b"abc"
    first, *others = head.decode().split("\r\n")
    assert first == "HTTP/1.1 200 OK"
    fields = dict(line.split(": ", 1) for line in others)
    assert fields.pop("Date").endswith(" GMT")
    assert fields == {
        "Server": "gunicorn",
        "Connection": "keep-alive",
        "ETag": '"a"',
        "Content-Length": "3",
    }
