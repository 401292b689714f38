"""What ImageJ writes into its TIFF files: scale, intervals, channel names, colours and windows.

Source: ImageJ's ij.io.TiffEncoder and ij.io.FileInfo as its documentation describes them.
"""

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import tifffile

from omeroweb.pixels.description import ChannelDescription, ImageDescription
from omeroweb.pixels.tiff_tags import positive, ratio
from omeroweb.quantities import Length

UNITS = {
    "micron": "MICROMETER",
    "microns": "MICROMETER",
    "um": "MICROMETER",
    "µm": "MICROMETER",
    "\\u00b5m": "MICROMETER",
    "nm": "NANOMETER",
    "mm": "MILLIMETER",
    "cm": "CENTIMETER",
    "inch": "INCH",
    "pixel": "PIXEL",
}


def describe_imagej(
    said: Mapping[str, Any], plain: ImageDescription, page: tifffile.TiffPage
) -> dict[str, Any]:
    """Fields of ImageDescription, from tifffile's imagej_metadata."""
    found: dict[str, Any] = {"channels": _channels(said, plain), "description": ""}
    unit = UNITS.get(str(said.get("unit", "")).strip().lower())
    # ImageJ keeps pixels per its own unit in the tags of resolution.
    for field, name in (("physical_size_x", "XResolution"), ("physical_size_y", "YResolution")):
        per_unit = ratio(page.tags.valueof(name))
        found[field] = Length(1 / per_unit, unit) if unit and per_unit else None
    spacing = positive(said.get("spacing"))
    if unit and spacing:
        found["physical_size_z"] = Length(spacing, unit)
    interval = positive(said.get("finterval"))
    if interval:
        found["time_increment"] = Length(interval, "SECOND")
    if isinstance(said.get("Info"), str):
        found["description"] = said["Info"][:4096]
    return found


def _channels(said: Mapping[str, Any], plain: ImageDescription) -> tuple[ChannelDescription, ...]:
    if any(channel.is_rgb for channel in plain.channels):
        return plain.channels
    labels, ranges, tables = said.get("Labels"), said.get("Ranges"), said.get("LUTs")
    is_composite = said.get("mode") in ("composite", "color", "colour", None)
    channels = []
    for index, channel in enumerate(plain.channels):
        changes: dict[str, Any] = {}
        if isinstance(labels, list) and len(labels) == plain.size_c > 1:
            changes["name"] = str(labels[index])
        window = _window(ranges, index)
        if window:
            changes["window"] = window
        if isinstance(tables, list) and index < len(tables) and is_composite:
            changes["color"] = _brightest(tables[index])
        channels.append(replace(channel, **changes))
    return tuple(channels)


def _window(ranges: object, index: int) -> tuple[float, float] | None:
    if not isinstance(ranges, tuple | list) or len(ranges) < 2 * index + 2:
        return None
    start, end = float(ranges[2 * index]), float(ranges[2 * index + 1])
    return (start, end) if math.isfinite(start) and math.isfinite(end) and start < end else None


def _brightest(table: object) -> tuple[int, int, int] | None:
    """The colour that the highest value is shown in."""
    values = np.asarray(table)
    if values.shape != (3, 256):
        return None
    red, green, blue = (int(value) for value in values[:, 255])
    return red, green, blue
