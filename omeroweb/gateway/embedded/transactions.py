"""What the two kinds of databases do differently when several processes write."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from django.db.models import Max, Model

# Ours among the advisory locks of a database that others may use, too: "omer" as a number.
LOCKS = 0x6F6D6572


@contextmanager
def one_at_a_time(what: str) -> Iterator[None]:
    """A transaction that waits until no other process is in one of the same name.

    For what is looked up first and written when it is not there. SQLite has one writer anyway.
    """
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [LOCKS, what])
        yield


def count_on(model: type[Model]) -> None:
    """Let new rows have ids behind those that are there; needed where ids were written by us.

    SQLite does so by itself.
    """
    if connection.vendor != "postgresql":
        return
    # Ids below 1, such as the administrator's, are in nobody's way.
    highest = max(1, model._default_manager.aggregate(id=Max("id"))["id"] or 1)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", [model._meta.db_table, highest]
        )
