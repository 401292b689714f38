"""Blending channels into one picture.

Additive with saturation, as OMERO renders: every channel adds its level times its colour, or the
colour of its table; what exceeds 255 stays at 255. docs/rendering.md, "Blending".

All of it is a few calls of OpenCV, which give the interpreter's lock back. Which calls depends on
the colours, by the measurements in docs/performance.md, "Kernel".
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from omeroweb.rendering.channels import ChannelSettings
from omeroweb.rendering.quantize import (
    UInt8Array,
    has_table,
    level_table,
    look_up,
    quantize,
    window,
)

# The work is spread over requests; threads inside one call would only compete with them.
cv2.setNumThreads(1)

# OpenCV's transform is vectorised for exactly three channels.
MIXED_AT_ONCE = 3

# A sum of several channels is kept in 256ths of a level and rounded once.
FRACTION = 256

# Of 64 or 128 KiB each.
TABLES = 64


class Part(NamedTuple):
    """What one channel adds to red, green or blue: values, and how they become that part.

    values: (Y, X) of an 8 or 16 bit type. dtype: empty where values are levels already.
    """

    values: NDArray[Any]
    dtype: str
    channel: ChannelSettings
    component: int


def composite(planes: NDArray[Any], channels: Sequence[ChannelSettings]) -> UInt8Array:
    """Blend channel planes into one RGB image.

    planes: (C, Y, X), any integer or float type, one per entry of channels. Returns (Y, X, 3).
    No channel at all gives a black picture.
    """
    counts = [sum(_adds(channel, component) for channel in channels) for component in range(3)]
    if max(counts) > 1 and len(channels) <= MIXED_AT_ONCE and not any(c.lut for c in channels):
        return _mixed(planes, channels)
    parts = [_parts(plane, channel) for plane, channel in zip(planes, channels, strict=True)]
    of_component = [
        [part for listed in parts for part in listed if part.component == component]
        for component in range(3)
    ]
    return _merged([_sum(listed, planes.shape[1:]) for listed in of_component])


def greyscale(plane: NDArray[Any], channel: ChannelSettings) -> UInt8Array:
    """One plane (Y, X) in shades of grey, whatever its colour. Returns (Y, X, 3)."""
    return _merged([quantize(plane, channel)] * 3)


def _mixed(planes: NDArray[Any], channels: Sequence[ChannelSettings]) -> UInt8Array:
    """Levels times a matrix of colours, in one call; one that is missing is black."""
    levels = [quantize(plane, channel) for plane, channel in zip(planes, channels, strict=True)]
    colors = np.zeros((3, MIXED_AT_ONCE), np.float32)
    for column, channel in enumerate(channels):
        colors[:, column] = channel.color
    filled = levels + levels[:1] * (MIXED_AT_ONCE - len(levels))
    return np.asarray(cv2.transform(_merged(filled), colors / 255), np.uint8)


def _parts(plane: NDArray[Any], channel: ChannelSettings) -> list[Part]:
    """The components that a channel adds to. Wide types are brought to levels first, once."""
    values, dtype = (
        (plane, plane.dtype.str) if has_table(plane.dtype) else (window(plane, channel), "")
    )
    return [
        Part(values, dtype, channel, component)
        for component in range(3)
        if _adds(channel, component)
    ]


def _adds(channel: ChannelSettings, component: int) -> bool:
    return channel.lut is not None or channel.color[component] > 0


def _sum(parts: Sequence[Part], shape: tuple[int, ...]) -> UInt8Array:
    """One component of the picture."""
    if not parts:
        return np.zeros(shape, np.uint8)
    if len(parts) == 1:
        return np.asarray(look_up(parts[0].values, _table(parts[0], is_fine=False)), np.uint8)
    total = look_up(parts[0].values, _table(parts[0], is_fine=True))
    for part in parts[1:]:
        total = cv2.add(total, look_up(part.values, _table(part, is_fine=True)), dst=total)
    return np.asarray(cv2.convertScaleAbs(total, alpha=1 / FRACTION), np.uint8)


def _table(part: Part, *, is_fine: bool) -> NDArray[Any]:
    return component_table(part.dtype, part.channel, part.component, is_fine=is_fine)


@lru_cache(maxsize=TABLES)
def component_table(
    dtype: str, channel: ChannelSettings, component: int, *, is_fine: bool
) -> NDArray[Any]:
    """What every value of an 8 or 16 bit type adds to red (0), green (1) or blue (2).

    dtype: empty for values that are levels. is_fine: in 256ths, as uint16, else rounded to uint8.
    """
    levels = level_table(dtype, channel) if dtype else np.arange(256, dtype=np.uint8)
    if channel.lut is None:
        brightness = np.arange(256) * channel.color[component] / 255
    else:
        brightness = channel.lut.table[:, component].astype(float)
    of_level = np.rint(brightness * (FRACTION if is_fine else 1))
    table = of_level.astype(np.uint16 if is_fine else np.uint8)[levels]
    table.setflags(write=False)
    return table


def _merged(components: Sequence[UInt8Array]) -> UInt8Array:
    return np.asarray(cv2.merge(list(components)), np.uint8)
