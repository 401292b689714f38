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
from omeroweb.pixels.tiff_decoding import decoded_into
from omeroweb.pixels.tiff_file import DAMAGED
from omeroweb.pixels.tiff_layout import Layout, Plane, Planes
from omeroweb.pixels.tiff_raw import read_rows, read_tiles
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
            out = np.empty((len(channels), region.height, region.width), self.layout.dtype)
            for page_channel, wanted in sorted(_by_page(channels, samples).items()):
                index = self.layout.page_index(z, page_channel, t)
                with self._planes.plane(level, index) as plane:
                    if plane:
                        self._read_plane(plane, level, wanted, region, out)
                    else:  # one that the file leaves out is empty
                        out[list(wanted)] = 0
        except DAMAGED as error:
            raise Unreadable(self._path, reason(error)) from None
        return out

    def stored_tile(self, level: int, z: int, t: int, region: Region) -> StoredTile | None:
        """The JPEG of exactly one whole tile; None where the file has another compression."""
        has_all_channels = self.layout.samples == self.layout.size_c in (1, 3)
        if not has_all_channels or not is_one_tile(self.levels[level], region):
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
            or plane.storage.is_separate
            or keyframe.jpegheader is not None
            or not keyframe.is_tiled
            or plane.storage.level != self.levels[level]
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
        stored, expected = plane.storage.level, self.levels[level]
        if (stored.size_x, stored.size_y) != (expected.size_x, expected.size_y):
            raise ValueError(
                f"a plane of {stored.size_x} x {stored.size_y} pixels where others have "
                f"{expected.size_x} x {expected.size_y}"
            )
        if len(wanted) == 1:
            (position,) = wanted
            if _read_in_place(plane, region, out[position]):
                return
        is_separate = plane.storage.is_separate
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
                _read_segments(plane, stored, part, inside_part, region, out)


def _by_page(channels: Sequence[int], samples: int) -> dict[int, dict[int, int]]:
    """Where which sample is wanted, by the channel of pages that has it."""
    found: dict[int, dict[int, int]] = {}
    for position, c in enumerate(channels):
        found.setdefault(c // samples, {})[position] = c % samples
    return found


def _read_in_place(plane: Plane, region: Region, target: PixelArray) -> bool:
    """Whether a region was one tile of a single sample, and could be read to where it is wanted."""
    storage, page = plane.storage, plane.page
    if plane.offset is not None or not storage.decodes_in_place:
        return False
    if not is_one_tile(storage.level, region):
        return False
    (number,) = segments(storage.level, 0, region)
    is_stored = page.dataoffsets[number] and page.databytecounts[number]
    return bool(is_stored) and decoded_into(target, plane, number)


def _read_segments(
    plane: Plane,
    level: Level,
    part: int,
    wanted: dict[int, int],
    region: Region,
    out: PixelArray,
) -> None:
    page = plane.page
    covering = list(segments(level, part, region))
    stored = [n for n in covering if page.dataoffsets[n] and page.databytecounts[n]]
    is_raw = plane.storage.has_raw_tiles
    if not is_raw or len(stored) < len(covering):
        # Tiles that the file leaves out are empty; decoded ones may be smaller than they should.
        out[list(wanted)] = 0
    if is_raw:
        for tile, top, left in read_tiles(plane, level, stored, region):
            _place(tile, top, left, wanted, region, out)
        return
    ranges = [(page.dataoffsets[n], page.databytecounts[n]) for n in stored]
    fetched = plane.file.bytes.read_many(ranges)
    for number, data in zip(stored, fetched, strict=True):
        decoded, (_, _, top, left, _), _ = _decode(plane, data, number)
        if decoded is not None:
            _place(decoded[0], top, left, wanted, region, out)


def is_one_tile(level: Level, region: Region) -> bool:
    """Whether a region is exactly what one whole stored tile holds."""
    is_at_corner = region.x % level.tile_width == region.y % level.tile_height == 0
    return is_at_corner and region[2:] == (level.tile_width, level.tile_height)


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
