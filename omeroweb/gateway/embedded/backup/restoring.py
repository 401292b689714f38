"""Reading a backup: the whole database in one transaction, then the files.

The tables are made as they were when the backup was written, filled, and then brought up to date
like those of any older installation. Until the transaction ends nobody sees any of it, and nothing
of it stays where something fails.
"""

import zipfile
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any

from django.apps import apps
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import AutoField, Model, Value
from django.db.models.functions import Concat, Substr

from omeroweb.errors import CommandError
from omeroweb.gateway.embedded import derived_tables, models
from omeroweb.gateway.embedded.backup.archive import Manifest, Table
from omeroweb.gateway.embedded.backup.rows import values
from omeroweb.gateway.embedded.bulk import insert
from omeroweb.gateway.embedded.transactions import count_on

Node = tuple[str, str]
Progress = Callable[[int], object]
# What a fresh store has none of.
CONTENT: Sequence[type[Model]] = (
    models.Fileset,
    models.Project,
    models.Dataset,
    models.Screen,
    models.Annotation,
)


def refuse_unknown(manifest: Manifest) -> None:
    """Raises CommandError where a backup has seen changes of tables that are not known here."""
    known = MigrationExecutor(connection).loader.disk_migrations
    unknown = [node for node in _nodes(manifest) if node not in known]
    if not unknown:
        return
    app, name = unknown[0]
    raise CommandError(
        f"made by omeroweb {manifest.version}, whose tables this release does not know "
        f"({app}: {name}): restore it with that release or a later one, and the same apps"
    )


def has_content() -> bool:
    """Whether there is anything in the store that somebody could miss."""
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
    return any(
        model._meta.db_table in tables and model._default_manager.exists() for model in CONTENT
    )


def restore(
    archive: zipfile.ZipFile, manifest: Manifest, attachments: str, progress: Progress
) -> None:
    """Put the rows of a backup in the place of all that is in the database.

    attachments: the folder that paths of attached files are to begin with.
    Raises CommandError where rows do not fit together.
    """
    connection.disable_constraint_checking()  # SQLite: only possible outside a transaction
    try:
        with transaction.atomic():
            derived_tables.suspend()
            _drop_tables()
            state_apps = _make_tables(_nodes(manifest))
            for table in manifest.tables:
                _fill(archive, table, state_apps.get_model(table.model), progress)
            _check_now()
            call_command("migrate", interactive=False, verbosity=0)
            _move(manifest.attachments, attachments)
            connection.check_constraints()
    finally:
        connection.enable_constraint_checking()


def _nodes(manifest: Manifest) -> list[Node]:
    return [(app, name) for app, name in manifest.migrations]


def _drop_tables() -> None:
    """All tables that belong to installed apps, and what Django knows of them."""
    known = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    known.add(MigrationRecorder.Migration._meta.db_table)
    cascade = " CASCADE" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        for table in set(connection.introspection.table_names(cursor)) & known:
            cursor.execute(f"DROP TABLE {connection.ops.quote_name(table)}{cascade}")


def _make_tables(applied: Iterable[Node]) -> Any:
    """Make the tables as these migrations leave them. Returns the models of that time."""
    applied = set(applied)
    executor = MigrationExecutor(connection)
    if _is_before_a_squash(executor.loader, applied):
        executor.loader = MigrationLoader(connection, replace_migrations=False)
    graph = executor.loader.graph
    nodes = {node for node in applied if node in graph.nodes}
    last = [node for node in nodes if not _has_later(graph.node_map[node], nodes)]
    executor.migrate(last)
    # Migrations that a squashed one replaces are on record, too.
    recorder = MigrationRecorder(connection)
    for app, name in applied - set(recorder.applied_migrations()):
        recorder.record_applied(app, name)
    return executor.loader.project_state(last).apps


def _is_before_a_squash(loader: MigrationLoader, applied: Collection[Node]) -> bool:
    """Whether some of the migrations were replaced by one that came after the backup."""
    return any(
        squashed not in applied and any(node in applied for node in migration.replaces)
        for squashed, migration in loader.replacements.items()
    )


def _has_later(node: Any, nodes: Collection[Node]) -> bool:
    """Whether another one of the migrations comes after it in the same app."""
    return any(child.key in nodes and child.key[0] == node.key[0] for child in node.children)


def _fill(archive: zipfile.ZipFile, table: Table, model: type[Model], progress: Progress) -> None:
    fields: list[Any] = [model._meta.get_field(name) for name in table.columns]
    with archive.open(table.member) as member:
        count = insert(model, table.columns, values(member, fields, progress))
    if count != table.rows:
        raise CommandError(f"{table.model} has {count} rows, its manifest says {table.rows}")
    if isinstance(model._meta.pk, AutoField) and model._meta.pk.name == "id":
        count_on(model)


def _check_now() -> None:
    """PostgreSQL changes no table that has checks to come."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _move(before: str, after: str) -> None:
    """Attached files are where this store keeps them."""
    if before != after:
        moved = models.OriginalFile.objects.filter(path__startswith=f"{before}/")
        moved.update(path=Concat(Value(after), Substr("path", len(before) + 1)))
