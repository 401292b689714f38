"""Pixels: dimensions, type, levels and physical sizes of each image, and what its planes say."""

from collections.abc import Collection, Iterator, Sequence

from omeroweb import pixels
from omeroweb.gateway.embedded import models
from omeroweb.gateway.embedded.pyramids import planned
from omeroweb.gateway.embedded.registration import rows
from omeroweb.gateway.embedded.registration.entry import Entry
from omeroweb.gateway.embedded.registration.values import length


def save(entries: Sequence[Entry], replaced: Collection[int]) -> None:
    before = dict(
        models.Pixels.objects.filter(image__fileset__in=replaced).values_list("image_id", "id")
    )
    for entry in entries:
        entry.pixels = [
            _pixels(row, image, before.get(row.id)) for row, image in entry.described_images
        ]
    rows.save(models.Pixels, [row for entry in entries for row in entry.pixels])
    models.PlaneInfo.objects.filter(pixels__image__fileset__in=replaced).delete()
    rows.save(models.PlaneInfo, [plane for entry in entries for plane in _planes(entry)])


def _pixels(row: models.Image, image: pixels.ImageDescription, number: int | None) -> models.Pixels:
    layout = planned(image)
    levels = layout.levels if layout else image.levels
    return models.Pixels(
        id=number,
        image=row,
        size_x=image.size_x,
        size_y=image.size_y,
        size_z=image.size_z,
        size_c=image.size_c,
        size_t=image.size_t,
        type=image.pixel_type,
        dimension_order=image.dimension_order,
        levels=[[level.size_x, level.size_y] for level in levels],
        tile_width=levels[0].tile_width,
        tile_height=levels[0].tile_height,
        significant_bits=image.significant_bits,
        **length("physical_size_x", image.physical_size_x),
        **length("physical_size_y", image.physical_size_y),
        **length("physical_size_z", image.physical_size_z),
        **length("time_increment", image.time_increment),
    )


def _planes(entry: Entry) -> Iterator[models.PlaneInfo]:
    for row, image in zip(entry.pixels, entry.read.description.images, strict=True):
        # A file may say something of one plane twice; what it says first counts.
        seen: set[tuple[int, int, int]] = set()
        for plane in image.planes:
            if (plane.t, plane.z, plane.c) in seen:
                continue
            seen.add((plane.t, plane.z, plane.c))
            yield models.PlaneInfo(
                pixels=row,
                the_z=plane.z,
                the_c=plane.c,
                the_t=plane.t,
                **length("delta_t", plane.delta_t),
                **length("exposure_time", plane.exposure_time),
                **length("position_x", plane.position_x),
                **length("position_y", plane.position_y),
                **length("position_z", plane.position_z),
            )
