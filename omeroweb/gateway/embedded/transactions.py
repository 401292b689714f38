"""What the two kinds of databases do differently when several processes write."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.db import OperationalError, connection, transaction
from django.db.models import Max, Model

from omeroweb.errors import CommandError

# Ours among the advisory locks of a database that others may use, too: "omer" as a number.
LOCKS = 0x6F6D6572
# PostgreSQL's number for a lock that was waited for too long.
LOCK_NOT_AVAILABLE = "55P03"


@contextmanager
def one_at_a_time(what: str, seconds: float | None = None) -> Iterator[None]:
    """A transaction that waits until no other process is in one of the same name.

    For what is looked up first and written when it is not there. SQLite has one writer anyway.
    seconds: raises an OperationalError that is_locked() when it waited so long for somebody else's
    lock. Databases wait without noticing signals: who shall end at once asks again and again.
    """
    with _busy_timeout(seconds), transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                if seconds is not None:
                    cursor.execute(f"SET LOCAL lock_timeout = {_milliseconds(seconds)}")
                cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [LOCKS, what])
        yield


@contextmanager
def _busy_timeout(seconds: float | None) -> Iterator[None]:
    """How long SQLite waits inside the block, which has to begin before its transaction."""
    if connection.vendor != "sqlite" or seconds is None:
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout")
        (before,) = cursor.fetchone()
        cursor.execute(f"PRAGMA busy_timeout = {_milliseconds(seconds)}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA busy_timeout = {before}")


def _milliseconds(seconds: float) -> int:
    return int(seconds * 1000)


def is_locked(error: OperationalError) -> bool:
    """Whether the database says that another process holds a lock."""
    return "database is locked" in str(error) or (
        getattr(error.__cause__, "sqlstate", None) == LOCK_NOT_AVAILABLE
    )


@contextmanager
def alone(what: str) -> Iterator[None]:
    """Wait until no other process is in a part of this name, over any number of transactions."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s, hashtext(%s))", [LOCKS, what])
            try:
                yield
            finally:
                cursor.execute("SELECT pg_advisory_unlock(%s, hashtext(%s))", [LOCKS, what])
    else:
        with _locked(database_file(str(connection.settings_dict["NAME"])).parent):
            yield


def database_file(name: str) -> Path:
    """The file of a SQLite database, which may be named by a URI."""
    return Path(unquote(urlsplit(name).path) if name.startswith("file:") else name)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Hold the lock of a folder; not of the database in it, whose locks end with any descriptor."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def refuse_other_encoding() -> None:
    """Raises CommandError where a database of PostgreSQL cannot hold every text."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_encoding")
        (encoding,) = cursor.fetchone()
    if encoding != "UTF8":
        name = connection.settings_dict["NAME"]
        raise CommandError(
            f"the database {name} is in {encoding}: expected one in UTF8, make it with "
            f"createdb --encoding=UTF8 --template=template0 {name}"
        )


def count_on(model: type[Model]) -> None:
    """Let new rows have ids behind those that are there; needed where ids were written by us.

    SQLite does so by itself.
    """
    if connection.vendor != "postgresql":
        return
    # Ids below 1, such as the administrator's, are in nobody's way.
    highest = max(1, model._default_manager.aggregate(id=Max("id"))["id"] or 1)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", [model._meta.db_table, highest]
        )
