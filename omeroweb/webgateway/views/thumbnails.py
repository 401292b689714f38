"""Small pictures of images, made from the smallest stored resolution that is large enough."""

from django.http import HttpResponseBase
from django.views.decorators.http import require_safe

from omeroweb.errors import BadRequest
from omeroweb.gateway.base import Pixels
from omeroweb.http.conditional import conditional
from omeroweb.http.params import whole_number
from omeroweb.http.request import OmeroRequest
from omeroweb.quantities import Region
from omeroweb.rendering import encode, fit_inside, resize
from omeroweb.webgateway.params import RenderParams
from omeroweb.webgateway.pictures import picture, pixels_of, plan

DEFAULT_SIZE = 96
LARGEST = 2048


@require_safe
def render_thumbnail(
    request: OmeroRequest, iid: int, w: int | None = None, h: int | None = None
) -> HttpResponseBase:
    """JPEG: `w` alone is the longer side, `w` and `h` are exactly that box."""
    params = RenderParams.from_query(request.GET)
    image = request.gateway.image(iid)
    pixels = pixels_of(image)
    width, height = _box(pixels, w, h)
    z = whole_number(request.GET, "z", pixels.default_z)
    t = whole_number(request.GET, "t", pixels.default_t)
    wanted = plan(image, params)

    def make() -> bytes:
        level = _level(pixels, max(width, height))
        region = Region(0, 0, *pixels.resolutions[level])
        full = picture(request.gateway, image, wanted, level, z, t, region)
        return encode(resize(full, width, height), quality=params.quality)

    return conditional(
        request,
        ("thumbnail", image.id, image.version, wanted, params.quality, width, height, z, t),
        make,
        content_type="image/jpeg",
        is_explicit=params.channels is not None,
    )


def _box(pixels: Pixels, width: int | None, height: int | None) -> tuple[int, int]:
    if max(width or 0, height or 0) > LARGEST or 0 in (width, height):
        raise BadRequest(f"expected a size from 1 to {LARGEST} pixels")
    if width and height:
        return width, height
    return fit_inside(pixels.size_x, pixels.size_y, width or DEFAULT_SIZE)


def _level(pixels: Pixels, longest: int) -> int:
    """The coarsest level that is at least as large as the picture."""
    large_enough = [level for level, size in enumerate(pixels.resolutions) if max(size) >= longest]
    return large_enough[-1] if large_enough else 0
