"""What a list shows of its images.

Read as columns, without models and their fields: a page has hundreds of images, and making an
Image, a Fileset and Pixels of each takes longer than all queries of the page.
"""

import json
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cache, lru_cache
from typing import NamedTuple

from django.db.models import Model, OuterRef, Subquery
from django.db.models.expressions import Combinable

from omeroweb.gateway import base
from omeroweb.gateway.embedded import models
from omeroweb.gateway.embedded.convert.images import (
    PixelsRow,
    Resolutions,
    pixels,
    resolutions,
)
from omeroweb.gateway.embedded.permissions import Rights
from omeroweb.gateway.embedded.queries.columns import (
    Owned,
    among,
    as_text,
    moments,
    owned,
    without_ids,
)
from omeroweb.gateway.embedded.queries.scope import Scope


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
TIMES = ("created", "updated", "acquired")
# Of the file: a list would look one up for each image, and shows nothing of it.
UNKNOWN_VERSION = ""
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
        (Row._make(columns[:split]), PixelsRow._make(columns[split:]))
        for columns in among(_select(), ids)
    ]
    read = [pair for pair in read if may_see(pair[0].group_id, pair[0].owner_id)]
    of = owned(scope.rights, {(row.owner_id, row.group_id) for row, _ in read})
    moment = moments()
    return {
        row.id: _image(row, of_pixels, of[row.owner_id, row.group_id], scope.rights, moment)
        for row, of_pixels in read
    }


@cache
def _select() -> str:
    more: dict[str, Combinable] = {f"{name}_as_text": as_text(name) for name in TIMES}
    more["lies_in"] = _one(models.WellSample, "id", image=OuterRef("pk"))
    more["magnified"] = _one(
        models.ObjectiveSettings,
        "objective__nominal_magnification",
        pk=OuterRef("objective_settings"),
    )
    rows = models.Image.objects.annotate(**more)
    return without_ids(rows.values_list(*COLUMNS, *more, *OF_PIXELS))


def _one(model: type[Model], column: str, **of: OuterRef) -> Subquery:
    """A column of what few images have, looked up for each of a page: joined, PostgreSQL would read
    all of a table that is not large.
    """
    return Subquery(model._default_manager.filter(**of).order_by().values(column)[:1])


def _image(
    row: Row, of_pixels: PixelsRow, of: Owned, rights: Rights, moment: Callable[[str], datetime]
) -> base.Image:
    owner, in_group, granted = of
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


@lru_cache(maxsize=1024)
def _resolutions(levels: str) -> Resolutions:
    return resolutions(json.loads(levels))
