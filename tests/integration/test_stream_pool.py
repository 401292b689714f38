"""The stream pool: gevent workers, forked from a process that has loaded the application."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
import requests

from omeroweb.config import catalogue
from tests.images import write_ome_tiff
from tests.ports import free_port
from tests.ready import ready
from tests.server import OMERO, PATIENCE, environment, finished, omero

WORKERS = 2
STREAM = {
    catalogue.WORKER_CLASS.variable: "gevent",
    catalogue.WORKERS.variable: str(WORKERS),
    catalogue.PUBLIC_ENABLED.variable: "true",
    catalogue.APPS.variable: '["omero_inside"]',
    "PYTHONPATH": str(Path(__file__).parents[1] / "apps"),
}
START = ("web", "start", "--foreground")
CONTAINER = [sys.executable, "-m", "omeroweb.cli.container"]
DOWNLOAD = "/webgateway/archived_files/download/1/"


class Pool:
    """A server that runs, and its processes. pid: of Gunicorn's arbiter."""

    def __init__(self, port: int, pid: int) -> None:
        self.port, self.pid = port, pid
        self.url = f"http://127.0.0.1:{port}"
        self.is_told_to_end = False

    def end(self) -> None:
        """Tell it once: while it ends, a second signal would kill it."""
        if not self.is_told_to_end:
            self.is_told_to_end = True
            os.kill(self.pid, signal.SIGTERM)

    def workers(self) -> set[int]:
        found = set()
        for child in Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split():
            command = Path(f"/proc/{child}/cmdline").read_bytes()
            # What follows the folder is a child, too.
            if b"omeroweb.cli.show" not in command:
                found.add(int(child))
        return found

    def missed(self) -> dict[str, list[str]]:
        """What gevent's patches have missed in a worker."""
        answer = requests.get(f"{self.url}/omero_inside/missed/", timeout=PATIENCE)
        found: dict[str, list[str]] = answer.json()
        return found


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """More than the buffers of a connection: the server waits for its reader."""
    file = tmp_path_factory.mktemp("large") / "large.ome.tif"
    write_ome_tiff(file, np.zeros((1, 4096, 4096), np.uint16))
    return file


@pytest.fixture(scope="module")
def omerodir(tmp_path_factory: pytest.TempPathFactory, large: Path) -> Path:
    """A store in which the large image is image 1."""
    folder = ready(tmp_path_factory.mktemp("stream") / "var")
    done = omero("import", large, omerodir=folder)
    assert done.returncode == 0, done.stderr
    return folder


@contextmanager
def running(omerodir: Path, *command: str, **more: str) -> Iterator[Pool]:
    """The server that a command becomes; it has to end with 0 when it is told to."""
    port = free_port()
    variables = {**STREAM, catalogue.SERVER_PORT.variable: str(port), **more}
    with subprocess.Popen(command, env=environment(omerodir, **variables)) as process:
        pool = Pool(port, process.pid)
        until(lambda: process.poll() is not None or is_healthy(pool))
        yield pool
        pool.end()
        assert process.wait(PATIENCE) == 0


@pytest.fixture(scope="module")
def pool(omerodir: Path) -> Iterator[Pool]:
    with running(omerodir, *CONTAINER, *START) as found:
        yield found


def is_healthy(pool: Pool) -> bool:
    try:
        return requests.get(f"{pool.url}/healthz", timeout=PATIENCE).status_code == 200
    except requests.ConnectionError:
        return False


def until(is_true: Callable[[], bool]) -> None:
    """Wait for something that another process does soon; a bound ends what never comes."""
    end = time.monotonic() + PATIENCE
    while not is_true():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.05)


def opened(pid: int) -> list[str]:
    """What the open files of a process are."""
    names = []
    for entry in Path(f"/proc/{pid}/fd").iterdir():
        try:
            names.append(str(entry.readlink()))
        except FileNotFoundError:  # closed meanwhile
            continue
    return names


def test_a_container_patches_before_anything_is_loaded(pool: Pool) -> None:
    assert pool.missed() == {"unpatched": [], "blocking": []}


def test_web_start_patches_before_anything_is_loaded(omerodir: Path, tmp_path: Path) -> None:
    port = free_port()
    variables = {
        **STREAM,
        catalogue.SERVER_PORT.variable: str(port),
        catalogue.PID_FILE.variable: str(tmp_path / "stream.pid"),
    }
    started = omero("web", "start", omerodir=omerodir, **variables)
    assert started.returncode == 0, started.stderr
    try:
        found = Pool(port, int((tmp_path / "stream.pid").read_text()))
        assert found.missed() == {"unpatched": [], "blocking": []}
    finally:
        assert omero("web", "stop", omerodir=omerodir, **variables).returncode == 0


def test_serve_patches_before_anything_is_loaded(tmp_path: Path, pictures: Path) -> None:
    command = [*OMERO, "serve", "--images", str(pictures)]
    with running(ready(tmp_path / "var"), *command) as found:
        assert found.missed() == {"unpatched": [], "blocking": []}


def test_the_process_that_workers_are_forked_from_has_nothing_that_a_fork_breaks(
    pool: Pool, omerodir: Path
) -> None:
    assert pool.missed()["blocking"] == []
    assert len(list(Path(f"/proc/{pool.pid}/task").iterdir())) == 1, "it has threads"
    files = opened(pool.pid)
    assert not [name for name in files if "omero.db" in name], "it is connected to the database"
    assert not [name for name in files if "eventpoll" in name], "it has a hub of gevent"
    workers = [opened(worker) for worker in pool.workers()]
    assert len(workers) == WORKERS
    # Were this not so, what is above would say nothing.
    assert all("anon_inode:[eventpoll]" in files for files in workers)


def test_workers_that_were_not_prepared_for_do_not_start(tmp_path: Path) -> None:
    """A configuration that loads Django first."""
    omero("web", "clearsessions", omerodir=tmp_path)
    worker = "omeroweb.http.stream_worker.StreamWorker"
    command = [
        *(sys.executable, "-m", "gunicorn", "--preload", "--worker-class", worker),
        *("--bind", f"127.0.0.1:{free_port()}", "omeroweb.wsgi:application"),
    ]
    done = finished(command, environment(tmp_path))
    assert done.returncode == 3
    assert "gevent has to patch before Django is imported" in done.stderr


def test_another_way_to_ask_for_gevent_is_refused(tmp_path: Path) -> None:
    result = omero("web", "start", "--wsgi-args=-k gevent", omerodir=tmp_path)
    assert (result.returncode, result.stdout) == (1, "")
    assert "omero.web.wsgi_worker_class=gevent" in result.stderr


def test_a_reload_replaces_all_workers(pool: Pool) -> None:
    before = pool.workers()
    os.kill(pool.pid, signal.SIGHUP)
    until(lambda: len(pool.workers()) == WORKERS and not pool.workers() & before)
    assert pool.missed() == {"unpatched": [], "blocking": []}


def test_a_worker_that_dies_is_replaced(pool: Pool) -> None:
    before = pool.workers()
    dead = min(before)
    os.kill(dead, signal.SIGKILL)
    until(lambda: len(pool.workers()) == WORKERS and dead not in pool.workers())
    assert pool.workers() & before
    assert is_healthy(pool)


def test_a_worker_is_replaced_after_max_requests(omerodir: Path, tmp_path: Path) -> None:
    settings = {
        catalogue.WORKERS.variable: "1",
        catalogue.MAX_REQUESTS.variable: "2",
        catalogue.PID_FILE.variable: str(tmp_path / "stream.pid"),
    }
    with running(omerodir, *OMERO, *START, **settings) as pool:
        before = pool.workers()
        for _ in range(4):
            is_healthy(pool)
        until(lambda: bool(pool.workers()) and not pool.workers() & before)
        until(lambda: is_healthy(pool))


def test_one_worker_streams_to_many_slow_readers(omerodir: Path, tmp_path: Path) -> None:
    settings = {
        catalogue.WORKERS.variable: "1",
        catalogue.PID_FILE.variable: str(tmp_path / "stream.pid"),
    }
    with running(omerodir, *OMERO, *START, **settings) as pool:
        readers = [begin_download(pool) for _ in range(20)]
        assert is_healthy(pool)
        for reader in readers:
            reader.close()


def test_a_client_that_leaves_ends_the_work(pool: Pool, large: Path) -> None:
    reader = begin_download(pool)
    assert is_read(pool, large)
    reader.close()
    until(lambda: not is_read(pool, large))


@pytest.mark.parametrize("beginning", [0, 1], ids=["all_serve", "one_has_just_begun"])
def test_what_is_being_sent_when_the_server_stops_is_sent(
    omerodir: Path, tmp_path: Path, large: Path, beginning: int
) -> None:
    """The arbiter gives all workers the same time, and waits as long as one of them is there."""
    pid_file = {catalogue.PID_FILE.variable: str(tmp_path / "stream.pid")}
    with running(omerodir, *OMERO, *START, **pid_file) as pool:
        reader = begin_download(pool)
        for _ in range(beginning):
            os.kill(pool.pid, signal.SIGTTIN)
            while len(pool.workers()) == WORKERS:
                pass
        pool.end()
        until(lambda: not is_listening(pool))
        received = 0
        while part := reader.recv(1 << 20):
            received += len(part)
        reader.close()
    assert received > large.stat().st_size


def begin_download(pool: Pool) -> socket.socket:
    """Ask for the large file, and read no more than the beginning of the answer."""
    connection = socket.create_connection(("127.0.0.1", pool.port), timeout=PATIENCE)
    connection.sendall(f"GET {DOWNLOAD} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".encode())
    assert connection.recv(12) == b"HTTP/1.1 200"
    return connection


def is_read(pool: Pool, file: Path) -> bool:
    return any(str(file) in opened(worker) for worker in pool.workers())


def is_listening(pool: Pool) -> bool:
    try:
        socket.create_connection(("127.0.0.1", pool.port)).close()
    except ConnectionRefusedError:
        return False
    return True
