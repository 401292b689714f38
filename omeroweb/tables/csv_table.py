"""CSV as a table of typed columns.

A first line `# header image,d,l,s` names the types, as omero-metadata writes them; without it they
follow from the values, and from names such as Image and Well.
"""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

HEADER = "# header"

# Letters and words of the header line, and columns of ids by name.
TYPES = {
    "s": "StringColumn",
    "d": "DoubleColumn",
    "l": "LongColumn",
    "b": "BoolColumn",
    "image": "ImageColumn",
    "dataset": "DatasetColumn",
    "roi": "RoiColumn",
    "well": "WellColumn",
    "plate": "PlateColumn",
    "file": "FileColumn",
}
OF_IDS = {name: kind for name, kind in TYPES.items() if len(name) > 1}
WHOLE = ("LongColumn", *OF_IDS.values())
BOOLEANS = {"true": True, "1": True, "false": False, "0": False}


class NotATable(ValueError):
    """A file that holds no table; the text says why."""


@dataclass(frozen=True)
class Column:
    """values: int64, float64, bool or text, one for each row."""

    name: str
    type: str
    values: NDArray[Any]


@dataclass(frozen=True)
class Table:
    columns: tuple[Column, ...]
    row_count: int


def read_csv(content: bytes) -> Table:
    """Raises NotATable."""
    try:
        text = content.decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(text)))
    except (UnicodeDecodeError, csv.Error) as error:
        raise NotATable(f"it is no CSV: {error}") from None
    types: list[str] | None = None
    if rows and rows[0] and rows[0][0].startswith(HEADER):
        first = rows.pop(0)
        types = [first[0].removeprefix(HEADER).strip(), *(cell.strip() for cell in first[1:])]
    if not rows:
        raise NotATable("it has no line with the names of columns")
    names, data = rows[0], [row for row in rows[1:] if row]
    wrong = next((n for n, row in enumerate(data) if len(row) != len(names)), None)
    if wrong is not None:
        raise NotATable(f"row {wrong} has {len(data[wrong])} cells, expected {len(names)}")
    if types is not None and len(types) != len(names):
        raise NotATable(f"its header names {len(types)} types for {len(names)} columns")
    columns = [
        _column(name.strip(), types[n] if types else None, [row[n] for row in data])
        for n, name in enumerate(names)
    ]
    return Table(tuple(columns), len(data))


def _column(name: str, declared: str | None, cells: Sequence[str]) -> Column:
    if declared is None:
        kind = _guessed(name, cells)
    elif declared in TYPES:
        kind = TYPES[declared]
    else:
        raise NotATable(f"{declared!r} is no type of a column; expected {', '.join(TYPES)}")
    try:
        return Column(name, kind, _values(kind, cells))
    except (ValueError, OverflowError, KeyError):
        raise NotATable(f"column {name!r}: not all cells are what a {kind} holds") from None


def _values(kind: str, cells: Sequence[str]) -> NDArray[Any]:
    if kind in WHOLE:
        return np.array([int(cell) for cell in cells], np.int64)
    if kind == "DoubleColumn":
        return np.array([float(cell) if cell.strip() else np.nan for cell in cells], np.float64)
    if kind == "BoolColumn":
        return np.array([BOOLEANS[cell.strip().lower()] for cell in cells], np.bool_)
    return np.array(cells, np.str_)


def _guessed(name: str, cells: Sequence[str]) -> str:
    for kind in (OF_IDS.get(name.lower(), "LongColumn"), "DoubleColumn"):
        try:
            _values(kind, cells)
        except (ValueError, OverflowError):
            continue
        return kind
    return "StringColumn"
