"""Pixels of TIFF planes: only the tiles, strips or rows that a region covers are read.

imagecodecs knows the compressions; segments are fetched with pread and decoded outside the GIL, so
that threads of one process read at the same time. Nothing is mapped into memory: a file that is cut
off while it is mapped would end the process.
"""

import math
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import tifffile

from omeroweb.errors import Unreadable
from omeroweb.pixels import jpeg
from omeroweb.pixels.base import Level, PixelArray, StoredTile
from omeroweb.pixels.encoded_size import check_encoded_size
from omeroweb.pixels.limits import beyond, limits
from omeroweb.pixels.local_files import reason
from omeroweb.pixels.location import Location
from omeroweb.pixels.tiff_file import DAMAGED
from omeroweb.pixels.tiff_layout import Layout, Plane, Planes
from omeroweb.quantities import Region

# A client shows these as they are stored; WhiteIsZero would be inverted.
SHOWN_AS_STORED = (
    tifffile.PHOTOMETRIC.MINISBLACK,
    tifffile.PHOTOMETRIC.RGB,
    tifffile.PHOTOMETRIC.YCBCR,
)

JPEG_KINDS = (
    tifffile.COMPRESSION.OJPEG,
    tifffile.COMPRESSION.JPEG,
    tifffile.COMPRESSION.ALT_JPEG,
    tifffile.COMPRESSION.JPEG_LOSSY,
)

# Uncompressed rows are fetched in pieces of about this size.
PIECE_BYTES = 512 * 1024


class TiffSource:
    """One image of TIFF files, with its pyramid."""

    def __init__(self, path: Location, planes: Planes) -> None:
        self._path = path
        self._planes = planes
        self.levels: Sequence[Level] = planes.levels

    @property
    def layout(self) -> Layout:
        return self._planes.layout

    def read(
        self, level: int, z: int, t: int, channels: Sequence[int], region: Region
    ) -> PixelArray:
        """Planes (C, Y, X) of a region; samples that share a segment are decoded once."""
        samples = self.layout.samples
        size = len(channels) * region.width * region.height * self.layout.dtype.itemsize
        if size > limits().read_bytes:
            raise Unreadable(self._path, beyond("read_bytes", f"{size} bytes in one go"))
        try:
            out = np.zeros((len(channels), region.height, region.width), self.layout.dtype)
            for page_channel in sorted({c // samples for c in channels}):
                wanted = {
                    position: c % samples
                    for position, c in enumerate(channels)
                    if c // samples == page_channel
                }
                index = self.layout.page_index(z, page_channel, t)
                with self._planes.plane(level, index) as plane:
                    if plane:  # one that the file leaves out is empty
                        self._read_plane(plane, level, wanted, region, out)
        except DAMAGED as error:
            raise Unreadable(self._path, reason(error)) from None
        return out

    def stored_tile(self, level: int, z: int, t: int, region: Region) -> StoredTile | None:
        """The JPEG of exactly one whole tile; None where the file has another compression."""
        size = self.levels[level]
        is_tile = (
            region.x % size.tile_width == region.y % size.tile_height == 0
            and (region.width, region.height) == (size.tile_width, size.tile_height)
            and self.layout.samples == self.layout.size_c in (1, 3)
        )
        if not is_tile:
            return None
        try:
            with self._planes.plane(level, self.layout.page_index(z, 0, t)) as plane:
                content = plane and self._stored_jpeg(plane, level, region)
        except DAMAGED as error:
            raise Unreadable(self._path, reason(error)) from None
        return StoredTile(content, "image/jpeg", region.width, region.height) if content else None

    def close(self) -> None:
        self._planes.close()

    def _stored_jpeg(self, plane: Plane, level: int, region: Region) -> bytes | None:
        keyframe = plane.keyframe
        if (
            keyframe.compression != tifffile.COMPRESSION.JPEG
            or keyframe.photometric not in SHOWN_AS_STORED
            or keyframe.shaped[0] > 1
            or keyframe.jpegheader is not None
            or not keyframe.is_tiled
        ):
            return None
        with plane.file.structure():
            is_jfif = keyframe.is_jfif
        is_rgb = keyframe.photometric == tifffile.PHOTOMETRIC.RGB and not is_jfif
        (segment,) = segments(self.levels[level], 0, region)
        offset, count = plane.page.dataoffsets[segment], plane.page.databytecounts[segment]
        if offset == 0 or count == 0:
            return None
        data = plane.file.bytes.read(offset, count)
        return jpeg.complete(data, plane.page.jpegtables, is_rgb=is_rgb)

    def _read_plane(
        self, plane: Plane, level: int, wanted: dict[int, int], region: Region, out: PixelArray
    ) -> None:
        """Fill out[position] with sample wanted[position] of one plane."""
        is_separate = plane.keyframe.shaped[0] > 1
        by_part: dict[int, dict[int, int]] = {}
        for position, sample in wanted.items():
            part, inside = (sample, 0) if is_separate else (0, sample)
            by_part.setdefault(part, {})[position] = inside
        for part, inside_part in by_part.items():
            if plane.offset is not None:
                rows = read_rows(plane, plane.offset, part, region)
                for position, sample in inside_part.items():
                    out[position] = rows[..., sample]
            else:
                self._read_segments(plane, level, part, inside_part, region, out)

    def _read_segments(
        self,
        plane: Plane,
        level: int,
        part: int,
        wanted: dict[int, int],
        region: Region,
        out: PixelArray,
    ) -> None:
        page = plane.page
        stored = [
            number
            for number in segments(self.levels[level], part, region)
            if page.dataoffsets[number] and page.databytecounts[number]
        ]
        ranges = [(page.dataoffsets[number], page.databytecounts[number]) for number in stored]
        fetched = plane.file.bytes.read_many(ranges)
        for number, data in zip(stored, fetched, strict=True):
            decoded, (_, _, top, left, _), _ = _decode(plane, data, number)
            if decoded is not None:
                _place(decoded[0], top, left, wanted, region, out)


def _decode(plane: Plane, data: bytes, number: int) -> Any:
    keyframe = plane.keyframe
    check_encoded_size(data, keyframe)
    if keyframe.compression in JPEG_KINDS:
        return keyframe.decode(
            data, number, jpegtables=plane.page.jpegtables, jpegheader=keyframe.jpegheader
        )
    return keyframe.decode(data, number)


def _place(
    decoded: PixelArray,
    top: int,
    left: int,
    wanted: dict[int, int],
    region: Region,
    out: PixelArray,
) -> None:
    """Copy what a segment (Y, X, sample) shares with the region."""
    y0, y1 = max(top, region.y), min(top + decoded.shape[0], region.y + region.height)
    x0, x1 = max(left, region.x), min(left + decoded.shape[1], region.x + region.width)
    if y0 >= y1 or x0 >= x1:
        return
    target = (slice(y0 - region.y, y1 - region.y), slice(x0 - region.x, x1 - region.x))
    for position, sample in wanted.items():
        out[position][target] = decoded[y0 - top : y1 - top, x0 - left : x1 - left, sample]


def read_rows(plane: Plane, offset: int, part: int, region: Region) -> PixelArray:
    """Rows of an uncompressed plane: (Y, X, contiguous sample) in the file's byte order.

    What lies between the parts of rows that are wanted is read, too, in pieces that stay in the
    processor's cache: quicker than a call for every row.
    """
    _, _, height, width, contiguous = plane.keyframe.shaped
    dtype = np.dtype(plane.keyframe.dtype).newbyteorder(plane.keyframe.parent.byteorder)
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


def segments(level: Level, part: int, region: Region) -> Iterator[int]:
    """Indices of the tiles or strips of one sample plane that a region touches."""
    across = math.ceil(level.size_x / level.tile_width)
    down = math.ceil(level.size_y / level.tile_height)
    columns = range(
        region.x // level.tile_width, (region.x + region.width - 1) // level.tile_width + 1
    )
    rows = range(
        region.y // level.tile_height, (region.y + region.height - 1) // level.tile_height + 1
    )
    for row in rows:
        for column in columns:
            yield part * across * down + row * across + column
