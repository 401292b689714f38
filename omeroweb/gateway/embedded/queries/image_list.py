"""What a list shows of its images.

Read as columns, without models: a page has hundreds of images, and making an Image, a Fileset and
Pixels of each takes longer than all queries of the page.
"""

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime
from typing import NamedTuple

from django.db.models import QuerySet

from omeroweb.gateway import base
from omeroweb.gateway.embedded import models
from omeroweb.gateway.embedded.convert.images import PixelsRow, pixels
from omeroweb.gateway.embedded.convert.people import group
from omeroweb.gateway.embedded.models.files import version_of
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
    created: datetime
    updated: datetime
    series: int
    acquired: datetime | None
    fileset_id: int
    imported: datetime
    modified_ns: int
    size: int
    well_sample: int | None
    magnification: float | None


COLUMNS = (
    *("id", "name", "description", "owner_id", "group_id", "created", "updated"),
    *("series", "acquired", "fileset_id"),
    *("fileset__imported", "fileset__modified_ns", "fileset__size"),
    *("well_sample__id", "objective_settings__objective__nominal_magnification"),
)
OF_PEOPLE = tuple(field.name for field in fields(base.Experimenter))
OF_PIXELS = tuple(f"pixels__{name}" for name in PixelsRow._fields)


def listed(scope: Scope, ids: Sequence[int]) -> dict[int, base.Image]:
    """The visible ones of the images with these ids, without channels."""
    return described(scope, scope.rights.visible(models.Image.objects.filter(id__in=ids)))


def described(scope: Scope, rows: QuerySet[models.Image]) -> dict[int, base.Image]:
    """Images that the caller may see, by their ids, without channels."""
    columns = list(rows.order_by().values_list(*COLUMNS, *OF_PIXELS))
    split = len(COLUMNS)
    read = [(Row(*row[:split]), PixelsRow(*row[split:])) for row in columns]
    owned = _owned(scope, [row for row, _ in read])
    return {
        row.id: _image(row, of_pixels, owned[row.owner_id, row.group_id], scope.rights)
        for row, of_pixels in read
    }


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


def _image(row: Row, of_pixels: PixelsRow, owned: Owned, rights: Rights) -> base.Image:
    owner, in_group, granted = owned
    return base.Image(
        row.id,
        row.name,
        row.description,
        base.Details(owner, in_group, granted, row.created, row.updated),
        row.series,
        row.imported,
        version_of(row.modified_ns, row.size),
        rights.may_download_with(granted, is_field=row.well_sample is not None),
        row.acquired,
        row.magnification,
        None if of_pixels.id is None else pixels(of_pixels),
        row.fileset_id,
    )
