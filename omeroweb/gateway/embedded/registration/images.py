"""Filesets and their images."""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from django.utils import timezone

from omeroweb import pixels
from omeroweb.gateway.embedded import models
from omeroweb.gateway.embedded.models import NAME_LENGTH
from omeroweb.gateway.embedded.registration import rows

if TYPE_CHECKING:
    from omeroweb.gateway.embedded.registration.batch import Entry


def save_filesets(entries: "Sequence[Entry]") -> None:
    rows.save(models.Fileset, [entry.fileset for entry in entries])


def save(entries: "Sequence[Entry]", replaced: Collection[int]) -> None:
    """An image is known again by its file and its number in it."""
    before = {
        (row.fileset_id, row.path, row.series): row
        for row in models.Image.objects.filter(fileset__in=replaced)
    }
    for entry in entries:
        for description in entry.read.description.images:
            key = entry.fileset.id, str(description.path), description.series
            entry.images.append(_image(entry, description, before.pop(key, None)))
        entry.known_images = {image.id for image in entry.images if image.id is not None}
    models.Image.objects.filter(id__in=[row.id for row in before.values()]).delete()
    rows.save(models.Image, [image for entry in entries for image in entry.images])


def _image(
    entry: "Entry", image: pixels.ImageDescription, before: models.Image | None
) -> models.Image:
    """Names and descriptions may have been edited since the first import: they stay."""
    fileset = entry.fileset
    objective = entry.objectives.get(image.magnification) if image.magnification else None
    return models.Image(
        id=before.id if before else None,
        owner_id=before.owner_id if before else fileset.owner_id,
        group_id=before.group_id if before else fileset.group_id,
        fileset=fileset,
        name=before.name if before else image.name[:NAME_LENGTH],
        description=(before.description if before else "") or image.description,
        path=str(image.path),
        series=image.series,
        acquired=_aware(image.acquired),
        instrument=objective.objective.instrument if objective else None,
        objective_settings=objective,
        created=before.created if before else timezone.now(),
    )


def _aware(moment: datetime | None) -> datetime | None:
    """OME-XML times without a zone are taken as UTC."""
    return moment if moment is None or moment.tzinfo else moment.replace(tzinfo=UTC)
