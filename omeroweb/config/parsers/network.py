"""Hosts, ports, URLs and what HTTP says about them."""

import re
from ipaddress import IPv6Address, ip_network
from urllib.parse import urlsplit

from omeroweb.config.parsers.structures import json_list, text_list
from omeroweb.config.parsers.words import whole_number

REFERRER_POLICIES = (
    "no-referrer",
    "no-referrer-when-downgrade",
    "origin",
    "origin-when-cross-origin",
    "same-origin",
    "strict-origin",
    "strict-origin-when-cross-origin",
    "unsafe-url",
)
# What OMERO.web 5.31 writes, and means the policy above.
OLD_SPELLING = "origin-when-crossorigin"

port = whole_number(1, 65535)

HOST = r"[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?"


def host(value: str) -> str:
    """A host name or an address, an IPv6 one with or without brackets."""
    bare = value.removeprefix("[").removesuffix("]")
    if not (re.fullmatch(HOST, value) or _is_ipv6(bare)):
        raise ValueError("a host name or an address, e.g. 127.0.0.1 or ::")
    return bare


def host_and_port(value: str) -> str:
    """HOST:PORT, the host a name, an IPv4 address or an IPv6 address in brackets."""
    expected = "HOST:PORT, e.g. web:4080 or [::1]:4080"
    found = re.fullmatch(rf"({HOST}|\[(?P<ipv6>[0-9A-Fa-f:.]+)\]):(?P<port>[0-9]{{1,5}})", value)
    if not found or not 0 < int(found["port"]) < 65536:
        raise ValueError(expected)
    if found["ipv6"] and not _is_ipv6(found["ipv6"]):
        raise ValueError(expected)
    return value


def networks(value: str) -> list[str]:
    """Addresses and networks as a JSON list."""
    expected = 'a JSON list of addresses or networks, e.g. ["10.0.0.0/8"]'
    try:
        return [str(ip_network(item)) for item in text_list(value, expected)]
    except ValueError:
        raise ValueError(expected) from None


def origins(value: str) -> list[str]:
    """Origins as a JSON list; the host of a trusted one may begin with *."""
    expected = 'a JSON list of scheme://host[:port], e.g. ["https://omero.example.org"]'
    found = text_list(value, expected)
    if not all(re.fullmatch(r"https?://[A-Za-z0-9.*\[\]:-]+", origin) for origin in found):
        raise ValueError(expected)
    return found


def server_list(value: str) -> list[tuple[str, int, str]]:
    """[[host, port, label], ...]; the label may be left out."""
    expected = 'a JSON list of [host, port, name], e.g. [["localhost", 4064, "omero"]]'
    servers = []
    for entry in json_list(value, expected):
        match entry:
            case [str(name), int(number), str(label)] if name and _is_port(number):
                servers.append((name, number, label))
            case [str(name), int(number)] if name and _is_port(number):
                servers.append((name, number, ""))
            case _:
                raise ValueError(expected)
    if not servers:
        raise ValueError(expected)
    return servers


def server_names(value: str) -> str:
    """Names as NGINX's server_name takes them, separated by spaces."""
    if not re.fullmatch(r"(\$hostname|_|[A-Za-z0-9.*_-]+)( (\$hostname|[A-Za-z0-9.*_-]+))*", value):
        raise ValueError("host names separated by spaces, e.g. omero.example.org")
    return value


def url_prefix(value: str) -> str:
    """A path such as /omero, without the final slash; empty for none."""
    if value in ("", "/"):
        return ""
    if not re.fullmatch(r"(/[A-Za-z0-9._~-]+)+/?", value):
        raise ValueError("a path that starts with /, e.g. /omero")
    return value.rstrip("/")


def url_path(value: str) -> str:
    if not re.fullmatch(r"/[A-Za-z0-9._~/-]*", value):
        raise ValueError("a path that starts with /, e.g. /omero")
    return value


def url_folder(value: str) -> str:
    """A path below the root or a whole URL; a final slash is added where it is missing."""
    expected = "a path below / or a URL, e.g. /static/"
    if value.startswith(("http://", "https://")):
        if not _is_url(value):
            raise ValueError(expected)
    elif not re.fullmatch(r"(/[A-Za-z0-9._~-]+)+/?", value):
        raise ValueError(expected)
    return value if value.endswith("/") else value + "/"


def link(value: str) -> str:
    """A URL or a path that a page may link to; empty for none."""
    if value and not (re.fullmatch(r"/[^\s\"'<>\\]*", value) or _is_url(value)):
        raise ValueError("a URL or a path, e.g. https://example.org/logo.png")
    return value


def optional_url(value: str) -> str:
    """An http:// or https:// address, without the slash at its end; empty for none."""
    if value and not _is_url(value):
        raise ValueError("an address, e.g. https://store.example.org:9000, or nothing")
    return value.rstrip("/")


def header_pair(value: str) -> tuple[str, str] | None:
    """[header, value] as JSON; an empty list for none."""
    match json_list(value):
        case []:
            return None
        case [str(header), str(expected)] if re.fullmatch(r"HTTP_[A-Z0-9_]+", header):
            return header, expected
        case _:
            raise ValueError(
                "a JSON list [header, value] with the header as Django names it, "
                'e.g. ["HTTP_X_FORWARDED_PROTO", "https"]'
            )


def referrer_policy(value: str) -> str:
    if value == OLD_SPELLING:
        return "origin-when-cross-origin"
    if value not in REFERRER_POLICIES:
        raise ValueError("one of " + ", ".join(REFERRER_POLICIES))
    return value


def body_size(value: str) -> str:
    """A size as NGINX writes it: bytes, or with k, m or g; 0 for no limit."""
    if not re.fullmatch(r"[0-9]{1,12}[kKmMgG]?", value, re.ASCII):
        raise ValueError("a number of bytes, with k, m or g where wanted, e.g. 16m")
    return value


def _is_url(value: str) -> bool:
    if not re.fullmatch(r"https?://[^\s\"'<>\\]+", value):
        return False
    try:
        return bool(urlsplit(value).hostname)
    except ValueError:
        return False


def _is_port(number: int) -> bool:
    """Whether a number of JSON is a port; true, which Python counts as 1, is none."""
    return not isinstance(number, bool) and 0 < number < 65536


def _is_ipv6(value: str) -> bool:
    try:
        IPv6Address(value)
    except ValueError:
        return False
    return True
