"""Intensities to levels 0..255: the window and the curve of a channel.

The window maps v linearly to u = 255 * (clip(v, start, end) - start) / (end - start), the curve f
of the channel's family bends it, and the ends stay where they are:

    q = rint(255 * (f(u) - f(0)) / (f(255) - f(0))), inverted: 255 - q

linear       f(u) = u
polynomial   f(u) = u ^ k
logarithmic  f(u) = ln(max(u, 1))
exponential  f(u) = exp(u ^ k)

A window without width is a threshold: 0 below it, 255 from it on. docs/rendering.md, "Window".
"""

from functools import lru_cache
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from omeroweb.rendering.channels import ChannelSettings, Family

UInt8Array = NDArray[np.uint8]
FloatArray = NDArray[np.float64]

# A table of a 16-bit type has 64 KiB and is made in half a millisecond.
TABLES = 64

# How far from zero, in widths, a window may lie for single precision to be a 50th of a level exact.
NEAR = 1000


def quantize(plane: NDArray[Any], channel: ChannelSettings) -> UInt8Array:
    """One plane (Y, X) of any real type as (Y, X) uint8."""
    if has_table(plane.dtype):
        return look_up(plane, level_table(plane.dtype.str, channel))
    return window(plane, channel)


def has_table(dtype: np.dtype[Any]) -> bool:
    """Whether a type has so few values that each of them can stand in a table."""
    return dtype.kind in "iu" and dtype.itemsize <= 2


def look_up(plane: NDArray[Any], table: NDArray[Any]) -> NDArray[Any]:
    """Each value of a plane (Y, X) as the table's entry for its bit pattern."""
    patterns = np.ascontiguousarray(plane).view(f"u{plane.dtype.itemsize}")
    return np.asarray(cv2.LUT(patterns, table))


@lru_cache(maxsize=TABLES)
def level_table(dtype: str, channel: ChannelSettings) -> UInt8Array:
    """The formula for every value of an 8 or 16 bit type, in the order of its bit patterns."""
    kind = np.dtype(dtype)
    patterns = np.arange(2 ** (8 * kind.itemsize), dtype=f"u{kind.itemsize}")
    table = window(patterns.view(kind), channel)
    table.setflags(write=False)
    return table


def window(values: NDArray[Any], channel: ChannelSettings) -> UInt8Array:
    """The formula, value by value; not-a-number counts as start."""
    width = channel.end - channel.start
    if not width > 0:
        levels = np.where(values >= channel.start, 255, 0).astype(np.uint8)
    elif channel.family is Family.LINEAR and max(map(abs, _ends(channel))) <= NEAR * width:
        levels = _window_in_single_precision(values, channel)
    else:
        shifted = np.clip(values.astype(np.float64), *_ends(channel)) - channel.start
        bent = curve(np.nan_to_num(shifted * (255.0 / width)), channel)
        levels = np.rint(bent).astype(np.uint8)
    return 255 - levels if channel.is_inverted else levels


def curve(levels: FloatArray, channel: ChannelSettings) -> FloatArray:
    """Levels from 0 to 255 bent by the channel's family, in the same range."""
    k = channel.coefficient
    match channel.family:
        case Family.LINEAR:
            return levels
        case Family.POLYNOMIAL:
            # (u/255)^k: the same curve, and no power of 255 that overflows.
            return np.asarray(255 * (levels / 255) ** k)
        case Family.LOGARITHMIC:
            return np.asarray(255 * np.log(np.maximum(levels, 1)) / np.log(255))
        case Family.EXPONENTIAL:
            # Divided by exp(255^k), which no floating-point number holds for most k.
            highest = 255.0**k
            lowest = np.exp(-highest)
            return np.asarray(255 * (np.exp(levels**k - highest) - lowest) / (1 - lowest))


def _window_in_single_precision(values: NDArray[Any], channel: ChannelSettings) -> UInt8Array:
    # OpenCV takes numbers in place of arrays, its type hints do not say so.
    ends: tuple[Any, Any] = _ends(channel)
    start, end = ends
    # OpenCV would take a single value for a number: it is computed twice.
    row = np.resize(values, (1, 2)) if values.size == 1 else values.reshape(1, -1)
    single = np.ascontiguousarray(row, np.float32)
    # OpenCV's maximum of not-a-number and start is start.
    inside = cv2.min(cv2.max(single, start), end)
    scale = 255 / (end - start)
    levels = cv2.convertScaleAbs(inside, alpha=scale, beta=-start * scale)
    return np.asarray(levels, np.uint8)[0, : values.size].reshape(values.shape)


def _ends(channel: ChannelSettings) -> tuple[float, float]:
    return channel.start, channel.end
