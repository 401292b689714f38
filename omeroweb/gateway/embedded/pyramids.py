"""Which images have a pyramid of the store's own, and where it is kept."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from omeroweb import pixels
from omeroweb.config import Configuration, catalogue
from omeroweb.gateway.embedded import models
from omeroweb.pixels.base import Level
from omeroweb.pixels.pyramids import Layout, Pyramid, layout_for
from omeroweb.pixels.pyramids.layout import CHUNK

SUFFIX = ".ome.zarr"
# The id of the pixels and the version of the fileset; nothing else in the folder is ours.
OWN_NAME = re.compile(r"\d+-[0-9a-f]+-[0-9a-f]+" + re.escape(SUFFIX))


def planned(image: pixels.ImageDescription) -> Layout | None:
    """The pyramid that an image is to get; None where it needs none."""
    if image.is_label:
        return None
    of: Configuration = settings.OMERO_CONFIGURATION
    return layout_for(image, of[catalogue.MAX_PLANE_WIDTH] * of[catalogue.MAX_PLANE_HEIGHT])


def openable(image: models.Image) -> pixels.Openable:
    """What is opened for an image; the row comes with its fileset, pixels and their pyramid."""
    path = pixels.location(image.path)
    row = getattr(image.pixels, "pyramid", None)
    if row is None:
        return pixels.ImageFile(path, image.series)
    folder = pyramids_folder() / f"{image.pixels.id}-{image.fileset.version}{SUFFIX}"
    return Pyramid(path, image.series, layout_of(row), folder)


def layout_of(row: models.Pyramid) -> Layout:
    of = row.pixels
    (size_x, size_y), *others = of.levels
    return Layout(
        size_z=of.size_z,
        size_c=of.size_c,
        size_t=of.size_t,
        pixel_type=of.type,
        levels=(
            Level(size_x, size_y, of.tile_width, of.tile_height),
            *(Level(width, height, CHUNK, CHUNK) for width, height in others),
        ),
        first=row.first,
        is_striped=row.is_striped,
    )


def all_pyramids() -> Iterator[tuple[models.Image, Pyramid]]:
    """Every image that gets one, in the order in which they came."""
    rows = models.Image.objects.filter(pixels__pyramid__isnull=False)
    for row in rows.select_related("fileset", "pixels__pyramid").order_by("id").iterator():
        found = openable(row)
        if isinstance(found, Pyramid):
            yield row, found


def remove_unused() -> None:
    """Remove the pyramids of images that are gone, and of files that have changed since."""
    used = {pyramid.folder.name for _, pyramid in all_pyramids()}
    for folder in pyramids_folder().glob(f"*{SUFFIX}"):
        if OWN_NAME.fullmatch(folder.name) and folder.name not in used:
            shutil.rmtree(folder, ignore_errors=True)


def pyramids_folder() -> Path:
    of: Configuration = settings.OMERO_CONFIGURATION
    return of[catalogue.PYRAMIDS]
