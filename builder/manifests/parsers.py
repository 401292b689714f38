"""From the text of a variable to its value. Each raises ValueError with what it expects."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import urlsplit

from omeroweb.config.parsers import url_prefix, whole_number

T = TypeVar("T")

DNS_LABEL = r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"


@dataclass(frozen=True)
class Site:
    """Where browsers find the site: scheme, host, port (None: the usual one) and path."""

    scheme: str
    host: str
    port: int | None
    path: str

    @property
    def origin(self) -> str:
        return f"{self.scheme}://{self.host}" + (f":{self.port}" if self.port else "")


@dataclass(frozen=True)
class User:
    """The user and group of the processes."""

    uid: int
    gid: int

    def __str__(self) -> str:
        return f"{self.uid}:{self.gid}"


def optional(parse: Callable[[str], T]) -> Callable[[str], T | None]:
    """A parser for which an empty text is None."""
    return lambda text: parse(text) if text else None


def matching(pattern: str, expected: str) -> Callable[[str], str]:
    """A parser of texts that a regular expression describes."""

    def parse(text: str) -> str:
        if not re.fullmatch(pattern, text):
            raise ValueError(expected)
        return text

    return parse


def site(text: str) -> Site:
    expected = "a URL without query, e.g. https://omero.example.org/ or https://example.org/omero"
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise ValueError(expected) from None
    host = parts.hostname or ""
    is_plain = not (parts.query or parts.fragment or parts.username or parts.password)
    names_host = re.fullmatch(rf"{DNS_LABEL}(\.{DNS_LABEL})*", host)
    if parts.scheme not in ("http", "https") or not (is_plain and names_host):
        raise ValueError(expected)
    try:
        path = url_prefix(parts.path)
    except ValueError:
        raise ValueError(expected) from None
    return Site(parts.scheme, host, port, path)


def user(text: str) -> User | None:
    """None for `any`: a user that the cluster chooses, as OpenShift does."""
    if text == "any":
        return None
    found = re.fullmatch(r"([1-9][0-9]{0,8}):([0-9]{1,9})", text)
    if not found:
        raise ValueError("UID:GID, two numbers, the first one not 0, e.g. 1000:0; or any")
    return User(int(found[1]), int(found[2]))


def ports(text: str) -> tuple[int, ...]:
    parse = whole_number(1, 65535)
    try:
        return tuple(parse(word) for word in text.split())
    except ValueError:
        raise ValueError("ports separated by spaces, e.g. 443 9000") from None


def tag(text: str) -> str:
    """v1.2.3, as a commit is tagged, is published as 1.2.3."""
    return _tag(text[1:] if re.match(r"v[0-9]+\.[0-9]+\.[0-9]+", text) else text)


dns_label = matching(DNS_LABEL, "a name of small letters, digits and -, e.g. omeroweb")
dns_name = matching(
    rf"{DNS_LABEL}(\.{DNS_LABEL})*", "names of small letters, digits and - with dots between them"
)
registry = matching(
    r"[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(:[0-9]{1,5})?",
    "a host, with a port where it needs one, e.g. registry.example.org:5000",
)
repository = matching(
    r"[a-z0-9]+([._-]+[a-z0-9]+)*(/[a-z0-9]+([._-]+[a-z0-9]+)*)*",
    "small letters, digits and . _ - between slashes, e.g. imaging/omeroweb",
)
_tag = matching(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}", "the tag of an image, e.g. 1.2.0")
amount = matching(r"[1-9][0-9]*(Mi|Gi|Ti)", "a number with Mi, Gi or Ti, e.g. 2Gi")
cpus = matching(r"(?=.*[1-9])[0-9]+(\.[0-9])?", "a number of cores, e.g. 2 or 0.5")
schedule = matching(r"[0-9*/,-]+( [0-9A-Za-z*/,-]+){4}", "five fields as cron has them")
