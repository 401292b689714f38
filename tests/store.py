"""A look into the database of a state directory, beside the program under test."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg

from omeroweb.config import load
from omeroweb.config.databases import databases
from omeroweb.config.parsers.database_url import SQLITE

# The number of this project's advisory locks in PostgreSQL.
LOCKS = 0x6F6D6572


def rows(omerodir: Path, sql: str) -> list[tuple[Any, ...]]:
    """The rows of a query, on whatever database the state directory names."""
    if is_sqlite(omerodir):
        name = _default(omerodir)["NAME"]
        with closing(sqlite3.connect(f"file:{name}?mode=ro", uri=True)) as database:
            return database.execute(sql).fetchall()
    with _postgresql(omerodir) as connection:
        return connection.execute(sql.encode()).fetchall()


@contextmanager
def lock_of_imports(omerodir: Path) -> Iterator[Callable[[], None]]:
    """Another process writes to the store inside the block, or until what is given is called."""
    if is_sqlite(omerodir):
        name = _default(omerodir)["NAME"]
        with closing(sqlite3.connect(name, isolation_level=None)) as database:
            database.execute("BEGIN IMMEDIATE")
            yield database.rollback
        return
    with _postgresql(omerodir) as connection:
        connection.execute("SELECT pg_advisory_xact_lock(%s, hashtext('import'))", [LOCKS])
        yield connection.rollback


def is_sqlite(omerodir: Path) -> bool:
    engine: str = _default(omerodir)["ENGINE"]
    return engine == SQLITE


def _default(omerodir: Path) -> dict[str, Any]:
    return databases(load({"OMERODIR": str(omerodir)}))["default"]


def _postgresql(omerodir: Path) -> "psycopg.Connection[tuple[Any, ...]]":
    default = _default(omerodir)
    return psycopg.connect(
        host=default["HOST"],
        user=default["USER"],
        password=default["PASSWORD"],
        dbname=default["NAME"],
    )


def count(omerodir: Path, table: str) -> int:
    """How many rows a table of the embedded store has."""
    ((number,),) = rows(omerodir, f"SELECT count(*) FROM embedded_{table}")  # noqa: S608
    assert isinstance(number, int)
    return number
