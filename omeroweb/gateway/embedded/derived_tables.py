"""All that is derived from the tables of the store, together."""

from collections.abc import Iterator
from contextlib import contextmanager

from omeroweb.gateway.embedded.derived import Plan
from omeroweb.gateway.embedded.fulltext.index import SEARCH
from omeroweb.gateway.embedded.order.index import ORDER

DERIVED = (SEARCH, ORDER)


def before_migrations(plan: Plan, **_: object) -> None:
    """Receives Django's signal."""
    for one in DERIVED:
        one.before_migrations(plan)


def after_migrations(**_: object) -> None:
    """Receives Django's signal."""
    for one in DERIVED:
        one.after_migrations()


def suspend() -> None:
    for one in DERIVED:
        one.suspend()


@contextmanager
def suspended() -> Iterator[None]:
    """For very many rows: deriving all at the end is quicker than one at a time."""
    suspend()
    yield
    for one in DERIVED:
        one.rebuild()
