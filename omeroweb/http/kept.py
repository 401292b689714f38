"""Rendered answers of this site: found on the disk, or made once and kept."""

import functools
from collections.abc import Callable
from enum import Enum

from django.http import HttpRequest

from omeroweb.config import catalogue
from omeroweb.http.departure import work_for
from omeroweb.http.session import configuration
from omeroweb.rendering.kept import Flight, Flights, KeptFiles


class Kept(Enum):
    """Where an answer is kept; the values are names of folders.

    NOWHERE: it is large, or made faster than it is found.
    """

    PICTURES = "pictures"
    THUMBNAILS = "thumbnails"
    NOWHERE = ""


@functools.cache
def kept_files(kind: Kept) -> KeptFiles:
    """The folder of a kind, one object per process."""
    of = configuration()
    limit = {
        Kept.PICTURES: of[catalogue.KEPT_PICTURES],
        Kept.THUMBNAILS: of[catalogue.KEPT_THUMBNAILS],
        Kept.NOWHERE: 0,
    }[kind]
    return KeptFiles(of[catalogue.KEPT_FOLDER] / kind.value, limit)


@functools.cache
def _flights() -> Flights:
    return Flights()


def kept(request: HttpRequest, kind: Kept, key: str, make: Callable[[], bytes]) -> bytes:
    """The answer of a key: read, or made by one of all who ask for it now, and kept.

    key: a hexadecimal digest of everything that the answer depends on.
    """
    files = kept_files(kind)
    found = files.read(key)
    if found is not None:
        return found

    def make_and_keep(flight: Flight) -> bytes:
        with work_for(request, lambda: flight.others > 0), files.making(key):
            # Another process may have made it meanwhile.
            content = files.read(key)
            if content is None:
                content = make()
                files.keep(key, content)
        return content

    return _flights().once(key, make_and_keep)
