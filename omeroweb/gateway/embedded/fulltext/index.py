"""The index of all documents, as tables that are derived from those of the objects."""

from collections.abc import Callable
from contextlib import suppress

from django.db import OperationalError, connection

from omeroweb.gateway.embedded.derived import Derived
from omeroweb.gateway.embedded.fulltext import sqlite
from omeroweb.gateway.embedded.fulltext.documents import DOCUMENTS
from omeroweb.gateway.embedded.fulltext.engine import engine

SEARCH = Derived("embedded_search_version", engine)


def tidy(shall_end: Callable[[], bool] = lambda: False) -> None:
    """Put together what many changes have left in pieces; PostgreSQL does that by itself.

    Searches are right without that, only slower: one for three words of which a million images have
    many took 28 ms after an import, and 15 afterwards.
    """
    if connection.vendor == "postgresql":
        return
    with suppress(OperationalError):  # somebody else writes: the next import will do it
        for document in DOCUMENTS.values():
            while not shall_end() and sqlite.merged(document):
                pass
