"""The pyramids that large images are to get: rows only; making them comes later."""

from collections.abc import Collection, Sequence

from omeroweb.gateway.embedded import models
from omeroweb.gateway.embedded.pyramids import planned
from omeroweb.gateway.embedded.registration import rows
from omeroweb.gateway.embedded.registration.entry import Entry


def save(entries: Sequence[Entry], replaced: Collection[int]) -> None:
    models.Pyramid.objects.filter(pixels__image__fileset__in=replaced).delete()
    made = [
        models.Pyramid(pixels=row, first=layout.first, is_striped=layout.is_striped)
        for entry in entries
        for row, description in zip(entry.pixels, entry.read.description.images, strict=True)
        if (layout := planned(description))
    ]
    rows.save(models.Pyramid, made)
