"""Writing a great many rows: COPY on PostgreSQL, prepared INSERTs on SQLite."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, cast

from django.db import connection, models

AT_A_TIME = 5_000
# What these hold is what a database's driver takes.
PLAIN = (
    models.AutoField,
    models.CharField,
    models.FloatField,
    models.ForeignKey,
    models.IntegerField,
    models.TextField,
)
Prepare = Callable[[Any], Any]


def insert(
    model: type[models.Model],
    names: Sequence[str],
    rows: Iterable[Sequence[object]],
    constants: Mapping[str, object] | None = None,
) -> int:
    """Insert rows of values by the names of fields, as Python knows them; returns how many.

    constants: the values that all rows have in further fields. Nothing is validated, no default
    filled in, and nothing kept in memory.
    """
    constants = constants or {}
    fields = [_field(model, name) for name in (*names, *constants)]
    prepare = [_preparation(field) for field in fields]
    end = [
        to_db(value) for to_db, value in zip(prepare[len(names) :], constants.values(), strict=True)
    ]
    prepared = _prepared(prepare[: len(names)], rows, end)
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    if connection.vendor == "postgresql":
        return _copy(f"COPY {quote(model._meta.db_table)} ({columns}) FROM STDIN", prepared)
    marks = ", ".join("?" * len(fields))
    return _execute_many(
        f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({marks})",  # noqa: S608
        prepared,
    )


def _field(model: type[models.Model], name: str) -> "models.Field[Any, Any]":
    return cast("models.Field[Any, Any]", model._meta.get_field(name))


def _preparation(field: "models.Field[Any, Any]") -> Prepare:
    """What makes of a value what the database's driver takes."""
    if isinstance(field, PLAIN):
        return _as_it_is
    if type(field) is models.DateTimeField:
        return connection.ops.adapt_datetimefield_value
    return lambda value: field.get_db_prep_save(value, connection)


def _as_it_is(value: object) -> object:
    return value


def _prepared(
    prepare: Sequence[Prepare], rows: Iterable[Sequence[object]], end: list[Any]
) -> Iterator[list[Any]]:
    changed = [(at, to_db) for at, to_db in enumerate(prepare) if to_db is not _as_it_is]
    for row in rows:
        values = [*row, *end]
        for at, to_db in changed:
            values[at] = to_db(values[at])
        yield values


def _copy(sql: str, rows: Iterable[list[Any]]) -> int:
    count = 0
    with connection.cursor() as cursor, cursor.copy(sql) as copy:
        for row in rows:
            copy.write_row(row)
            count += 1
    return count


def _execute_many(sql: str, rows: Iterator[list[Any]]) -> int:
    count = 0
    connection.ensure_connection()
    while chunk := list(islice(rows, AT_A_TIME)):
        # The driver's own method: Django would look through every statement for placeholders.
        connection.connection.executemany(sql, chunk)
        count += len(chunk)
    return count
