"""Writing many rows at once, new ones and such that take the place of others."""

from collections.abc import Sequence
from typing import TypeVar

from django.db.models import Model

M = TypeVar("M", bound=Model)

# Values of one statement: SQLite takes 32,766, PostgreSQL 65,535.
VALUES_AT_A_TIME = 20_000


def save(model: type[M], rows: Sequence[M]) -> None:
    """Insert rows, which then know their ids; a row that has one replaces the row of that id."""
    fields = [field.attname for field in model._meta.concrete_fields if not field.primary_key]
    size = VALUES_AT_A_TIME // (len(fields) + 1)
    manager = model._default_manager
    manager.bulk_create([row for row in rows if row.pk is None], batch_size=size)
    replaced = [row for row in rows if row.pk is not None]
    manager.bulk_create(
        replaced,
        batch_size=size,
        update_conflicts=True,
        unique_fields=["pk"],
        update_fields=[
            field.name for field in model._meta.concrete_fields if not field.primary_key
        ],
    )
