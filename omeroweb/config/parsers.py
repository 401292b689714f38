"""From text to value. Every parser raises ValueError with what it expects."""

import json
import re
from collections.abc import Callable
from ipaddress import ip_network
from pathlib import Path
from zoneinfo import available_timezones

TRUE = frozenset({"true", "1", "t", "yes", "on"})
FALSE = frozenset({"false", "0", "f", "no", "off"})


def text(value: str) -> str:
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
    expected = (
        f"a whole number from {lowest} to {highest}"
        if highest is not None
        else (f"a whole number, {lowest} or more")
    )

    def parse(value: str) -> int:
        try:
            number = int(value)
        except ValueError:
            raise ValueError(expected) from None
        if number < lowest or (highest is not None and number > highest):
            raise ValueError(expected)
        return number

    return parse


port = whole_number(0, 65535)


def one_of(*words: str) -> Callable[[str], str]:
    """A parser that takes exactly these words."""

    def parse(value: str) -> str:
        if value not in words:
            raise ValueError("one of " + ", ".join(words))
        return value

    return parse


def path(value: str) -> Path:
    if not value:
        raise ValueError("a path")
    return Path(value).expanduser()


def json_list(value: str) -> list[object]:
    parsed = _json(value)
    if not isinstance(parsed, list):
        raise ValueError('a JSON list, e.g. ["a", "b"]')
    return parsed


def text_list(value: str) -> list[str]:
    parsed = json_list(value)
    if not all(isinstance(item, str) for item in parsed):
        raise ValueError('a JSON list of strings, e.g. ["a", "b"]')
    return [str(item) for item in parsed]


def server_list(value: str) -> list[tuple[str, int, str]]:
    """[[host, port, label], ...]; the label may be left out."""
    expected = 'a JSON list of [host, port, name], e.g. [["localhost", 4064, "omero"]]'
    servers = []
    for entry in json_list(value):
        match entry:
            case [str(host), int(number), str(label)]:
                servers.append((host, number, label))
            case [str(host), int(number)]:
                servers.append((host, number, ""))
            case _:
                raise ValueError(expected)
    if not servers:
        raise ValueError(expected)
    return servers


def regular_expression(value: str) -> re.Pattern[str]:
    try:
        return re.compile(value)
    except re.error as error:
        raise ValueError(f"a regular expression ({error})") from None


def url_prefix(value: str) -> str:
    """A path such as /omero, without the final slash; empty for none."""
    if value in ("", "/"):
        return ""
    if not value.startswith("/"):
        raise ValueError("a path that starts with /, e.g. /omero")
    return value.rstrip("/")


def url_folder(value: str) -> str:
    """A URL that ends with a slash; one is added where it is missing."""
    if not value.startswith(("/", "http://", "https://")):
        raise ValueError("a path or URL, e.g. /static/")
    return value if value.endswith("/") else value + "/"


def header_pair(value: str) -> tuple[str, str] | None:
    """[header, value] as JSON; an empty list for none."""
    match json_list(value):
        case []:
            return None
        case [str(header), str(expected)]:
            return header, expected
        case _:
            raise ValueError(
                'a JSON list [header, value], e.g. ["HTTP_X_FORWARDED_PROTO", "https"]'
            )


def time_zone(value: str) -> str:
    if value not in available_timezones():
        raise ValueError("a time zone of the IANA database, e.g. Europe/London or UTC")
    return value


def host_and_port(value: str) -> str:
    """HOST:PORT, the host a name or an IPv4 address."""
    if not re.fullmatch(r"[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?:[0-9]{1,5}", value):
        raise ValueError("HOST:PORT, e.g. web:4080")
    return value


def body_size(value: str) -> str:
    """A size as NGINX writes it: bytes, or with k, m or g; 0 for no limit."""
    if not re.fullmatch(r"[0-9]+[kKmMgG]?", value):
        raise ValueError("a number of bytes, with k, m or g where wanted, e.g. 16m")
    return value


def networks(value: str) -> list[str]:
    """Addresses and networks as a JSON list."""
    expected = 'a JSON list of addresses or networks, e.g. ["10.0.0.0/8"]'
    try:
        return [str(ip_network(item)) for item in text_list(value)]
    except ValueError:
        raise ValueError(expected) from None


def _json(value: str) -> object:
    try:
        return json.loads(value)
    except json.JSONDecodeError as error:
        raise ValueError(f"JSON ({error})") from None
