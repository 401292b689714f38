"""Making the index, and making it anew where tables were changed below it.

It is no part of the migrations: on SQLite Django replaces the tables that it changes, and their
triggers would go without a word.
"""

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.migration import Migration

from omeroweb.gateway.embedded.fulltext.engine import engine

APP = "embedded"
# One row: which statements have made the index.
VERSION = "embedded_search_version"


def before_migrations(plan: Iterable[tuple[Migration, bool]], **_: object) -> None:
    """Takes the triggers off tables that are about to change."""
    if any(migration.app_label == APP for migration, _ in plan):
        suspend()


def after_migrations(**_: object) -> None:
    """Makes the index where there is none, or one of another release."""
    if _version() != _wanted_version() and _is_whole():
        rebuild()


def suspend() -> None:
    """Keep the index up to date no longer; rebuild() makes it anew."""
    with transaction.atomic():
        _execute(engine().drop_triggers())
        _execute([f"DROP TABLE IF EXISTS {VERSION}"])


@transaction.atomic
def rebuild() -> None:
    """All documents anew, and from now on up to date."""
    of = engine()
    _execute(of.drop_triggers())
    _execute(of.drop_tables())
    _execute(of.tables())
    _execute(of.fill())
    _execute(of.triggers())
    _execute([f"DROP TABLE IF EXISTS {VERSION}", f"CREATE TABLE {VERSION} (version text NOT NULL)"])
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {VERSION} VALUES (%s)", [_wanted_version()])


@contextmanager
def suspended() -> Iterator[None]:
    """For very many rows: writing all documents at the end is quicker than one at a time."""
    suspend()
    yield
    rebuild()


def _execute(statements: Iterable[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _wanted_version() -> str:
    of = engine()
    statements = [*of.tables(), *of.fill(), *of.triggers()]
    return hashlib.sha256("\n".join(statements).encode()).hexdigest()


def _version() -> str | None:
    with connection.cursor() as cursor:
        if VERSION not in connection.introspection.table_names(cursor):
            return None
        cursor.execute(f"SELECT version FROM {VERSION}")
        row = cursor.fetchone()
    return row[0] if row else None


def _is_whole() -> bool:
    """Whether all tables are as the newest migration leaves them."""
    loader = MigrationLoader(connection)
    return all(node in loader.applied_migrations for node in loader.graph.leaf_nodes(APP))
