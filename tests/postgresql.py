"""A private PostgreSQL server: Debian's programs, a temporary folder, a Unix socket, no network."""

import os
import pwd
import secrets
import shutil
import subprocess
import tempfile
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg.sql import SQL, Identifier

# Debian keeps the programs of each version in a folder of its own.
DEBIAN = Path("/usr/lib/postgresql")
USER = "omero"
# Tests lose nothing when the machine goes down.
QUICK = ("-c", "fsync=off", "-c", "full_page_writes=off", "-c", "synchronous_commit=off")


@dataclass(eq=False)
class PostgreSQL:
    """A server that runs until stop(). Every database in it is new."""

    folder: Path
    password: str = field(default_factory=lambda: secrets.token_urlsafe(12))
    _numbers: "count[int]" = field(default_factory=lambda: count(1))

    def new_database(self, like: str = "template1") -> str:
        """Make a database: an empty one, or a copy of one by its name. Returns its DATABASE_URL."""
        name = f"omero{next(self._numbers)}"
        command = SQL("CREATE DATABASE {} TEMPLATE {}").format(Identifier(name), Identifier(like))
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(command)
        return self.url(name)

    def url(self, database: str) -> str:
        return f"postgresql://{USER}:{self.password}@/{database}?host={quote(str(self.folder))}"

    def restart(self) -> None:
        """As an administrator does it: every connection is cut."""
        _run("pg_ctl", "restart", "-D", self.folder / "data", "-m", "fast", "-w", *self._log())

    def run(self) -> None:
        options = ("-c", "listen_addresses=", "-k", self.folder, *QUICK)
        options_text = " ".join(map(str, options))
        _run("pg_ctl", "start", "-D", self.folder / "data", "-w", *self._log(), "-o", options_text)

    def _log(self) -> tuple[object, ...]:
        return "-l", self.folder / "log"

    def stop(self) -> None:
        _run("pg_ctl", "stop", "-D", self.folder / "data", "-m", "immediate", "-w")
        shutil.rmtree(self.folder)


def start() -> PostgreSQL:
    """Make a cluster and run it. Its owner is not root, whom PostgreSQL refuses."""
    # A path below pytest's own folders may be too long for a socket, and is closed to others.
    server = PostgreSQL(Path(tempfile.mkdtemp(prefix="omeroweb-pg-")))
    passwords = server.folder / "password"
    passwords.write_text(server.password)
    owner = _owner()
    if owner:
        for path in (server.folder, passwords):
            shutil.chown(path, owner)
    data = server.folder / "data"
    _run(
        *("initdb", "-D", data, "--no-sync", "--encoding=UTF8", "--locale=C.UTF-8"),
        *("--auth=scram-sha-256", "--username", USER, "--pwfile", passwords),
    )
    server.run()
    return server


def _run(program: str, *arguments: object) -> None:
    done = subprocess.run(
        [_program(program), *map(str, arguments)],
        user=_owner(),
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{program}: {done.stderr}"


def is_installed() -> bool:
    return _find("initdb") is not None


def _find(name: str) -> str | None:
    newest = sorted(DEBIAN.glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3]))
    return str(newest[-1]) if newest else shutil.which(name)


def _program(name: str) -> str:
    found = _find(name)
    assert found, f"{name} was not found: apt-get install postgresql, or pytest --database=sqlite"
    return found


def _owner() -> str | None:
    """Who runs the server: the user of Debian's package where the tests run as root."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"
