"""What a list shows of its images.

Read as columns, without models and their fields: a page has hundreds of images, and making an
Image, a Fileset and Pixels of each takes longer than all queries of the page.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import fields
from datetime import UTC, datetime
from functools import cache, lru_cache
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Model, OuterRef, Subquery, TextField
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast

from omeroweb.gateway import base
from omeroweb.gateway.embedded import models
from omeroweb.gateway.embedded.convert.images import (
    PixelsRow,
    Resolutions,
    pixels,
    resolutions,
)
from omeroweb.gateway.embedded.convert.people import group
from omeroweb.gateway.embedded.permissions import Rights
from omeroweb.gateway.embedded.queries.scope import Scope

Ids = tuple[int, int]
Owned = tuple[base.Experimenter, base.ExperimenterGroup, base.Permissions]


class Row(NamedTuple):
    """The columns of an image and of what is joined, in the order of COLUMNS."""

    id: int
    name: str
    description: str
    owner_id: int
    group_id: int
    series: int
    fileset_id: int
    created: str
    updated: str
    acquired: str | None
    well_sample: int | None
    magnification: float | None


COLUMNS = ("id", "name", "description", "owner_id", "group_id", "series", "fileset_id")
# Both databases read and write them as text, Python by itself many times quicker than Django.
TIMES = ("created", "updated", "acquired")
# Of the file: a list would look one up for each image, and shows nothing of it.
UNKNOWN_VERSION = ""
OF_PEOPLE = tuple(field.name for field in fields(base.Experimenter))
OF_PIXELS = tuple(f"pixels__{name}" for name in PixelsRow._fields)


def listed(scope: Scope, ids: Sequence[int]) -> dict[int, base.Image]:
    """The visible ones of the images with these ids, without channels."""
    return _described(scope, ids, scope.rights.may_see)


def in_wells(scope: Scope, ids: Sequence[int]) -> dict[int, base.Image]:
    """The images with these ids, without channels: who sees a plate sees what lies in it."""
    return _described(scope, ids, lambda group_id, owner_id: True)


def _described(
    scope: Scope, ids: Sequence[int], may_see: Callable[[int, int], bool]
) -> dict[int, base.Image]:
    """may_see: of the ids of a group and an owner."""
    split = len(Row._fields)
    read = [
        (Row._make(columns[:split]), PixelsRow._make(columns[split:])) for columns in _read(ids)
    ]
    read = [pair for pair in read if may_see(pair[0].group_id, pair[0].owner_id)]
    owned = _owned(scope, [row for row, _ in read])
    moment = _moments()
    return {
        row.id: _image(row, of_pixels, owned[row.owner_id, row.group_id], scope.rights, moment)
        for row, of_pixels in read
    }


def _read(ids: Sequence[int]) -> list[tuple[Any, ...]]:
    """The columns of these images, as the database gives them."""
    if not ids:
        return []
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"{_select()} = ANY(%s)", [list(ids)])
        else:
            among = "IN (SELECT value FROM json_each(%s))"
            cursor.execute(f"{_select()} {among}", [json.dumps(list(ids))])
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


@cache
def _select() -> str:
    """A query that only lacks the condition on the id: to make it takes as long as to ask it."""
    more: dict[str, Combinable] = {f"{name}_as_text": Cast(name, TextField()) for name in TIMES}
    more["lies_in"] = _one(models.WellSample, "id", image=OuterRef("pk"))
    more["magnified"] = _one(
        models.ObjectiveSettings,
        "objective__nominal_magnification",
        pk=OuterRef("objective_settings"),
    )
    rows = models.Image.objects.order_by().annotate(**more)
    sql, _ = rows.values_list(*COLUMNS, *more, *OF_PIXELS).query.sql_with_params()
    return f'{sql} WHERE "{models.Image._meta.db_table}"."id"'


def _one(model: type[Model], column: str, **of: OuterRef) -> Subquery:
    """A column of what few images have, looked up for each of a page: joined, PostgreSQL would read
    all of a table that is not large.
    """
    return Subquery(model._default_manager.filter(**of).order_by().values(column)[:1])


def _owned(scope: Scope, rows: Sequence[Row]) -> dict[Ids, Owned]:
    """What belongs to the ids of owner and group: a page has few, so each is made once."""
    people = models.Experimenter.objects.filter(id__in={row.owner_id for row in rows})
    owners = {row[0]: base.Experimenter(*row) for row in people.values_list(*OF_PEOPLE)}
    groups = models.ExperimenterGroup.objects.in_bulk({row.group_id for row in rows})
    return {
        (owner_id, group_id): (
            owners[owner_id],
            group(groups[group_id]),
            scope.rights.permissions_in(groups[group_id], owner_id),
        )
        for owner_id, group_id in {(row.owner_id, row.group_id) for row in rows}
    }


def _image(
    row: Row, of_pixels: PixelsRow, owned: Owned, rights: Rights, moment: Callable[[str], datetime]
) -> base.Image:
    owner, in_group, granted = owned
    return base.Image(
        row.id,
        row.name,
        row.description,
        base.Details(owner, in_group, granted, moment(row.created), moment(row.updated)),
        row.series,
        UNKNOWN_VERSION,
        rights.may_download_with(granted, is_field=row.well_sample is not None),
        None if row.acquired is None else moment(row.acquired),
        row.magnification,
        None if of_pixels.id is None else pixels(of_pixels, _resolutions(of_pixels.levels)),
        row.fileset_id,
    )


def _moments() -> Callable[[str], datetime]:
    """What reads times as the database writes them: PostgreSQL with an offset, SQLite without."""
    zone = connection.timezone or UTC
    if connection.vendor == "postgresql":
        return datetime.fromisoformat
    if zone is UTC:  # replacing it takes longer than reading all
        return lambda text: datetime.fromisoformat(f"{text}+00:00")
    return lambda text: datetime.fromisoformat(text).replace(tzinfo=zone)


@lru_cache(maxsize=1024)
def _resolutions(levels: str) -> Resolutions:
    return resolutions(json.loads(levels))
