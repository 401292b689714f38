"""Nested metadata of a format as flat pairs: what is kept as original metadata."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from omeroweb.pixels.description import Pairs

MOST = 2000
LONGEST = 4096
DEEPEST = 50


def flat(value: Any) -> Pairs:
    """(path of names, value) for every leaf, in the order of the file; at most 2000."""
    return tuple(islice(_leaves(value, (), 0), MOST))


def _leaves(value: Any, path: tuple[str, ...], depth: int) -> Iterator[tuple[str, str]]:
    if depth > DEEPEST:
        return
    if isinstance(value, dict):
        for name, inside in value.items():
            yield from _leaves(inside, (*path, str(name).lstrip("@#")), depth + 1)
    elif isinstance(value, list | tuple):
        for number, inside in enumerate(value):
            yield from _leaves(inside, (*path, str(number)), depth + 1)
    elif value is not None and not isinstance(value, bytes):
        text = str(value).replace("\0", "").strip()
        if text:
            yield " ".join(path), text[:LONGEST]
