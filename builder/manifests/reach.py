"""The ports that containers must reach: what a NetworkPolicy lets out."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from omeroweb.config import Configuration, catalogue

# Of databases where no port is named, by the last word of Django's ENGINE.
DATABASE_PORTS = {"postgresql": 5432, "postgis": 5432, "mysql": 3306, "oracle": 1521}
CACHE_PORTS = {"redis": 6379, "rediss": 6379, "valkey": 6379, "valkeys": 6379}
MEMCACHED = 11211


def ports(of: Configuration) -> tuple[int, ...]:
    """Ports of the databases, caches and the mail server, in order."""
    found = {*_of_databases(of), *_of_caches(of)}
    if of.optional(catalogue.MAIL_HOST):
        found.add(of[catalogue.MAIL_PORT])
    return tuple(sorted(found))


def _of_databases(of: Configuration) -> Iterator[int]:
    for database in of[catalogue.DATABASES].values():
        given = str(database.get("PORT") or "")
        usual = DATABASE_PORTS.get(str(database["ENGINE"]).rpartition(".")[2])
        if given.isdecimal():
            yield int(given)
        elif usual:
            yield usual


def _of_caches(of: Configuration) -> Iterator[int]:
    for cache in of[catalogue.CACHES].values():
        given = cache.get("LOCATION")
        for location in given if isinstance(given, list) else [given or ""]:
            yield from _of_location(str(location), str(cache["BACKEND"]))


def _of_location(location: str, backend: str) -> Iterator[int]:
    parts = urlsplit(location)
    if parts.scheme in CACHE_PORTS:
        yield parts.port or CACHE_PORTS[parts.scheme]
    elif "memcached" in backend and not location.startswith(("unix:", "/")):
        named = re.search(r":([0-9]+)$", location)
        yield int(named[1]) if named else MEMCACHED
