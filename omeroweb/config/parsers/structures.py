"""JSON values of a given shape."""

import json
from pathlib import Path

from omeroweb.config.parsers.words import path


def json_value(value: str, expected: str = "JSON") -> object:
    """A value of any shape; expected: what a ValueError asks for."""
    try:
        parsed = json.loads(value, parse_constant=_no_constant)
        # Half of a character, written as an escape, cannot be stored or sent.
        json.dumps(parsed, ensure_ascii=False).encode()
    except json.JSONDecodeError as error:
        raise ValueError(f"{expected}; this is no JSON ({error})") from None
    except UnicodeEncodeError:
        raise ValueError(f"{expected}, with whole characters") from None
    except RecursionError:
        raise ValueError(f"{expected}, nested less deeply") from None
    except ValueError as error:
        raise ValueError(f"{expected}; this is no JSON ({error})") from None
    return parsed


def json_list(value: str, expected: str = 'a JSON list, e.g. ["a", "b"]') -> list[object]:
    parsed = json_value(value, expected)
    if not isinstance(parsed, list):
        raise ValueError(expected)
    return parsed


def json_object(value: str, expected: str = 'a JSON object, e.g. {"a": "b"}') -> dict[str, object]:
    parsed = json_value(value, expected)
    if not isinstance(parsed, dict):
        raise ValueError(expected)
    return parsed


def text_list(value: str, expected: str = 'a JSON list of strings, e.g. ["a", "b"]') -> list[str]:
    parsed = json_list(value, expected)
    if not all(isinstance(item, str) for item in parsed):
        raise ValueError(expected)
    return [str(item) for item in parsed]


def path_list(value: str) -> list[Path]:
    return [path(item) for item in text_list(value)]


def text_mapping(value: str) -> dict[str, str]:
    expected = 'a JSON object of strings, e.g. {"a": "b"}'
    parsed = json_object(value, expected)
    if not all(isinstance(item, str) for item in parsed.values()):
        raise ValueError(expected)
    return {key: str(item) for key, item in parsed.items()}


def names_and_addresses(value: str) -> list[tuple[str, str]]:
    """[[name, address], ...]: people to send mail to."""
    expected = 'a JSON list of [name, address], e.g. [["Ada", "ada@example.org"]]'
    people = []
    for entry in json_list(value, expected):
        match entry:
            case [str(name), str(address)] if "@" in address and not _breaks_a_line(name + address):
                people.append((name, address))
            case _:
                raise ValueError(expected)
    return people


def named_values(value: str) -> list[tuple[str, object]]:
    """[[NAME, value], ...]: settings of Django."""
    expected = 'a JSON list of [NAME, value], e.g. [["DATA_UPLOAD_MAX_MEMORY_SIZE", 5000000]]'
    pairs: list[tuple[str, object]] = []
    for entry in json_list(value, expected):
        match entry:
            case [str(name), given] if name.isidentifier() and name.isupper():
                pairs.append((name, given))
            case _:
                raise ValueError(expected)
    return pairs


def _breaks_a_line(value: str) -> bool:
    return "\n" in value or "\r" in value


def _no_constant(word: str) -> object:
    raise ValueError(f"it knows no {word}")
