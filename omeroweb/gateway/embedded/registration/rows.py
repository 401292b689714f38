"""Writing many rows at once, new ones and such that take the place of others."""

from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

from django.db import connection, models
from django.db.models import Model

M = TypeVar("M", bound=Model)

# Values of one statement: SQLite takes 32,766, PostgreSQL 65,535.
VALUES_AT_A_TIME = 20_000
# What every database takes as it is; datetime is left out, SQLite wants it in UTC and as text.
PLAIN = frozenset((str, int, float, bool, type(None)))


def save(model: type[M], rows: Sequence[M]) -> None:
    """Insert rows, which then know their ids; a row that has one replaces the row of that id."""
    replaced = [row for row in rows if row.pk is not None]
    insert(model, [row for row in rows if row.pk is None])
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    model._default_manager.bulk_create(
        replaced,
        batch_size=VALUES_AT_A_TIME // (len(fields) + 1),
        update_conflicts=True,
        unique_fields=["pk"],
        update_fields=[field.name for field in fields],
    )


def insert(model: type[M], rows: Sequence[M]) -> None:
    """Insert rows, which then know their ids.

    What bulk_create does in a third of its time: it asks for every value what kind of expression it
    may be, and an import has a hundred values per file. Values are plain ones here.
    """
    fields: list[Any] = [field for field in model._meta.concrete_fields if not field.primary_key]
    quote = connection.ops.quote_name
    into = f"{quote(model._meta.db_table)} ({', '.join(quote(field.column) for field in fields)})"
    ids = quote("id")
    places = f"({', '.join(['%s'] * len(fields))})"
    size = VALUES_AT_A_TIME // len(fields)
    with connection.cursor() as cursor:
        for first in range(0, len(rows), size):
            part = rows[first : first + size]
            cursor.execute(
                f"INSERT INTO {into} VALUES {', '.join([places] * len(part))} RETURNING {ids}",  # noqa: S608
                [value for row in part for value in _values(row, fields)],
            )
            for row, (number,) in zip(part, cursor.fetchall(), strict=True):
                row.pk = number
                row._state.adding = False
                row._state.db = connection.alias


def _values(row: Model, fields: Sequence[Any]) -> Iterator[Any]:
    """The columns of a row. One that was made for a row without an id knows that id by now."""
    for field in fields:
        if field.is_relation and field.is_cached(row):
            related = field.get_cached_value(row)
            setattr(row, field.attname, related and related.pk)
            # Where the id has changed, Django drops the object that the row refers to.
            field.set_cached_value(row, related)
        value = field.pre_save(row, add=True)
        is_plain = type(value) in PLAIN and not isinstance(field, models.JSONField)
        yield value if is_plain else field.get_db_prep_save(value, connection)
