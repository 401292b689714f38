"""One page of a list in the order of names, quick also far behind in a million rows."""

from typing import Any

from django.db.models import F, QuerySet
from django.db.models.functions import Lower

from omeroweb.gateway import base

# As the index of Named has them: a page is found in the index alone.
IN_ORDER = (Lower("name").asc(), F("id").asc())


def ids_of(rows: QuerySet[Any], part: base.Slice, of: int) -> list[int]:
    """Ids of one part of a list of so many rows in the order of names."""
    return from_nearer_end(rows.order_by(*IN_ORDER).values_list("id", flat=True), part, of)


def from_nearer_end(
    ordered: "QuerySet[Any, int]", part: base.Slice, of: int, before: int = 0, behind: int = 0
) -> list[int]:
    """One part of so many ordered ids, counted from the end where that is nearer.

    before, behind: more ids that are none of these.
    """
    if part.offset >= of or part.limit <= 0:
        return []
    if is_first_half(part, of):
        start = before + part.offset
        return list(ordered[start : start + min(part.limit, of - part.offset)])
    end = behind + max(0, of - part.offset - part.limit)
    return list(ordered.reverse()[end : behind + of - part.offset])[::-1]


def is_first_half(part: base.Slice, of: int) -> bool:
    return part.offset <= of // 2
