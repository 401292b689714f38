"""The engine of this database, behind one small interface."""

from collections.abc import Sequence
from typing import Protocol, cast

from django.db import connection

from omeroweb.gateway.base.searching import SearchField
from omeroweb.gateway.embedded.derived import Rules
from omeroweb.gateway.embedded.fulltext import postgresql, sqlite
from omeroweb.gateway.embedded.fulltext.documents import Document
from omeroweb.gateway.embedded.fulltext.reach import Reach


class Engine(Rules, Protocol):
    """SQL of one kind of database; a module each."""

    def condition(
        self,
        document: Document,
        words: Sequence[str],
        fields: Sequence[SearchField],
        reach: Reach,
    ) -> tuple[str, list[object]]:
        """SQL that is true for the wanted rows of a document's index, with its parameters."""
        ...

    def id_column(self, document: Document) -> str: ...


def engine() -> Engine:
    return cast(Engine, postgresql if connection.vendor == "postgresql" else sqlite)
