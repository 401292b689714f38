"""The query of a request for a picture, taken apart in less time than it takes to read a tile."""

from typing import cast
from urllib.parse import unquote

from django.http import QueryDict

# Django counts the fields, and refuses a thousand.
MANY = 100


def quick_query(text: str) -> QueryDict:
    """What QueryDict makes of a query string, where that is simple; else it is asked.

    text: as WSGI has it, one character for each byte.
    """
    if not text.isascii() or "+" in text or text.count("&") > MANY:
        return QueryDict(text.encode("latin-1"))
    found = QueryDict()
    # Past its own methods: it may not be changed by those who get it.
    values = cast("dict[str, list[str]]", found)
    for part in text.split("&"):
        if part:
            name, _, value = part.partition("=")
            if "%" in part:
                name, value = unquote(name), unquote(value)
            dict.setdefault(values, name, []).append(value)
    return found
