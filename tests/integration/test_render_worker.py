"""The render pool's kind of Gunicorn worker, with an application that says who answered."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest

from tests.ports import free_port

PATIENCE = 60
CONNECTIONS, THREADS = 8, 2
# Names the file that /slow makes when it has begun.
BEGUN = "TEST_SLOW_BEGUN"


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answers with its path; /slow says that it has begun and takes a second, /exit ends."""
    path = environ["PATH_INFO"]
    if path == "/slow":
        Path(os.environ[BEGUN]).touch()
        time.sleep(1)
    if path == "/exit":
        sys.exit("an application that ends itself")
    content = path.encode()
    start_response("200 OK", [("Content-Length", str(len(content)))])
    return [content]


@pytest.fixture
def begun(tmp_path: Path) -> Path:
    """A file that is there once /slow is being answered."""
    return tmp_path / "begun"


@pytest.fixture
def server(begun: Path) -> Iterator[tuple[int, "subprocess.Popen[bytes]"]]:
    """The port, and the arbiter of one worker."""
    port = free_port()
    command = [
        *(sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--workers", "1"),
        *("--worker-class", "omeroweb.http.worker.RenderWorker", "--threads", str(THREADS)),
        *("--worker-connections", str(CONNECTIONS), "--keep-alive", "30", "--preload"),
        *("--no-control-socket", f"{__name__}:application"),
    ]
    variables = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), BEGUN: str(begun)}
    with subprocess.Popen(command, env=variables, stderr=subprocess.DEVNULL) as process:
        until(lambda: listens(port))
        yield port, process
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE) == 0


def until(is_true: Callable[[], bool]) -> None:
    """Wait for something that another process does soon; a bound ends what never comes."""
    end = time.monotonic() + PATIENCE
    while not is_true():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.05)


def listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port)).close()
    except ConnectionRefusedError:
        return False
    return True


@contextmanager
def connected(port: int) -> Iterator[HTTPConnection]:
    with closing(HTTPConnection("127.0.0.1", port, timeout=PATIENCE)) as connection:
        connection.connect()
        yield connection


def ask(connection: HTTPConnection, path: str) -> str:
    connection.request("GET", path)
    return connection.getresponse().read().decode()


Server = tuple[int, "subprocess.Popen[bytes]"]


def test_a_connection_is_kept_for_the_next_request(server: Server) -> None:
    with connected(server[0]) as connection:
        first = connection.sock
        assert [ask(connection, f"/{number}") for number in range(50)] == [
            f"/{number}" for number in range(50)
        ]
        assert connection.sock is first


def test_requests_that_come_at_once_are_answered_in_turn(server: Server) -> None:
    with socket.create_connection(("127.0.0.1", server[0]), timeout=PATIENCE) as client:
        lines = b"".join(b"GET /%d HTTP/1.1\r\nHost: here\r\n\r\n" % n for n in range(3))
        client.sendall(lines)
        received = b""
        while not received.endswith(b"/2"):
            received += client.recv(4096)
        assert received.count(b"200 OK") == 3


def test_connections_that_say_nothing_take_no_thread(server: Server) -> None:
    with ExitStack() as stack:
        for _ in range(CONNECTIONS - 2):
            stack.enter_context(socket.create_connection(("127.0.0.1", server[0])))
        with connected(server[0]) as connection:
            assert ask(connection, "/asked") == "/asked"


def test_above_the_limit_a_client_waits_until_another_has_gone(server: Server) -> None:
    with ExitStack() as stack:
        for _ in range(CONNECTIONS):
            stack.enter_context(socket.create_connection(("127.0.0.1", server[0])))
        answers: list[str] = []

        def later() -> None:
            with connected(server[0]) as connection:
                answers.append(ask(connection, "/later"))

        thread = threading.Thread(target=later)
        thread.start()
        thread.join(0.3)
        assert not answers
        stack.close()
        thread.join(PATIENCE)
        assert answers == ["/later"]


def test_an_application_that_ends_its_thread_ends_no_thread_of_the_worker(server: Server) -> None:
    for _ in range(THREADS + 1):
        with connected(server[0]) as connection:
            connection.request("GET", "/exit")
            with pytest.raises(ConnectionError):
                connection.getresponse()
    with connected(server[0]) as connection:
        assert ask(connection, "/after") == "/after"


def test_what_is_being_answered_when_the_server_stops_is_answered(
    server: Server, begun: Path
) -> None:
    port, process = server
    with connected(port) as connection:
        connection.request("GET", "/slow")
        until(begun.exists)
        process.send_signal(signal.SIGTERM)
        assert connection.getresponse().read() == b"/slow"
