"""One page of a list in the order of names, quick also far behind in a million rows."""

import time
from array import array
from typing import Any, TypeVar

from django.db import connection
from django.db.models import F, Model, QuerySet
from django.db.models.functions import Lower

from omeroweb.gateway import base

M = TypeVar("M", bound=Model)

# As the index of Named has them: a page is found in the index alone.
IN_ORDER = (Lower("name").asc(), F("id").asc())
IN_REVERSE = (Lower("name").desc(), F("id").desc())

# A total that is large and took long is remembered for a moment: whoever turns pages asks for it
# again and again. Meanwhile it may be behind by what others write.
LARGE, LONG, SECONDS = 5_000, 0.02, 10.0
MOST_REMEMBERED = 1_000
# The longest list of which the order is remembered, 8 bytes an object.
MOST_SORTED = 100_000
_totals: dict[object, tuple[float, int]] = {}


def total(rows: "QuerySet[Any]") -> int:
    """How many rows there are; of large ones, how many there were some seconds ago."""
    key = key_of(rows)
    asked = time.monotonic()
    found = _totals.get(key)
    if found and asked - found[0] < SECONDS:
        return found[1]
    count = rows.count()
    if count >= LARGE and time.monotonic() - asked > LONG:
        if len(_totals) >= MOST_REMEMBERED:
            _totals.clear()
        _totals[key] = (asked, count)
    return count


def key_of(rows: "QuerySet[Any]") -> tuple[object, ...]:
    """Equal for equal lists of one database, whoever asks for them."""
    question = rows.order_by().values("id").query.sql_with_params()
    return (connection.settings_dict["NAME"], *question)


def whole(rows: "QuerySet[M]") -> "array[int] | None":
    """All ids in order; None where they are too many to be remembered."""
    ids = rows.order_by(*IN_ORDER).values_list("id", flat=True)[: MOST_SORTED + 1]
    return array("q", ids) if len(ids) <= MOST_SORTED else None


def ids_of(rows: "QuerySet[M]", part: base.Slice, of: int) -> list[int]:
    """Ids of one part of a list of so many rows; the second half is counted from its end."""
    if part.offset >= of or part.limit <= 0:
        return []
    if part.offset <= of // 2:
        ordered = rows.order_by(*IN_ORDER).values_list("id", flat=True)
        return list(ordered[part.offset : part.offset + part.limit])
    end = max(0, of - part.offset - part.limit)
    ordered = rows.order_by(*IN_REVERSE).values_list("id", flat=True)
    return list(ordered[end : of - part.offset])[::-1]
