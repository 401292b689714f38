"""Uncompressed pixels of TIFF planes: no decoder, and of rows and tiles only what is wanted."""

import math
from collections.abc import Iterator

import numpy as np

from omeroweb.pixels.base import Level, PixelArray
from omeroweb.pixels.tiff_layout import Plane
from omeroweb.quantities import Region

# Rows of a plane without tiles are fetched in pieces of about this size.
PIECE_BYTES = 512 * 1024


def read_tiles(
    plane: Plane, level: Level, numbers: list[int], region: Region
) -> Iterator[tuple[PixelArray, int, int]]:
    """What a region covers of the named tiles: (Y, X, contiguous sample), and its top and left.

    Tiles are as wide as they are stored. Raises ValueError where one is shorter than that.
    """
    page, keyframe, dtype = plane.page, plane.keyframe, plane.storage.dtype
    height, width, samples = level.tile_height, level.tile_width, keyframe.shaped[4]
    stride = width * samples * dtype.itemsize
    across, down = math.ceil(level.size_x / width), math.ceil(level.size_y / height)
    ranges, corners = [], []
    for number in numbers:
        row, column = divmod(number % (across * down), across)
        top = max(row * height, region.y)
        bottom = min((row + 1) * height, region.y + region.height)
        end = (bottom - row * height) * stride
        if end > page.databytecounts[number]:
            raise ValueError(f"tile {number} ends before its row {bottom - row * height}")
        skipped = (top - row * height) * stride
        ranges.append((page.dataoffsets[number] + skipped, end - skipped))
        corners.append((top, column * width))
    fetched = plane.file.bytes.read_many(ranges)
    for data, (top, left) in zip(fetched, corners, strict=True):
        yield np.frombuffer(data, dtype).reshape(-1, width, samples), top, left


def read_rows(plane: Plane, offset: int, part: int, region: Region) -> PixelArray:
    """Rows of an uncompressed plane: (Y, X, contiguous sample) in the file's byte order.

    What lies between the parts of rows that are wanted is read, too, in pieces that stay in the
    processor's cache: quicker than a call for every row.
    """
    _, _, height, width, contiguous = plane.keyframe.shaped
    dtype = plane.storage.dtype
    pixel = contiguous * dtype.itemsize
    stride, length = width * pixel, region.width * pixel
    start = offset + part * height * stride + region.y * stride + region.x * pixel
    step = max(1, PIECE_BYTES // stride)
    firsts = range(0, region.height, step)
    counts = [min(step, region.height - first) for first in firsts]
    fetched = plane.file.bytes.read_many(
        (start + first * stride, (count - 1) * stride + length)
        for first, count in zip(firsts, counts, strict=True)
    )
    out = np.empty((region.height, region.width, contiguous), dtype)
    for first, count, data in zip(firsts, counts, fetched, strict=True):
        shape, strides = (count, region.width, contiguous), (stride, pixel, dtype.itemsize)
        rows = np.ndarray(shape, dtype, data, 0, strides)
        out[first : first + count] = rows
    return out
