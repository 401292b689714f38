"""Intensities to 0..255: the window and the curve of a channel.

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

# A table of a 16-bit type has 64 KiB.
TABLES = 256


def quantize(plane: NDArray[Any], channel: ChannelSettings) -> UInt8Array:
    """One plane (Y, X) of any real type as (Y, X) uint8."""
    if plane.dtype.kind in "iu" and plane.dtype.itemsize <= 2:
        unsigned = np.dtype(f"u{plane.dtype.itemsize}")
        table = lookup_table(plane.dtype.str, channel)
        looked_up = cv2.LUT(np.ascontiguousarray(plane).view(unsigned), table)
        return np.asarray(looked_up, np.uint8)
    return window(plane, channel)


def window(values: NDArray[Any], channel: ChannelSettings) -> UInt8Array:
    """The formula itself, in double precision; not-a-number counts as start."""
    width = channel.end - channel.start
    if width > 0:
        shifted = np.clip(values.astype(np.float64), channel.start, channel.end) - channel.start
        bent = curve(np.nan_to_num(shifted * (255.0 / width)), channel)
        quantized = np.rint(bent).astype(np.uint8)
    else:
        quantized = np.where(values >= channel.start, 255, 0).astype(np.uint8)
    return 255 - quantized if channel.is_inverted else quantized


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


@lru_cache(maxsize=TABLES)
def lookup_table(dtype: str, channel: ChannelSettings) -> UInt8Array:
    """The formula for every value of an 8 or 16 bit type, in the order of its bit patterns."""
    kind = np.dtype(dtype)
    patterns = np.arange(2 ** (8 * kind.itemsize), dtype=f"u{kind.itemsize}")
    table = window(patterns.view(kind), channel)
    table.setflags(write=False)
    return table
