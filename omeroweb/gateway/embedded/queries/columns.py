"""What rows of a list have in common, read as columns.

A model and its fields take longer to make than a query, and a page has hundreds of rows, but few
owners and groups: what belongs to those is made once.
"""

import json
from collections.abc import Callable, Sequence, Set
from dataclasses import fields
from datetime import UTC, datetime
from functools import cache
from typing import Any, TypeVar

from django.db import connection
from django.db.models import F, Model, QuerySet, TextField
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast

from omeroweb.gateway import base
from omeroweb.gateway.embedded import models
from omeroweb.gateway.embedded.permissions import Rights

M = TypeVar("M", bound=Model)
R = TypeVar("R")
# Of an owner and a group.
Ids = tuple[int, int]
Owned = tuple[base.Experimenter, base.ExperimenterGroup, base.Permissions]

# Of every row, read as text.
TIMES = ("created", "updated")
OF_PEOPLE = tuple(field.name for field in fields(base.Experimenter))
OF_GROUPS = ("id", "name", "description", "permissions")


def read(
    rows: "QuerySet[M]", rights: Rights, to_dataclass: Callable[[Any, base.Details], R]
) -> dict[int, R]:
    """Dataclasses of rows with an owner and a group, by id.

    to_dataclass: of what has the columns of the model and what the query adds, and their details.
    """
    columns = [field.attname for field in rows.model._meta.concrete_fields]
    names = [name for name in columns if name not in TIMES] + list(rows.query.annotations)
    times = {f"{name}_as_text": as_text(name) for name in TIMES}
    found = list(rows.order_by().annotate(**times).values_list(*names, *times, named=True))
    people = owned(rights, {(row.owner_id, row.group_id) for row in found})
    moment = moments()
    details = [
        base.Details(
            *people[row.owner_id, row.group_id],
            moment(row.created_as_text),
            moment(row.updated_as_text),
        )
        for row in found
    ]
    return {row.id: to_dataclass(row, of) for row, of in zip(found, details, strict=True)}


def owned(rights: Rights, ids: Set[Ids]) -> dict[Ids, Owned]:
    """Owner, group and what the caller may do, by the ids of owner and group."""
    people = among(_people(), list({owner_id for owner_id, _ in ids}))
    owners = {row[0]: base.Experimenter(*row) for row in people}
    of_groups = among(_groups(), list({group_id for _, group_id in ids}))
    groups = {row[0]: base.ExperimenterGroup(*row) for row in of_groups}
    return {
        (owner_id, group_id): (
            owners[owner_id],
            groups[group_id],
            rights.permissions_in(group_id, groups[group_id].perm, owner_id),
        )
        for owner_id, group_id in ids
    }


@cache
def _people() -> str:
    return without_ids(models.Experimenter.objects.values_list(*OF_PEOPLE))


@cache
def _groups() -> str:
    return without_ids(models.ExperimenterGroup.objects.values_list(*OF_GROUPS))


def without_ids(rows: "QuerySet[Any, Any]") -> str:
    """A query of columns that only lacks the condition on the id: to make it takes as long as to
    ask it, so who asks it keeps it.
    """
    sql, _ = rows.order_by().query.sql_with_params()
    return f'{sql} WHERE "{rows.model._meta.db_table}"."id"'


def among(sql: str, ids: Sequence[int]) -> list[tuple[Any, ...]]:
    """The rows with these ids, as the database gives them. sql: from without_ids()."""
    if not ids:
        return []
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"{sql} = ANY(%s)", [list(ids)])
        else:
            condition = "IN (SELECT value FROM json_each(%s))"
            cursor.execute(f"{sql} {condition}", [json.dumps(list(ids))])
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def as_text(time: str) -> Combinable:
    """A time as the database writes it, which Python reads many times quicker than Django."""
    return Cast(F(time), TextField())


def moments() -> Callable[[str], datetime]:
    """What reads times as the database writes them: PostgreSQL with an offset, SQLite without."""
    zone = connection.timezone or UTC
    if connection.vendor == "postgresql":
        return datetime.fromisoformat
    if zone is UTC:  # replacing it takes longer than reading all
        return lambda text: datetime.fromisoformat(f"{text}+00:00")
    return lambda text: datetime.fromisoformat(text).replace(tzinfo=zone)
