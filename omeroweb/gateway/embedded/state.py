"""Whether anything in the store has changed, asked so cheaply that every request can.

What a process remembers of the store is valid as long as the state is equal: a permission that was
taken away, a renamed image and new rendering settings are seen by the next request, whichever
process made the change. No write has to announce itself.

SQLite: `PRAGMA data_version` of a connection that only watches changes with every commit of any
other connection, of this process or another one. PostgreSQL: two statements see the same rows if
their snapshots are equal, and `pg_current_snapshot()` shows the snapshot.
"""

import os
import sqlite3
import threading
from collections.abc import Hashable
from pathlib import Path
from typing import Protocol
from urllib.parse import quote

from django.db import connection

from omeroweb.gateway.embedded.transactions import database_file

# Opened by a parent process: closing them here would let go of the parent's locks.
_of_parents: list[sqlite3.Connection] = []


class StoreState(Protocol):
    """Something of which equal values mean an unchanged store."""

    def now(self) -> Hashable | None:
        """The state; None where it cannot be told, so that nothing may be remembered."""
        ...


def store_state() -> StoreState:
    """What fits the store's database."""
    if connection.vendor == "postgresql":
        return PostgresqlState()
    name = str(connection.settings_dict["NAME"])
    is_in_memory = ":memory:" in name or "mode=memory" in name
    return UnknownState() if is_in_memory else SqliteState(database_file(name))


class UnknownState:
    """A database that cannot tell: SQLite in memory."""

    def now(self) -> None:
        return None


class SqliteState:
    """Asks one connection that all threads of a process share; it takes some microseconds."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._lock = threading.Lock()
        self._watching: tuple[int, sqlite3.Connection] | None = None

    def now(self) -> Hashable | None:
        if connection.in_atomic_block:  # what it has written is seen by nobody else
            return None
        try:
            with self._lock:
                # fetchall: the statement has ended, and holds no lock.
                ((version,),) = self._connection().execute("PRAGMA data_version").fetchall()
                return os.getpid(), version
        except sqlite3.Error:  # somebody is committing just now
            return None

    def _connection(self) -> sqlite3.Connection:
        process = os.getpid()
        if self._watching is not None:
            owner, found = self._watching
            if owner == process:
                return found
            _of_parents.append(found)
        opened = sqlite3.connect(
            f"file:{quote(str(self._file))}?mode=ro",
            uri=True,
            timeout=0,
            isolation_level=None,
            check_same_thread=False,
        )
        self._watching = process, opened
        return opened


class PostgresqlState:
    """Asks the server, on the connection of the thread."""

    def now(self) -> Hashable | None:
        if connection.in_atomic_block:
            return None
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_current_snapshot()::text")
            (snapshot,) = cursor.fetchone()
        return str(snapshot)
