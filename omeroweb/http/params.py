"""Query parameters, checked: a bad value is a BadRequest that says what was expected."""

import re

from django.http import QueryDict

from omeroweb.errors import BadRequest

# As many digits as every database and every file has room for.
WHOLE = re.compile(r"[+-]?[0-9]{1,15}")
ID = re.compile(r"[0-9]{1,15}")


def whole_number(query: QueryDict, name: str, default: int) -> int:
    """An integer parameter, negative ones included."""
    given = optional_number(query, name)
    return default if given is None else given


def optional_number(query: QueryDict, name: str) -> int | None:
    text = query.get(name)
    if text is None or text == "":
        return None
    if not WHOLE.fullmatch(text):
        raise BadRequest(f"{name}={text!r}: expected a whole number")
    return int(text)


def ids(query: QueryDict, name: str) -> list[int]:
    """Every value of a parameter that may be given many times: ids, each once, in their order."""
    given = query.getlist(name)
    wrong = next((text for text in given if not ID.fullmatch(text)), None)
    if wrong is not None:
        raise BadRequest(f"{name}={wrong!r}: expected the id of one {name}, e.g. {name}=7")
    return list(dict.fromkeys(map(int, given)))


def is_true(query: QueryDict, name: str) -> bool:
    """True for exactly "true", as the reference has it."""
    return query.get(name) == "true"
