"""Many processes on one store, on every kind of database, and what a server of its own adds."""

import socket
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import numpy as np
import psycopg
import pytest
import requests

from omeroweb.config import catalogue
from tests import postgresql
from tests.images import ramp, write_ome_tiff
from tests.integration.settings import variables
from tests.server import PATIENCE, environment, omero, start
from tests.store import rows

READERS = 12


def test_commands_that_meet_at_a_new_store_share_it(unmade_store: Path, tmp_path: Path) -> None:
    store = unmade_store
    for number in range(6):
        write_ome_tiff(tmp_path / f"{number}.ome.tif", ramp((1, 20, 20)))
    with ThreadPoolExecutor() as threads:
        runs = list(threads.map(lambda _: omero("import", tmp_path, omerodir=store), range(3)))
    assert [run.stderr for run in runs] == [""] * 3
    # One of them made the administrator and says the password.
    assert sum("Log in as root" in run.stdout for run in runs) == 1
    assert rows(store, "SELECT count(*), count(DISTINCT name) FROM embedded_image") == [(6, 6)]


def test_processes_that_write_at_once_lose_nothing(store: Path) -> None:
    command = [sys.executable, "-m", "tests.integration.writer", "50"]
    processes = [
        subprocess.Popen(command, env=environment(store), stderr=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    said = [process.communicate(timeout=PATIENCE)[1] for process in processes]
    assert said == [""] * 4
    assert rows(store, "SELECT name, description FROM embedded_project") == [("count", "200")]


@pytest.fixture
def own_postgresql() -> Iterator[postgresql.PostgreSQL]:
    """A server that a test may stop."""
    server = postgresql.start()
    yield server
    server.stop()


def test_a_site_outlives_a_restart_of_its_database(
    own_postgresql: postgresql.PostgreSQL, omerodir: Path, pictures: Path
) -> None:
    url = own_postgresql.new_database()
    server = start(omerodir, "--images", pictures, DATABASE_URL=url)
    images = f"{server.url}/api/v0/m/images/"
    # Every thread of every worker has had a connection by then.
    assert {requests.get(images, timeout=60).status_code for _ in range(20)} == {200}
    own_postgresql.restart()
    assert {requests.get(images, timeout=60).status_code for _ in range(20)} == {200}
    assert server.stop() == 0


def test_readers_of_a_long_download_hold_no_connection_to_the_database(
    postgresql_server: postgresql.PostgreSQL, omerodir: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "images"
    folder.mkdir()
    # More than the buffers of a connection: the server waits for its reader.
    write_ome_tiff(folder / "large.ome.tif", np.zeros((1, 4096, 4096), np.uint16))
    url = postgresql_server.new_database()
    settings = variables({catalogue.WORKER_CLASS: "gevent", catalogue.WORKERS: "1"})
    server = start(omerodir, "--images", folder, DATABASE_URL=url, **settings)
    with ExitStack() as readers, psycopg.connect(url) as database:
        for _ in range(READERS):
            begin_download(server.url, readers)
        ((connections,),) = database.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        ).fetchall()
    assert connections < READERS / 2
    assert server.stop() == 0


def begin_download(url: str, readers: ExitStack) -> None:
    """Ask for the file, and read no more than the beginning of the answer."""
    host, _, port = url.removeprefix("http://").partition(":")
    connection = readers.enter_context(socket.create_connection((host, int(port)), timeout=60))
    connection.sendall(b"GET /webgateway/archived_files/download/1/ HTTP/1.1\r\nHost: a\r\n\r\n")
    assert connection.recv(12) == b"HTTP/1.1 200"


def test_a_database_that_cannot_hold_every_text_is_refused(
    postgresql_server: postgresql.PostgreSQL, omerodir: Path
) -> None:
    with psycopg.connect(postgresql_server.url("postgres"), autocommit=True) as database:
        database.execute("CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0")
    url = postgresql_server.url("latin")
    result = omero("web", "start", omerodir=omerodir, DATABASE_URL=url)
    assert result.returncode == 1
    assert "the database latin is in LATIN1: expected one in UTF8" in result.stderr
