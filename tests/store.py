"""A look into the database of a state directory, beside the program under test."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg

from omeroweb.config import load
from omeroweb.config.databases import databases
from omeroweb.config.parsers.database_url import SQLITE


def rows(omerodir: Path, sql: str) -> list[tuple[Any, ...]]:
    """The rows of a query, on whatever database the state directory names."""
    default = databases(load({"OMERODIR": str(omerodir)}))["default"]
    if default["ENGINE"] == SQLITE:
        with closing(sqlite3.connect(f"file:{default['NAME']}?mode=ro", uri=True)) as database:
            return database.execute(sql).fetchall()
    with psycopg.connect(
        host=default["HOST"],
        user=default["USER"],
        password=default["PASSWORD"],
        dbname=default["NAME"],
    ) as connection:
        return connection.execute(sql.encode()).fetchall()


def count(omerodir: Path, table: str) -> int:
    """How many rows a table of the embedded store has."""
    ((number,),) = rows(omerodir, f"SELECT count(*) FROM embedded_{table}")  # noqa: S608
    assert isinstance(number, int)
    return number
