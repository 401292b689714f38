"""Rows of tables as lines of JSON, and back.

A large store has ten million rows, so they are read and written past Django's models: what the
database's driver gives is JSON already, but for the few kinds of columns named here.
"""

import base64
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from functools import partial
from math import isfinite
from typing import Any
from uuid import UUID

import orjson
from django.db import connection
from django.db.models import BooleanField, DateTimeField, Field, FloatField, JSONField, Model

from omeroweb.gateway.embedded.bulk import PLAIN

AT_A_TIME = 5_000
Change = Callable[[Any], Any]


# --- writing --------------------------------------------------------------------


def lines(model: type[Model]) -> Iterator[list[bytes]]:
    """A line for every row, in the order of their keys, some at a time."""
    fields = list(model._meta.concrete_fields)
    changes = [
        (at, change) for at, field in enumerate(fields) if (change := _change(field)) is not None
    ]
    floats = [at for at, field in enumerate(fields) if isinstance(field, FloatField)]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    key = quote(str(model._meta.pk.column))
    with connection.chunked_cursor() as cursor:
        cursor.execute(f"SELECT {columns} FROM {quote(model._meta.db_table)} ORDER BY {key}")  # noqa: S608
        while found := cursor.fetchmany(AT_A_TIME):
            yield [_line(row, changes, floats) for row in found]


def _change(field: "Field[Any, Any]") -> Change | None:
    """What makes of a column's value something that JSON knows; None where it is."""
    if type(field) is JSONField:
        return orjson.Fragment
    if connection.vendor == "sqlite" and type(field) is DateTimeField:
        return _moment
    if type(field) is BooleanField:
        return None
    column = field.get_col(field.model._meta.db_table)
    converters = [
        *connection.ops.get_db_converters(column),
        *field.get_db_converters(connection),
    ]
    return partial(_converted, converters, column) if converters else None


def _converted(converters: Sequence[Callable[..., Any]], column: object, value: object) -> object:
    for convert in converters:
        value = convert(value, column, connection)
    return value


def _moment(value: datetime) -> datetime:
    """SQLite keeps moments without a time zone."""
    return value.replace(tzinfo=connection.timezone)


def _line(
    row: tuple[Any, ...], changes: Sequence[tuple[int, Change]], floats: Sequence[int]
) -> bytes:
    values = list(row)
    for at, change in changes:
        if row[at] is not None:
            values[at] = change(row[at])
    for at in floats:
        if row[at] is not None and not isfinite(row[at]):
            return _rare_line(values)
    try:
        return orjson.dumps(values, _plain, orjson.OPT_APPEND_NEWLINE)
    except orjson.JSONEncodeError:
        return _rare_line(values)


def _rare_line(values: Sequence[Any]) -> bytes:
    """What orjson has no form for: infinite numbers, and half of a character in a JSON value."""
    read = [_read(value) if isinstance(value, orjson.Fragment) else value for value in values]
    return _encode(read).encode("utf-8", "surrogatepass") + b"\n"


def _read(value: orjson.Fragment) -> Any:
    return json.loads(value.contents)


def _plain(value: object) -> object:
    """What fields read back with their own to_python()."""
    match value:
        case datetime() | date() | time():
            return value.isoformat()
        case bytes() | bytearray() | memoryview():
            return base64.b64encode(value).decode("ascii")
        case Decimal() | UUID():
            return str(value)
    raise TypeError(f"{type(value).__name__} has no form in a backup")


# Made once: a call of json.dumps makes one each time.
_encode = json.JSONEncoder(default=_plain, ensure_ascii=False, separators=(",", ":")).encode


# --- reading --------------------------------------------------------------------


def values(
    read: Iterable[bytes], fields: Sequence["Field[Any, Any]"], progress: Callable[[int], object]
) -> Iterator[list[Any]]:
    """The values of each line as these fields know them."""
    changes = [
        (at, field.to_python)
        for at, field in enumerate(fields)
        if not (isinstance(field, (JSONField, *PLAIN)) or field.is_relation)
    ]
    # orjson has no numbers above 64 bits; only a JSON field may have them.
    parse = _parsed if any(isinstance(field, JSONField) for field in fields) else _parsed_quickly
    number = 0
    for number, line in enumerate(read, start=1):
        row = parse(line)
        for at, to_python in changes:
            row[at] = to_python(row[at])
        if number % AT_A_TIME == 0:
            progress(AT_A_TIME)
        yield row
    progress(number % AT_A_TIME)


def _parsed(line: bytes) -> list[Any]:
    row: list[Any] = json.loads(line.decode("utf-8", "surrogatepass"))
    return row


def _parsed_quickly(line: bytes) -> list[Any]:
    try:
        row: list[Any] = orjson.loads(line)
    except orjson.JSONDecodeError:  # half of a character, or a number that is infinite
        return _parsed(line)
    return row
