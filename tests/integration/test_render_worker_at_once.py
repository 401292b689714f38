"""The render pool's worker with an application that answers some requests at once."""

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import pytest

from omeroweb.http.heads import Answer
from tests.integration.test_render_worker import PATIENCE, ask, connected, listens, until
from tests.ports import free_port

HEAD = "GET {path} HTTP/1.1\r\nHost: here\r\nX-Number: {number}\r\n\r\n"


class Application:
    """Says which way it was asked, and what. /refused has no answer at once.

    /long is answered when /release was asked for.
    """

    def __init__(self) -> None:
        self._released = threading.Event()

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        content = self._content("called", environ)
        start_response("200 OK", [("Content-Length", str(len(content)))])
        return [content]

    def at_once(self, environ: dict[str, Any]) -> Answer | None:
        if environ["PATH_INFO"] == "/refused":
            return None
        if environ["PATH_INFO"] == "/long":
            assert self._released.wait(PATIENCE)
        if environ["PATH_INFO"] == "/release":
            self._released.set()
        content = self._content("at once", environ)
        return Answer("200 OK", [("Content-Length", str(len(content)))], content)

    @staticmethod
    def _content(way: str, environ: dict[str, Any]) -> bytes:
        number = environ.get("HTTP_X_NUMBER", "")
        path, query = environ["PATH_INFO"], environ["QUERY_STRING"]
        return f"{way} {path}?{query} {number} by {os.getpid()}".encode()


application = Application()


@contextmanager
def serving(*arguments: str) -> Iterator[int]:
    """The port of a server with one worker."""
    port = free_port()
    command = [
        *(sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--workers", "1"),
        *("--worker-class", "omeroweb.http.worker.RenderWorker", "--threads", "2"),
        *("--keep-alive", "30", "--preload", "--no-control-socket", *arguments),
        f"{__name__}:application",
    ]
    variables = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    output = subprocess.DEVNULL
    with subprocess.Popen(command, env=variables, stdout=output, stderr=output) as process:
        try:
            until(lambda: listens(port))
            yield port
        finally:
            process.send_signal(signal.SIGTERM)
            code = process.wait(PATIENCE)
        assert code == 0


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with serving() as found:
        yield found


@contextmanager
def client(port: int) -> Iterator[Callable[..., str]]:
    """Sends bytes, and gives the bodies of the answers that come in."""
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as connection:

        def say(text: str, answers: int = 1) -> str:
            connection.sendall(text.encode())
            received = ""
            while received.count(" by ") < answers:
                part = connection.recv(1 << 16).decode()
                assert part, received
                received += part
            return " ".join(
                line.partition(" by ")[0] for line in received.split("\r\n") if " by " in line
            )

        yield say


def test_what_the_first_request_has_shown_is_enough_for_the_next(port: int) -> None:
    with client(port) as say:
        assert say(HEAD.format(path="/a", number=1)) == "called /a? 1"
        assert say(HEAD.format(path="/b?c=1|2:3$F", number=1)) == "at once /b?c=1|2:3$F 1"
        assert say(HEAD.format(path="/b", number=2)) == "called /b? 2"
        assert say(HEAD.format(path="/c", number=2)) == "at once /c? 2"
    with client(port) as say:  # another connection of the same client
        assert say(HEAD.format(path="/d", number=1)) == "at once /d? 1"


def test_what_has_no_answer_at_once_is_asked_for_as_ever(port: int) -> None:
    with client(port) as say:
        say(HEAD.format(path="/a", number=3))
        assert say(HEAD.format(path="/refused", number=3)) == "called /refused? 3"
        assert say(HEAD.format(path="/a%20b", number=3)) == "called /a b? 3"
        assert say(HEAD.format(path="/a", number=3)) == "at once /a? 3"


def test_requests_that_come_together_are_answered_in_turn(port: int) -> None:
    with client(port) as say:
        say(HEAD.format(path="/a", number=4))
        two = HEAD.format(path="/b", number=4) + HEAD.format(path="/c", number=4)
        assert say(two, 2) == "called /b? 4 called /c? 4"
        assert say(HEAD.format(path="/d", number=4)) == "at once /d? 4"


def test_an_answer_that_takes_long_does_not_keep_others_waiting(port: int) -> None:
    with client(port) as say, client(port) as say_meanwhile, ThreadPoolExecutor(1) as pool:
        say(HEAD.format(path="/a", number=8))
        long = pool.submit(say, HEAD.format(path="/long", number=8))
        released = say_meanwhile(HEAD.format(path="/release", number=8))
        assert released == "at once /release? 8"
        assert long.result(PATIENCE) == "at once /long? 8"


def test_a_request_that_comes_in_pieces_is_one(port: int) -> None:
    with client(port) as say:
        say(HEAD.format(path="/a", number=5))
        text = HEAD.format(path="/b", number=5)
        assert say(text[:9], 0) == ""
        assert say(text[9:]) == "called /b? 5"


def test_a_body_is_not_taken_for_a_request(port: int) -> None:
    with client(port) as say:
        say(HEAD.format(path="/a", number=6))
        inside = HEAD.format(path="/b", number=6)
        post = f"POST /c HTTP/1.1\r\nHost: here\r\nContent-Length: {len(inside)}\r\n\r\n{inside}"
        assert say(post) == "called /c? "
        assert say(HEAD.format(path="/d", number=6)) == "at once /d? 6"


def test_a_worker_is_replaced_after_its_last_request_at_once_or_not() -> None:
    with serving("--max-requests", "3") as port, connected(port) as connection:
        answers = [ask(connection, f"/{number}") for number in range(9)]
        ways = [answer.partition(" /")[0] for answer in answers]
        assert ways[:3] == ["called", "at once", "called"]
        workers = [answer.rpartition(" ")[2] for answer in answers]
        assert workers[:3] == [workers[0]] * 3
        # One more may have come in before it had stopped listening.
        assert workers[4] != workers[0]


def test_with_an_access_log_every_request_is_in_it() -> None:
    with serving("--access-logfile", "-") as port, connected(port) as connection:
        assert [ask(connection, "/a").startswith("called") for _ in range(3)] == [True] * 3
