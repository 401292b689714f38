"""imgData: everything a viewer needs to know of an image, in one answer."""

from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.views.decorators.http import require_safe

from omeroweb.config import catalogue
from omeroweb.errors import NotFound
from omeroweb.gateway.base import Ancestry, Channel, Container, Image, Pixels
from omeroweb.http.jsonp import json_answer
from omeroweb.http.request import OmeroRequest
from omeroweb.http.session import configuration
from omeroweb.quantities import Length
from omeroweb.rendering import grid
from omeroweb.rendering.split import BORDER
from omeroweb.webgateway.pictures import pixels_of

Json = dict[str, Any]

MICROMETERS = {
    "PICOMETER": 1e-6,
    "ANGSTROM": 1e-4,
    "NANOMETER": 1e-3,
    "MICROMETER": 1.0,
    "MILLIMETER": 1e3,
    "CENTIMETER": 1e4,
    "METER": 1e6,
}

PIXEL_RANGES = {
    "int8": [-(2**7), 2**7 - 1],
    "uint8": [0, 2**8 - 1],
    "int16": [-(2**15), 2**15 - 1],
    "uint16": [0, 2**16 - 1],
    "int32": [-(2**31), 2**31 - 1],
    "uint32": [0, 2**32 - 1],
}


def welcome(_: OmeroRequest) -> HttpResponse:
    return HttpResponse("Welcome to webgateway", content_type="text/plain; charset=utf-8")


@require_safe
def img_data(request: OmeroRequest, iid: int, key: str | None = None) -> HttpResponseBase:
    """The whole answer, or the member that `key` names; dots go deeper, unknown is null."""
    try:
        image = request.gateway.image(iid)
    except NotFound:
        raise NotFound(f"Image:{iid} not found") from None
    body = _image_data(image, request.gateway.ancestry(iid))
    return json_answer(request, body if key is None else _member(body, key))


def _image_data(image: Image, ancestry: Ancestry) -> Json:
    pixels = pixels_of(image)
    may = image.details.permissions
    return {
        "id": image.id,
        "meta": _meta(image, pixels, ancestry),
        "perms": {
            "canAnnotate": may.can_annotate,
            "canEdit": may.can_edit,
            "canDelete": may.can_delete,
            "canLink": may.can_link,
            "canDownload": image.can_download,
        },
        **_pyramid(pixels),
        "interpolate": configuration()[catalogue.INTERPOLATE_PIXELS],
        "size": {
            "width": pixels.size_x,
            "height": pixels.size_y,
            "z": pixels.size_z,
            "t": pixels.size_t,
            "c": pixels.size_c,
        },
        "pixel_size": {
            "x": _micrometers(pixels.physical_size_x),
            "y": _micrometers(pixels.physical_size_y),
            "z": _micrometers(pixels.physical_size_z),
        },
        "init_zoom": _first_zoom(pixels),
        **({"nominalMagnification": image.magnification} if image.magnification else {}),
        "pixel_range": _pixel_range(pixels),
        "channels": [_channel(channel) for channel in pixels.channels],
        "split_channel": {
            "g": _panels(pixels, pixels.size_c),
            "c": _panels(pixels, pixels.size_c + 1),
        },
        "rdefs": {
            "model": "color",
            "projection": "normal",
            "defaultZ": pixels.default_z,
            "defaultT": pixels.default_t,
            "invertAxis": False,
        },
    }


def _meta(image: Image, pixels: Pixels, ancestry: Ancestry) -> Json:
    return {
        "imageName": image.name,
        "imageDescription": image.description,
        "imageAuthor": image.details.owner.full_name,
        "imageArchived": False,
        "imageId": image.id,
        "imageTimestamp": (image.acquired or image.imported).timestamp(),
        "pixelsType": pixels.type,
        **_parent("project", ancestry.projects),
        **_parent("dataset", ancestry.datasets),
        "wellSampleId": "",
        "wellId": "" if ancestry.well_id is None else ancestry.well_id,
    }


def _parent(kind: str, parents: tuple[Container, ...]) -> Json:
    """Name, id and description of the one parent; "Multiple" where it is not exactly one."""
    only = parents[0] if len(parents) == 1 else None
    return {
        f"{kind}Name": only.name if only else "Multiple",
        f"{kind}Id": only.id if only else None,
        f"{kind}Description": only.description if only else "",
    }


def _pyramid(pixels: Pixels) -> Json:
    if len(pixels.resolutions) == 1:
        return {"tiles": False}
    levels = list(enumerate(pixels.resolutions))
    return {
        "tiles": True,
        "tile_size": {"width": pixels.tile_width, "height": pixels.tile_height},
        "levels": len(levels),
        "resolutions": {str(n): {"sizeX": r.size_x, "sizeY": r.size_y} for n, r in levels},
        "zoomLevelScaling": {str(n): r.size_x / pixels.size_x for n, r in levels},
    }


def _first_zoom(pixels: Pixels) -> int:
    """The level to begin with, 0 for the coarsest; a configured one below 0 counts back."""
    wanted = configuration()[catalogue.INITIAL_ZOOM_LEVEL]
    return wanted if wanted >= 0 else max(0, len(pixels.resolutions) + wanted)


def _channel(channel: Channel) -> Json:
    red, green, blue = channel.color
    return {
        "label": channel.label,
        "color": f"{red:02X}{green:02X}{blue:02X}",
        "active": channel.is_active,
        "emissionWave": channel.emission,
        "inverted": False,
        "reverseIntensity": False,
        "family": "linear",
        "coefficient": 1.0,
        "window": {
            "min": channel.minimum,
            "max": channel.maximum,
            "start": channel.start,
            "end": channel.end,
        },
    }


def _panels(pixels: Pixels, count: int) -> Json:
    """The grid of a split view with one panel for each of ``count`` pictures."""
    layout = grid(count, pixels.size_x, pixels.size_y)
    return {
        "width": layout.width,
        "height": layout.height,
        "border": BORDER,
        "gridx": layout.columns,
        "gridy": layout.rows,
    }


def _pixel_range(pixels: Pixels) -> list[float]:
    """What the type can hold; for floating point, what the image holds."""
    if pixels.type in PIXEL_RANGES:
        return [float(value) for value in PIXEL_RANGES[pixels.type]]
    lowest = min((channel.minimum for channel in pixels.channels), default=0.0)
    return [lowest, max((channel.maximum for channel in pixels.channels), default=1.0)]


def _micrometers(size: Length | None) -> float | None:
    if size is None or size.unit not in MICROMETERS:
        return None
    return size.value * MICROMETERS[size.unit]


def _member(body: Json, key: str) -> Any:
    found: Any = body
    for part in key.split("."):
        found = found.get(part) if isinstance(found, dict) else None
    return found
