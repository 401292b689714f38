"""What the two kinds of databases do differently when several processes write."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.db import connection, transaction
from django.db.models import Max, Model

from omeroweb.errors import CommandError

# Ours among the advisory locks of a database that others may use, too: "omer" as a number.
LOCKS = 0x6F6D6572


@contextmanager
def one_at_a_time(what: str) -> Iterator[None]:
    """A transaction that waits until no other process is in one of the same name.

    For what is looked up first and written when it is not there. SQLite has one writer anyway.
    """
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [LOCKS, what])
        yield


@contextmanager
def waiting_at_most(seconds: float) -> Iterator[None]:
    """Inside the block SQLite gives up a lock that another process holds after so long.

    It waits without noticing signals: who shall end at once asks again and again.
    """
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout")
        (before,) = cursor.fetchone()
        cursor.execute(f"PRAGMA busy_timeout = {int(seconds * 1000)}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA busy_timeout = {before}")


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
