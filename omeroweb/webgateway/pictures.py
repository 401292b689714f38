"""From an image and a plan to a picture: which planes are read, and how much of them."""

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from omeroweb.config import catalogue
from omeroweb.errors import BadRequest, NotFound
from omeroweb.gateway.base import Gateway, Image, Pixels
from omeroweb.http.departure import leave_if_gone
from omeroweb.http.session import configuration
from omeroweb.quantities import Region
from omeroweb.rendering import (
    DEFAULT_QUALITY,
    Plan,
    Projection,
    grid,
    montage,
    project,
    render,
    sections,
    shows_stored_pixels,
    split_channels,
)
from omeroweb.turn import give_way
from omeroweb.webgateway.params import RenderParams

Picture = NDArray[np.uint8]

# So many pixels are made in some milliseconds; who asks for more lets others begin.
QUICK_PIXELS = 1024 * 1024


def pixels_of(image: Image) -> Pixels:
    if image.pixels is None:
        raise NotFound(f"Image {image.id} has no pixels")
    return image.pixels


def picture(
    gateway: Gateway, image: Image, wanted: Plan, level: int, z: int, t: int, region: Region
) -> Picture:
    """One plane's region, blended: (Y, X, 3) uint8. Raises BadRequest for a plane out of range."""
    check_plane(pixels_of(image), z, t)
    check_size(region)
    if not wanted.indices:
        return np.zeros((region.height, region.width, 3), np.uint8)
    if region.width * region.height > QUICK_PIXELS:
        give_way()
    leave_if_gone()
    planes = gateway.read(image, level, z, t, wanted.shown, region)
    leave_if_gone()
    return render(planes, wanted)


def stored_jpeg(
    gateway: Gateway,
    image: Image,
    wanted: Plan,
    level: int,
    z: int,
    t: int,
    region: Region,
    quality: float | None = None,
) -> bytes | None:
    """The file's own bytes of a region, where they are a JPEG that shows just what is wanted.

    They have the quality that they have: None where a lower one than usual is asked for.
    """
    pixels = pixels_of(image)
    is_good = quality is None or quality >= DEFAULT_QUALITY
    if not is_good or not shows_stored_pixels(wanted, pixels.size_c, pixels.type):
        return None
    return gateway.stored_tile(image, level, z, t, region)


def projected(
    gateway: Gateway, image: Image, wanted: Plan, params: RenderParams, t: int
) -> Picture:
    """The whole plane at full resolution, projected along Z."""
    pixels = pixels_of(image)
    region = Region(0, 0, pixels.size_x, pixels.size_y)
    check_plane(pixels, 0, t)
    check_size(region)
    if not wanted.indices:
        return np.zeros((region.height, region.width, 3), np.uint8)

    give_way()

    def stack() -> Iterator[NDArray[Any]]:
        for z in sections(params.z_range, pixels.size_z):
            leave_if_gone()
            yield gateway.read(image, 0, z, t, wanted.shown, region)

    return render(project(stack(), params.projection), wanted)


def whole_plane(
    gateway: Gateway, image: Image, wanted: Plan, params: RenderParams, z: int, t: int
) -> Picture:
    """The whole plane at full resolution; with a projection, z does not matter."""
    if params.projection is not Projection.NORMAL:
        return projected(gateway, image, wanted, params, t)
    pixels = pixels_of(image)
    region = Region(0, 0, pixels.size_x, pixels.size_y)
    return picture(gateway, image, wanted, 0, z, t, region)


def split_plane(gateway: Gateway, image: Image, wanted: Plan, z: int, t: int) -> Picture:
    """The whole plane, each active channel in a panel of its own."""
    pixels = pixels_of(image)
    panels = grid(len(wanted.indices) + 1, pixels.size_x, pixels.size_y)
    check_size(Region(0, 0, panels.width, panels.height))
    region = Region(0, 0, pixels.size_x, pixels.size_y)
    if not wanted.indices:
        return montage([np.zeros((region.height, region.width, 3), np.uint8)])
    return split_channels(gateway.read(image, 0, z, t, wanted.indices, region), wanted)


def check_channel(pixels: Pixels, c: int) -> None:
    if not 0 <= c < pixels.size_c:
        raise BadRequest(f"c={c} is out of range: expected 0 to {pixels.size_c - 1}")


def check_plane(pixels: Pixels, z: int, t: int) -> None:
    for axis, value, size in (("z", z, pixels.size_z), ("t", t, pixels.size_t)):
        if not 0 <= value < size:
            raise BadRequest(f"{axis}={value} is out of range: expected 0 to {size - 1}")


def is_too_large(region: Region) -> bool:
    return region.width * region.height > configuration()[catalogue.RENDER_MAX_PIXELS]


def check_size(region: Region) -> None:
    if is_too_large(region):
        limit = configuration()[catalogue.RENDER_MAX_PIXELS]
        raise BadRequest(
            f"{region.width} x {region.height} pixels are more than one picture may have "
            f"({limit}): ask for tiles with render_image_region, or for a thumbnail"
        )
