"""Whole lists, for answers that are not paged."""

from collections.abc import Callable, Iterator
from typing import TypeVar

from omeroweb.gateway.base import Page, Slice

T = TypeVar("T")

AT_ONCE = 500


def whole(fetch: Callable[[Slice], Page[T]], limit: int | None = None) -> Iterator[T]:
    """Every object of a list, or the first of them, which the gateway gives page by page."""
    offset = 0
    while limit is None or offset < limit:
        wanted = AT_ONCE if limit is None else min(AT_ONCE, limit - offset)
        items = fetch(Slice(offset, wanted)).items
        yield from items
        if len(items) < wanted:
            return
        offset += wanted
