"""Pixels: dimensions, type, levels and physical sizes of each image."""

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from omeroweb import pixels
from omeroweb.gateway.embedded import models
from omeroweb.gateway.embedded.registration import rows

if TYPE_CHECKING:
    from omeroweb.gateway.embedded.registration.batch import Entry

LENGTHS = ("physical_size_x", "physical_size_y", "physical_size_z", "time_increment")


def save(entries: "Sequence[Entry]", replaced: Collection[int]) -> None:
    before = dict(
        models.Pixels.objects.filter(image__fileset__in=replaced).values_list("image_id", "id")
    )
    for entry in entries:
        for image, description in zip(entry.images, entry.read.description.images, strict=True):
            entry.pixels.append(_pixels(image, description, before.get(image.id)))
    rows.save(models.Pixels, [row for entry in entries for row in entry.pixels])


def _pixels(row: models.Image, image: pixels.ImageDescription, number: int | None) -> models.Pixels:
    lengths = {name: length for name in LENGTHS if (length := getattr(image, name)) is not None}
    return models.Pixels(
        id=number,
        image=row,
        size_x=image.size_x,
        size_y=image.size_y,
        size_z=image.size_z,
        size_c=image.size_c,
        size_t=image.size_t,
        type=image.pixel_type,
        levels=[[level.size_x, level.size_y] for level in image.levels],
        tile_width=image.levels[0].tile_width,
        tile_height=image.levels[0].tile_height,
        significant_bits=image.significant_bits,
        **{name: length.value for name, length in lengths.items()},
        **{f"{name}_unit": length.unit for name, length in lengths.items()},
    )
