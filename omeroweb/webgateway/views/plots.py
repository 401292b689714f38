"""Intensities along one row or column, drawn to be laid over the image."""

from collections.abc import Callable

from django.http import HttpResponseBase
from django.views.decorators.http import require_safe

from omeroweb.errors import BadRequest
from omeroweb.gateway.base import Image, Pixels
from omeroweb.http.conditional import conditional
from omeroweb.http.request import OmeroRequest
from omeroweb.quantities import Region
from omeroweb.rendering import draw_column, draw_row, encode_transparent_gif, line_levels
from omeroweb.webgateway.params import RenderParams
from omeroweb.webgateway.pictures import check_plane, check_size, pixels_of
from omeroweb.webgateway.plans import Shown, shown

MOST_WIDE = 255
# What the width and height of a GIF can be, and how many colours beside the transparent one.
GIF_LIMIT, GIF_COLORS = 65535, 255


@require_safe
def render_row_plot(
    request: OmeroRequest, iid: int, z: int, t: int, y: int, w: int = 1
) -> HttpResponseBase:
    """As large as the image: level 0 of each channel is at the lower edge."""
    image, pixels, found = _asked(request, iid, z, t, w)
    wanted = found.plan
    if not 0 <= y < pixels.size_y:
        raise BadRequest(f"y={y} is out of range: expected 0 to {pixels.size_y - 1}")

    def make() -> bytes:
        planes = request.gateway.read(image, 0, z, t, wanted.shown, Region(0, y, pixels.size_x, 1))
        levels = line_levels(list(planes[:, 0]), wanted)
        return encode_transparent_gif(draw_row(levels, wanted, pixels.size_y, w))

    return _answer(request, image, found, ("row", z, t, y, w), make)


@require_safe
def render_col_plot(
    request: OmeroRequest, iid: int, z: int, t: int, x: int, w: int = 1
) -> HttpResponseBase:
    """As large as the image: level 0 of each channel is at the left edge."""
    image, pixels, found = _asked(request, iid, z, t, w)
    wanted = found.plan
    if not 0 <= x < pixels.size_x:
        raise BadRequest(f"x={x} is out of range: expected 0 to {pixels.size_x - 1}")

    def make() -> bytes:
        planes = request.gateway.read(image, 0, z, t, wanted.shown, Region(x, 0, 1, pixels.size_y))
        levels = line_levels(list(planes[:, :, 0]), wanted)
        return encode_transparent_gif(draw_column(levels, wanted, pixels.size_x, w))

    return _answer(request, image, found, ("column", z, t, x, w), make)


def _asked(request: OmeroRequest, iid: int, z: int, t: int, w: int) -> tuple[Image, Pixels, Shown]:
    image = request.gateway.image(iid)
    pixels = pixels_of(image)
    check_plane(pixels, z, t)
    check_size(Region(0, 0, pixels.size_x, pixels.size_y))
    found = shown(request.gateway, image, RenderParams.from_query(request.GET))
    if not 1 <= w <= MOST_WIDE:
        raise BadRequest(f"w={w}: expected a width of lines from 1 to {MOST_WIDE} pixels")
    if max(pixels.size_x, pixels.size_y) > GIF_LIMIT or len(found.plan.shown) > GIF_COLORS:
        raise BadRequest(
            f"a line plot is a GIF, which has at most {GIF_LIMIT} x {GIF_LIMIT} pixels and "
            f"{GIF_COLORS} colours"
        )
    return image, pixels, found


def _answer(
    request: OmeroRequest,
    image: Image,
    found: Shown,
    place: tuple[object, ...],
    make: Callable[[], bytes],
) -> HttpResponseBase:
    return conditional(
        request,
        (*place, image.id, image.version, found.plan),
        make,
        content_type="image/gif",
        is_explicit=found.is_explicit,
    )
