"""Movies along Z or time."""

from collections.abc import Iterator

import numpy as np
from django.http import HttpResponseBase
from django.views.decorators.http import require_safe
from numpy.typing import NDArray

from omeroweb.errors import BadRequest
from omeroweb.export.movie import CONTENT_TYPES, ENDINGS, NoEncoder, movie
from omeroweb.gateway.base import Image, Pixels
from omeroweb.http.params import whole_number
from omeroweb.http.request import OmeroRequest
from omeroweb.quantities import Region
from omeroweb.rendering import fit_inside, resize
from omeroweb.webgateway.attachments import attachment
from omeroweb.webgateway.file_names import file_name
from omeroweb.webgateway.params import RenderParams
from omeroweb.webgateway.pictures import check_plane, picture, pixels_of
from omeroweb.webgateway.plans import Shown, shown
from omeroweb.webgateway.thumbnail import level_for

DEFAULT_FPS, MOST_FPS = 4, 60
# Frames have at most this many pixels on their longer side.
LONGEST = 1920
# Of all frames together: what is made while somebody waits.
MOST_PIXELS = 500_000_000


@require_safe
def render_movie(request: OmeroRequest, iid: int, pos: int, axis: str) -> HttpResponseBase:
    """The planes along ``axis`` (z or t) as ?format=quicktime or mp4, ?fps= pictures a second.

    pos: where on the other axis, from 1.
    """
    kind = request.GET.get("format") or "quicktime"
    if kind not in CONTENT_TYPES:
        raise BadRequest(f"format={kind}: expected one of {', '.join(CONTENT_TYPES)}")
    fps = whole_number(request.GET, "fps", DEFAULT_FPS)
    if not 1 <= fps <= MOST_FPS:
        raise BadRequest(f"fps={fps}: expected pictures a second, from 1 to {MOST_FPS}")
    image = request.gateway.image(iid)
    pixels = pixels_of(image)
    planes = _planes(pixels, axis, pos - 1)
    size = _size(pixels)
    if len(planes) * size[0] * size[1] > MOST_PIXELS:
        raise BadRequest(
            f"{len(planes)} pictures of {size[0]} x {size[1]} pixels are more than a movie may "
            f"have ({MOST_PIXELS} pixels in all)"
        )
    wanted = shown(request.gateway, image, RenderParams.from_query(request.GET))
    try:
        content = movie(_frames(request, image, wanted, planes, size), kind, fps)
    except NoEncoder as error:
        raise BadRequest(str(error)) from None
    name = file_name(image.name, ENDINGS[kind])
    return attachment(request, [content], name, len(content), CONTENT_TYPES[kind])


def _planes(pixels: Pixels, axis: str, other: int) -> list[tuple[int, int]]:
    """z and t of each picture."""
    z, t = (0, other) if axis == "z" else (other, 0)
    check_plane(pixels, z, t)
    if axis == "z":
        return [(n, other) for n in range(pixels.size_z)]
    return [(other, n) for n in range(pixels.size_t)]


def _size(pixels: Pixels) -> tuple[int, int]:
    if max(pixels.size_x, pixels.size_y) <= LONGEST:
        return pixels.size_x, pixels.size_y
    return fit_inside(pixels.size_x, pixels.size_y, LONGEST)


def _frames(
    request: OmeroRequest,
    image: Image,
    wanted: Shown,
    planes: list[tuple[int, int]],
    size: tuple[int, int],
) -> Iterator[NDArray[np.uint8]]:
    pixels = pixels_of(image)
    level = level_for(pixels, max(size))
    region = Region(0, 0, *pixels.resolutions[level])
    for z, t in planes:
        plane = picture(request.gateway, image, wanted.plan, level, z, t, region)
        yield plane if plane.shape[1::-1] == size else resize(plane, *size)
