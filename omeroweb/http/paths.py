"""Paths of views that differ in nothing but ids, hundreds of them on a page."""

import functools

from django.urls import get_script_prefix, reverse


def view_path(name: str, **ids: int | str) -> str:
    """The path of a view, as reverse() makes it."""
    return _pattern(name, tuple(ids), get_script_prefix()).format_map(ids)


@functools.lru_cache(maxsize=256)
def _pattern(name: str, keys: tuple[str, ...], prefix: str) -> str:
    """The path with {key} for each id. prefix: of the site, which reverse() knows."""
    marks = {key: 10**14 + number for number, key in enumerate(keys)}
    pattern = reverse(name, kwargs=marks).replace("{", "{{").replace("}", "}}")
    for key, mark in marks.items():
        pattern = pattern.replace(str(mark), f"{{{key}}}")
    return pattern
