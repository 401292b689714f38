"""Whole lists, for answers that are not paged."""

from collections.abc import Callable, Iterator
from typing import TypeVar

from omeroweb.gateway.base import Page, Slice

T = TypeVar("T")

AT_ONCE = 500


def whole(fetch: Callable[[Slice], Page[T]]) -> Iterator[T]:
    """Every object of a list, which the gateway gives page by page."""
    offset = 0
    while items := fetch(Slice(offset, AT_ONCE)).items:
        yield from items
        if len(items) < AT_ONCE:
            return
        offset += AT_ONCE
