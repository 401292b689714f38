"""Filesets and their images."""

from collections.abc import Collection, Sequence

from django.utils import timezone

from omeroweb import pixels
from omeroweb.gateway.base import Kind
from omeroweb.gateway.embedded import models
from omeroweb.gateway.embedded.registration import rows
from omeroweb.gateway.embedded.registration.entry import Entry
from omeroweb.gateway.embedded.registration.values import aware, length, owned, text, word
from omeroweb.gateway.embedded.removal import delete_images


def save_filesets(entries: Sequence[Entry]) -> None:
    rows.save(models.Fileset, [entry.fileset for entry in entries])


def save(entries: Sequence[Entry], replaced: Collection[int]) -> None:
    """An image is known again by its file and its number in it."""
    before = {
        (row.fileset_id, row.path, row.series): row
        for row in models.Image.objects.filter(fileset__in=replaced)
    }
    for entry in entries:
        for number, image in enumerate(entry.read.description.images):
            key = entry.fileset.id, str(image.path), image.series
            entry.images.append(_image(entry, number, image, before.pop(key, None)))
        entry.known_images = {row.id for row in entry.images if row.id is not None}
    delete_images([row.id for row in before.values()])
    rows.save(models.Image, [row for entry in entries for row in entry.images])
    _save_surroundings(entries, replaced)


def _image(
    entry: Entry, number: int, image: pixels.ImageDescription, before: models.Image | None
) -> models.Image:
    """Names and descriptions may have been edited since the first import: they stay."""
    parts = entry.parts[number]
    return models.Image(
        id=before.id if before else None,
        created=before.created if before else timezone.now(),
        **owned(before or entry.fileset),
        fileset=entry.fileset,
        name=before.name if before else word(image.name),
        description=(before.description if before else "") or text(image.description),
        path=str(image.path),
        series=image.series,
        acquired=aware(image.acquired),
        instrument=parts.instrument if parts else None,
        objective_settings=entry.objectives[number],
    )


def _save_surroundings(entries: Sequence[Entry], replaced: Collection[int]) -> None:
    """Where the stage was and what was around the sample, for images that say so."""
    models.StageLabel.objects.filter(image__fileset__in=replaced).delete()
    models.ImagingEnvironment.objects.filter(image__fileset__in=replaced).delete()
    labels, environments = [], []
    for entry in entries:
        for row, image in entry.described_images:
            entry.annotate(Kind.IMAGE, row, image.annotations)
            if label := image.stage_label:
                labels.append(
                    models.StageLabel(
                        image=row,
                        name=word(label.name),
                        **length("position_x", label.x),
                        **length("position_y", label.y),
                        **length("position_z", label.z),
                    )
                )
            if around := image.imaging_environment:
                environments.append(
                    models.ImagingEnvironment(
                        image=row,
                        **length("temperature", around.temperature),
                        **length("air_pressure", around.air_pressure),
                        humidity=around.humidity,
                        co2=around.co2,
                    )
                )
    models.StageLabel.objects.bulk_create(labels)
    models.ImagingEnvironment.objects.bulk_create(environments)
