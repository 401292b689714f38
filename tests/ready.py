"""State directories as a first start leaves them: what most tests begin with, and do not test.

To make the tables, hash a password and collect static files takes seconds; to copy them does not.
"""

import atexit
import json
import shutil
import tempfile
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from omeroweb.config.parsers import database_url
from tests.postgresql import PostgreSQL
from tests.server import omero

ROOT_PASSWORD = "of-every-ready-store"
GIVEN = {"OMERO_WEB_ROOT_PASSWORD": ROOT_PASSWORD}


def ready(omerodir: Path) -> Path:
    """Make a state directory with an empty store on SQLite and the collected static files."""
    shutil.copytree(_first_start(), omerodir)
    return omerodir


def ready_on(server: PostgreSQL, omerodir: Path) -> Path:
    """Make a state directory whose empty store is in a database of its own in PostgreSQL."""
    ready(omerodir)
    (omerodir / "store" / "omero.db").unlink()
    return name_database(server.new_database(like=_ready_database(server)), omerodir)


def name_database(url: str, omerodir: Path) -> Path:
    """Tell every command and server, and tests.store, where the store of a state directory is."""
    settings = omerodir / "config" / "database.omero"
    settings.parent.mkdir(parents=True)
    settings.write_text(f"omero.web.databases={json.dumps(database_url(url))}\n")
    return omerodir


@cache
def _first_start() -> Path:
    """Made once in each process that runs tests, and copied from then on."""
    folder = Path(tempfile.mkdtemp(prefix="omeroweb-ready-"))
    atexit.register(shutil.rmtree, folder)
    for command in ("user list", "web collectstatic"):
        _done(*command.split(), omerodir=folder / "var")
    return folder / "var"


@cache
def _ready_database(server: PostgreSQL) -> str:
    """The name of a database to copy; nobody is connected to it."""
    url = server.new_database()
    _done("user", "list", omerodir=_first_start(), DATABASE_URL=url)
    return urlsplit(url).path.removeprefix("/")


def _done(*command: str, omerodir: Path, **more: str) -> None:
    result = omero(*command, omerodir=omerodir, **GIVEN, **more)
    assert result.returncode == 0, result.stderr
