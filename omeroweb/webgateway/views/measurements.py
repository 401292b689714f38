"""Numbers about the pixels of one plane: histograms and statistics."""

from dataclasses import asdict
from itertools import takewhile
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from omeroweb.config import catalogue
from omeroweb.errors import BadRequest, NotFound
from omeroweb.gateway.base import Pixels
from omeroweb.http.json_view import json_view
from omeroweb.http.params import optional_number, whole_number
from omeroweb.http.request import OmeroRequest
from omeroweb.http.session import configuration
from omeroweb.quantities import Region
from omeroweb.rendering import histogram, statistics
from omeroweb.webgateway.params import given_region
from omeroweb.webgateway.pictures import check_channel, check_plane, check_size, pixels_of

Json = dict[str, Any]

DEFAULT_BINS, MOST_BINS = 256, 65536


@require_safe
def histogram_json(request: OmeroRequest, iid: int, channel: int, rest: str = "") -> HttpResponse:
    """How many pixels of a plane fall into each bin from the channel's minimum to its maximum.

    Of an image too large to be read at once, the finest resolution that is not. rest: what clients
    may add to the path means nothing.
    """
    image = request.gateway.image(iid)
    pixels = pixels_of(image)
    z, t = whole_number(request.GET, "theZ", 0), whole_number(request.GET, "theT", 0)
    _check_there(pixels, channel, z, t)
    bins = whole_number(request.GET, "bins", DEFAULT_BINS)
    if not 1 <= bins <= MOST_BINS:
        return JsonResponse(
            {"error": f"bins={bins}: expected a number from 1 to {MOST_BINS}"}, status=400
        )
    level = _readable_level(pixels)
    region = Region(0, 0, *pixels.resolutions[level])
    plane = request.gateway.read(image, level, z, t, (channel,), region)[0]
    shown = pixels.channels[channel]
    counts = histogram(plane, bins, shown.minimum, shown.maximum)
    return JsonResponse({"data": counts.tolist()})


@require_safe
@json_view
def statistics_json(request: OmeroRequest, iid: int) -> Json:
    """Count, extremes, mean and standard deviation of each channel of a plane, or of its part.

    z and t choose the plane, c one channel, x, y, w, h and resolution a part: all count from 0.
    """
    image = request.gateway.image(iid)
    pixels = pixels_of(image)
    z = whole_number(request.GET, "z", pixels.default_z)
    t = whole_number(request.GET, "t", pixels.default_t)
    c = optional_number(request.GET, "c")
    level, region = given_region(request.GET, pixels)
    check_plane(pixels, z, t)
    if c is not None:
        check_channel(pixels, c)
    check_size(region)
    indices = range(pixels.size_c) if c is None else (c,)
    return {
        "id": image.id,
        "z": z,
        "t": t,
        "resolution": level,
        "region": region._asdict(),
        "channels": [
            {
                "index": index,
                "label": pixels.channels[index].label,
                **_numbers(request.gateway.read(image, level, z, t, (index,), region)),
            }
            for index in indices
        ],
    }


def _numbers(plane: Any) -> Json:
    """null where a plane holds no finite value."""
    found = statistics([plane])
    names = ("count", "minimum", "maximum", "mean", "deviation")
    return asdict(found) if found else dict.fromkeys(names)


def _check_there(pixels: Pixels, c: int, z: int, t: int) -> None:
    """What does not exist is not found, as the reference has it."""
    try:
        check_channel(pixels, c)
        check_plane(pixels, z, t)
    except BadRequest as error:
        raise NotFound(str(error)) from None


def _readable_level(pixels: Pixels) -> int:
    limit = configuration()[catalogue.RENDER_MAX_PIXELS]
    too_large = takewhile(lambda size: size.size_x * size.size_y > limit, pixels.resolutions)
    level = sum(1 for _ in too_large)
    return min(level, len(pixels.resolutions) - 1)
