"""Writing a backup while others read and write: everything in it is of one moment."""

import os
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Model

from omeroweb import __version__
from omeroweb.errors import CommandError
from omeroweb.gateway.embedded.backup import rows
from omeroweb.gateway.embedded.backup.archive import MANIFEST, PIECE, Manifest, Table

# JSON of rows becomes a tenth already at the quickest level.
LEVEL = 1
# Whoever is logged in logs in again.
NOT_KEPT = (Session,)
# Called with how many rows or files more are written.
Progress = Callable[[int], object]


def save(file: Path, folders: dict[str, Path], attachments: Path, progress: Progress) -> Manifest:
    """Write a backup that its owner alone may read.

    folders: the files and folders to keep, by their names in the backup.
    Raises CommandError where there is such a file or it cannot be written.
    """
    if file.exists():
        raise CommandError(f"{file}: there is such a file; name another one, or remove it")
    draft = file.with_name(f"{file.name}.part")
    try:
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as stream:
            manifest = _write(stream, folders, attachments, progress)
            stream.flush()
            os.fsync(stream.fileno())
        draft.rename(file)
    except OSError as error:
        raise CommandError(f"{file}: cannot be written ({error.strerror or error})") from None
    finally:
        draft.unlink(missing_ok=True)
    return manifest


def refuse_unready() -> None:
    """Raises CommandError where there is no store, or one of an earlier release."""
    executor = MigrationExecutor(connection)
    if not executor.loader.applied_migrations:
        raise CommandError(f"{connection.settings_dict['NAME']}: there is no store in it yet")
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise CommandError(
            "the tables of the store are those of an earlier release: make the backup with that "
            "one, or start this one first, which brings them up to date"
        )


def row_count() -> int:
    """How many rows a backup would have now."""
    return sum(model._base_manager.count() for model in _models())


def _write(
    stream: BinaryIO, folders: dict[str, Path], attachments: Path, progress: Progress
) -> Manifest:
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=LEVEL) as archive:
        with _one_moment():
            tables = [_write_table(archive, model, progress) for model in _models()]
            applied = sorted(MigrationRecorder(connection).applied_migrations())
        for name, path in folders.items():
            _write_files(archive, name, path, progress)
        manifest = Manifest(
            __version__,
            datetime.now(UTC).isoformat(timespec="seconds"),
            [[app, migration] for app, migration in applied],
            tables,
            str(attachments),
        )
        archive.writestr(MANIFEST, manifest.to_json())
    return manifest


@contextmanager
def _one_moment() -> Iterator[None]:
    """A transaction that sees the store as it is now and holds up nobody."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        connection.transaction_mode = "DEFERRED"  # type: ignore[attr-defined]
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def _models() -> list[type[Model]]:
    found = apps.get_models(include_auto_created=True)
    return [model for model in found if model._meta.managed and model not in NOT_KEPT]


def _write_table(archive: zipfile.ZipFile, model: type[Model], progress: Progress) -> Table:
    table = Table(model._meta.label_lower, [f.attname for f in model._meta.concrete_fields], 0)
    count = 0
    with archive.open(table.member, "w", force_zip64=True) as member:
        for lines in rows.lines(model):
            member.write(b"".join(lines))
            count += len(lines)
            progress(len(lines))
    return Table(table.model, table.columns, count)


def _write_files(archive: zipfile.ZipFile, name: str, path: Path, progress: Progress) -> None:
    """A file, or all files below a folder; one that goes meanwhile is left out."""
    found = [path] if path.is_file() else sorted(path.rglob("*"))
    for file in found:
        inner = f"files/{name}/{file.relative_to(path).as_posix()}".removesuffix("/.")
        try:
            if not file.is_file():
                continue
            with file.open("rb") as source, archive.open(inner, "w", force_zip64=True) as member:
                while piece := source.read(PIECE):
                    member.write(piece)
        except FileNotFoundError:
            continue
        progress(1)
