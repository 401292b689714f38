"""Rows of any model, written by the million, with progress."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from typing import Any

from django.db import connection, transaction
from django.db.models import Model
from django.utils import timezone
from tqdm import tqdm

from omeroweb.gateway.embedded.bulk import insert
from omeroweb.gateway.embedded.transactions import count_on

Values = Mapping[str, object]


def write(model: type[Model], count: int, values: Callable[[int], Values]) -> None:
    """Write rows with the ids 1 to count. values: of one id; the rest is the fields' defaults."""
    numbered = ({"id": number, **values(number)} for number in range(1, count + 1))
    write_all(model, numbered, count)
    if count:
        count_on(model)


def write_all(model: type[Model], rows: Iterable[Values], count: int | None = None) -> None:
    """Write rows; those that name no id get one from the database."""
    with (
        transaction.atomic(),
        tqdm(rows, model.__name__, count, unit=" rows", mininterval=1) as progress,
    ):
        _insert(model, iter(progress))


def _insert(model: type[Model], rows: Iterator[Values]) -> None:
    """All rows name the same fields as the first one."""
    first = next(rows, None)
    if first is None:
        return
    constants = {
        field.attname: _default(field)
        for field in model._meta.concrete_fields
        if field.attname not in first and not field.primary_key
    }
    tuples = chain([tuple(first.values())], (tuple(row.values()) for row in rows))
    insert(model, list(first), tuples, constants)


def _default(field: Any) -> object:
    if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False):
        return timezone.now()
    if field.has_default():
        return field.get_default()
    return "" if field.empty_strings_allowed and not field.null else None


def quickly() -> None:
    """Nothing here outlives a lost machine: it is made anew in minutes."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for pragma in ("synchronous=OFF", "foreign_keys=OFF", "cache_size=-200000"):
                cursor.execute(f"PRAGMA {pragma}")
        else:
            cursor.execute("SET synchronous_commit = off")
            cursor.execute("SET maintenance_work_mem = '256MB'")


def analyse() -> None:
    """What the planner of the database must know of so many rows."""
    with connection.cursor() as cursor:
        # PostgreSQL knows then, too, which pages of tables all may see.
        cursor.execute("ANALYZE" if connection.vendor == "sqlite" else "VACUUM (ANALYZE)")
