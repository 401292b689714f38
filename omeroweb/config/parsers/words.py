"""Plain values: text, numbers, choices, paths."""

import re
import shlex
import warnings
from collections.abc import Callable
from pathlib import Path
from zoneinfo import ZoneInfo

TRUE = frozenset({"true", "1", "t", "yes", "on"})
FALSE = frozenset({"false", "0", "f", "no", "off"})
# Above, what counts bytes or seconds fails in ways of its own.
HIGHEST = 10**12


def text(value: str) -> str:
    return value


def plain_text(value: str) -> str:
    """Text that can be written anywhere: UTF-8, without NUL."""
    try:
        value.encode()
    except UnicodeEncodeError:
        raise ValueError("UTF-8 text") from None
    if "\0" in value:
        raise ValueError("text without NUL characters")
    return value


def boolean(value: str) -> bool:
    word = value.strip().lower()
    if word in TRUE:
        return True
    if word in FALSE:
        return False
    raise ValueError("true or false")


def whole_number(lowest: int, highest: int | None = None) -> Callable[[str], int]:
    """A parser of whole numbers from lowest to highest, both included."""
    limit = HIGHEST if highest is None else highest
    expected = (
        f"a whole number, {lowest} or more"
        if highest is None
        else f"a whole number from {lowest} to {highest}"
    )

    def parse(value: str) -> int:
        try:
            number = int(value)
        except ValueError:
            raise ValueError(expected) from None
        if number < lowest:
            raise ValueError(expected)
        if number > limit:
            raise ValueError(f"a whole number from {lowest} to {limit}")
        return number

    return parse


def size(value: str) -> int:
    """A number of bytes, or of kibi-, mebi- or gibibytes with k, m or g."""
    found = re.fullmatch(r"([0-9]{1,12})([kmg]?)", value.lower(), re.ASCII)
    if found is None:
        raise ValueError("a number of bytes, with k, m or g where wanted, e.g. 500m")
    return int(found[1]) * {"": 1, "k": 2**10, "m": 2**20, "g": 2**30}[found[2]]


def one_of(*words: str) -> Callable[[str], str]:
    """A parser that takes exactly these words."""

    def parse(value: str) -> str:
        if value not in words:
            raise ValueError("one of " + ", ".join(words))
        return value

    return parse


def path(value: str) -> Path:
    if not value or "\0" in value:
        raise ValueError("a path")
    try:
        return Path(value).expanduser()
    except RuntimeError:
        raise ValueError("a path; there is no such user whose home ~ could mean") from None


def arguments(value: str) -> list[str]:
    """Arguments of a program, split and unquoted as a shell does it."""
    try:
        return shlex.split(value)
    except ValueError as error:
        raise ValueError(f"arguments as a shell takes them ({error})") from None


def regular_expression(value: str) -> re.Pattern[str]:
    try:
        # Python may mean an expression differently one day, and says so already now.
        with warnings.catch_warnings(action="ignore"):
            return re.compile(value)
    except (re.error, ValueError, OverflowError, RecursionError) as error:
        raise ValueError(f"a regular expression ({error})") from None


def time_zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError):
        expected = "a time zone of the IANA database, e.g. Europe/London or UTC"
        raise ValueError(expected) from None
    return value


def user_name(value: str) -> str:
    if not re.fullmatch(r"[\w.@+-]{1,150}", value):
        raise ValueError("a user name of letters, digits and . @ + - _")
    return value


def cookie_name(value: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+", value):
        raise ValueError("a cookie name: letters, digits, - and _")
    return value


def dotted_name(value: str) -> str:
    """A dotted Python path or a URL name."""
    if not re.fullmatch(r"[A-Za-z_][\w.:-]*", value):
        raise ValueError("a name such as app.views.page")
    return value


def binary_access(value: str) -> frozenset[str]:
    """The parts with + and no -, of read, write, image and plate."""
    parts = [part.strip() for part in value.split(",") if part.strip()]
    if not all(re.fullmatch(r"[+-](read|write|image|plate)", part) for part in parts):
        raise ValueError("read, write, image and plate with + or -, e.g. +read,+write,+image")
    refused = {part[1:] for part in parts if part.startswith("-")}
    return frozenset({part[1:] for part in parts if part.startswith("+")} - refused)
