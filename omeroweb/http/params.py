"""Query parameters, checked: a bad value is a BadRequest that says what was expected."""

from django.http import QueryDict

from omeroweb.errors import BadRequest


def whole_number(query: QueryDict, name: str, default: int) -> int:
    """An integer parameter, negative ones included."""
    given = optional_number(query, name)
    return default if given is None else given


def optional_number(query: QueryDict, name: str) -> int | None:
    text = query.get(name)
    if text is None or text == "":
        return None
    try:
        return int(text)
    except ValueError:
        raise BadRequest(f"{name}={text!r}: expected a whole number") from None


def is_true(query: QueryDict, name: str) -> bool:
    """True for exactly "true", as the reference has it."""
    return query.get(name) == "true"
