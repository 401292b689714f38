"""Tables that are derived from others and kept up to date by triggers of the database.

They are no part of the migrations: on SQLite Django replaces the tables that it changes, and their
triggers would go without a word. No way of writing can forget them, and they are never backed up.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from django.apps import apps
from django.db import connection, transaction
from django.db.migrations import AddField, AddIndex, CreateModel, RemoveIndex
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.migration import Migration
from django.db.migrations.operations.base import Operation

APP = "embedded"
Plan = Sequence[tuple[Migration, bool]]


class Rules(Protocol):
    """The SQL of some derived tables, for one kind of database."""

    def tables(self) -> Iterable[str]: ...

    def drop_tables(self) -> Iterable[str]: ...

    def fill(self) -> Iterable[str]:
        """Write everything into empty tables."""
        ...

    def triggers(self) -> Iterable[str]:
        """What keeps them up to date."""
        ...

    def drop_triggers(self) -> Iterable[str]: ...


@dataclass(frozen=True)
class Derived:
    """version: the name of a table with one row that says which statements have made the tables."""

    version: str
    rules: Callable[[], Rules]

    def before_migrations(self, plan: Plan) -> None:
        """Takes the triggers off tables that are about to change."""
        if not all(_leaves(migration, is_backwards) for migration, is_backwards in plan):
            self.suspend()

    def after_migrations(self) -> None:
        """Makes the tables where there are none, or those of another release."""
        if self._found() != self._wanted() and _is_whole():
            self.rebuild()

    def suspend(self) -> None:
        """Keep the tables up to date no longer; rebuild() makes them anew."""
        with transaction.atomic():
            execute(self.rules().drop_triggers())
            execute([f"DROP TABLE IF EXISTS {self.version}"])

    @transaction.atomic
    def rebuild(self) -> None:
        """All rows anew, and from now on up to date."""
        of = self.rules()
        execute(of.drop_triggers())
        execute(of.drop_tables())
        _analyse()
        execute(of.tables())
        execute(of.fill())
        execute(of.triggers())
        execute(
            [
                f"DROP TABLE IF EXISTS {self.version}",
                f"CREATE TABLE {self.version} (version text NOT NULL)",
            ]
        )
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {self.version} VALUES (%s)", [self._wanted()])  # noqa: S608

    def _wanted(self) -> str:
        of = self.rules()
        statements = [*of.tables(), *of.fill(), *of.triggers()]
        return hashlib.sha256("\n".join(statements).encode()).hexdigest()

    def _found(self) -> str | None:
        with connection.cursor() as cursor:
            if self.version not in connection.introspection.table_names(cursor):
                return None
            cursor.execute(f"SELECT version FROM {self.version}")  # noqa: S608
            row = cursor.fetchone()
        return row[0] if row else None


def execute(statements: Iterable[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _analyse() -> None:
    """What PostgreSQL must know of the rows to join them: nobody has told it where they were just
    written by the million, and reading a table once for each of them takes hours.
    """
    if connection.vendor == "postgresql":
        models = apps.get_app_config(APP).get_models(include_auto_created=True)
        tables = [model._meta.db_table for model in models if model._meta.managed]
        execute([f"ANALYZE {', '.join(tables)}"])


def _leaves(migration: Migration, is_backwards: bool) -> bool:
    """Whether a migration leaves the rows and the triggers of all tables as they are."""
    if migration.app_label != APP:
        return True
    return all(_is_harmless(one, is_backwards=is_backwards) for one in migration.operations)


def _is_harmless(operation: Operation, *, is_backwards: bool) -> bool:
    if isinstance(operation, AddField):
        # A column that may be empty is added to the table, for any other SQLite needs a new table.
        field = operation.field
        is_added = field.null and not field.unique and not field.has_default()
        return is_added and not is_backwards
    return isinstance(operation, AddIndex | RemoveIndex | CreateModel)


def _is_whole() -> bool:
    """Whether all tables are as the newest migration leaves them."""
    loader = MigrationLoader(connection)
    return all(node in loader.applied_migrations for node in loader.graph.leaf_nodes(APP))
