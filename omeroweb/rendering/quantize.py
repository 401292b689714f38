"""Intensities to 0..255: the window of a channel.

q = rint(255 * (clip(v, start, end) - start) / (end - start)), inverted: 255 - q.
A window without width is a threshold: 0 below it, 255 from it on.
"""

from functools import lru_cache
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from omeroweb.rendering.channels import ChannelSettings

UInt8Array = NDArray[np.uint8]

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
        scaled = np.nan_to_num(shifted * (255.0 / width))
        quantized = np.rint(scaled).astype(np.uint8)
    else:
        quantized = np.where(values >= channel.start, 255, 0).astype(np.uint8)
    return 255 - quantized if channel.is_inverted else quantized


@lru_cache(maxsize=TABLES)
def lookup_table(dtype: str, channel: ChannelSettings) -> UInt8Array:
    """The formula for every value of an 8 or 16 bit type, in the order of its bit patterns."""
    kind = np.dtype(dtype)
    patterns = np.arange(2 ** (8 * kind.itemsize), dtype=f"u{kind.itemsize}")
    table = window(patterns.view(kind), channel)
    table.setflags(write=False)
    return table
