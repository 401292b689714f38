"""Other ways to blend a tile of 16-bit channels, to compare ours with."""

import importlib
import importlib.util
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from omeroweb.rendering import ChannelSettings
from omeroweb.rendering.quantize import level_table

Planes = NDArray[np.uint16]
Picture = NDArray[np.uint8]


def naive(planes: Planes, channels: list[ChannelSettings]) -> Picture:
    """A table for each channel, then floating point and one sum: as one writes it first."""
    total = np.zeros((*planes.shape[1:], 3), np.float32)
    for plane, channel in zip(planes, channels, strict=True):
        levels = level_table("<u2", channel)[plane]
        total += levels[..., np.newaxis] * (np.array(channel.color, np.float32) / 255)
    return np.minimum(np.rint(total), 255).astype(np.uint8)


def packed(planes: Planes, channels: list[ChannelSettings]) -> Picture:
    """Red, green and blue of each value in one 64-bit number: one table and one sum for all."""
    total = np.zeros(planes.shape[1:], np.uint64)
    for plane, channel in zip(planes, channels, strict=True):
        levels = level_table("<u2", channel).astype(np.uint64)
        table = np.zeros(65536, np.uint64)
        for part, color in enumerate(channel.color):
            table |= (levels * np.uint64(color) // np.uint64(255)) << np.uint64(16 * part)
        total += np.take(table, plane)
    parts = total.view(np.uint16).reshape(*total.shape, 4)[..., :3]
    return np.minimum(parts, 255).astype(np.uint8)


def compiled() -> Callable[[Planes, list[ChannelSettings]], Picture] | None:
    """A loop over pixels made by numba, where it is installed; the first call compiles it."""
    if importlib.util.find_spec("numba") is None:
        return None
    numba: Any = importlib.import_module("numba")

    def loop(planes: Any, tables: Any, colors: Any, out: Any) -> None:
        for y in range(out.shape[0]):
            for x in range(out.shape[1]):
                red = green = blue = np.float32(0)
                for c in range(planes.shape[0]):
                    level = np.float32(tables[c, planes[c, y, x]])
                    red += level * colors[c, 0]
                    green += level * colors[c, 1]
                    blue += level * colors[c, 2]
                out[y, x, 0] = min(red + np.float32(0.5), np.float32(255))
                out[y, x, 1] = min(green + np.float32(0.5), np.float32(255))
                out[y, x, 2] = min(blue + np.float32(0.5), np.float32(255))

    made = numba.njit(nogil=True, fastmath=True)(loop)

    def blend(planes: Planes, channels: list[ChannelSettings]) -> Picture:
        tables = np.stack([level_table("<u2", channel) for channel in channels])
        colors = np.array([channel.color for channel in channels], np.float32) / 255
        out = np.empty((*planes.shape[1:], 3), np.uint8)
        made(planes, tables, colors, out)
        return out

    return blend
