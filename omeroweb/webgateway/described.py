"""What imgData says of an image: all that a viewer needs to know, as one body of JSON."""

from typing import Any

from omeroweb.config import catalogue
from omeroweb.gateway.base import (
    Ancestry,
    Channel,
    ChannelBinding,
    Container,
    Image,
    Model,
    Pixels,
    Rendering,
)
from omeroweb.http.session import configuration
from omeroweb.quantities import Length
from omeroweb.rendering import grid
from omeroweb.rendering.split import BORDER
from omeroweb.webgateway.simple import date

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


def without_pixels(image: Image, ancestry: Ancestry) -> Json:
    """What is known of every image."""
    may = image.details.permissions
    return {
        "id": image.id,
        "meta": _meta(image, ancestry),
        "perms": {
            "canAnnotate": may.can_annotate,
            "canEdit": may.can_edit,
            "canDelete": may.can_delete,
            "canLink": may.can_link,
            "canDownload": image.can_download,
        },
    }


def with_pixels(image: Image, pixels: Pixels, ancestry: Ancestry, rendering: Rendering) -> Json:
    """The same and everything about showing it. rendering: the settings to begin with."""
    return {
        **without_pixels(image, ancestry),
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
        "pixel_range": pixel_range(pixels),
        "channels": [
            _channel(channel, binding)
            for channel, binding in zip(pixels.channels, rendering.channels, strict=True)
        ],
        "split_channel": {
            "g": _panels(pixels, pixels.size_c),
            "c": _panels(pixels, pixels.size_c + 1),
        },
        "rdefs": {
            "model": "greyscale" if rendering.model is Model.GREYSCALE else "color",
            "projection": "normal",
            "defaultZ": rendering.z,
            "defaultT": rendering.t,
            "invertAxis": False,
        },
    }


def _meta(image: Image, ancestry: Ancestry) -> Json:
    return {
        "imageName": image.name,
        "imageDescription": image.description,
        "imageAuthor": image.details.owner.full_name,
        "imageArchived": False,
        "imageId": image.id,
        "imageTimestamp": date(image),
        "pixelsType": image.pixels.type if image.pixels else "",
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


def _channel(channel: Channel, shown: ChannelBinding) -> Json:
    return {
        "label": channel.label,
        "color": hex_color(shown),
        "active": shown.is_active,
        "emissionWave": channel.emission,
        "inverted": shown.is_inverted,
        "reverseIntensity": shown.is_inverted,
        "family": shown.family.value,
        "coefficient": shown.coefficient,
        "window": {
            "min": channel.minimum,
            "max": channel.maximum,
            "start": shown.start,
            "end": shown.end,
        },
        **({"lut": shown.lut} if shown.lut else {}),
    }


def hex_color(binding: ChannelBinding) -> str:
    """Six upper-case digits."""
    red, green, blue, _ = binding.color
    return f"{red:02X}{green:02X}{blue:02X}"


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


def pixel_range(pixels: Pixels) -> list[float]:
    """What the type can hold; for floating point, what the image holds."""
    if pixels.type in PIXEL_RANGES:
        return [float(value) for value in PIXEL_RANGES[pixels.type]]
    lowest = min((channel.minimum for channel in pixels.channels), default=0.0)
    return [lowest, max((channel.maximum for channel in pixels.channels), default=1.0)]


def _micrometers(size: Length | None) -> float | None:
    if size is None or size.unit not in MICROMETERS:
        return None
    return size.value * MICROMETERS[size.unit]
