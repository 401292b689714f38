"""Planes of a TIFF file: only the tiles or strips that a region covers.

tifffile knows the file's structure and imagecodecs the compressions; this file only chooses
segments. They are fetched with pread and decoded outside the GIL, so that threads of one process
read at the same time.
"""

import logging
import math
import os
import struct
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, cast

import numpy as np
import tifffile

from omeroweb.errors import Unreadable
from omeroweb.pixels import jpeg
from omeroweb.pixels.base import Level, PixelArray, StoredTile
from omeroweb.quantities import Region

# What tifffile and imagecodecs were seen to raise on damaged files; nothing of ours is caught.
DAMAGED = (
    tifffile.TiffFileError,
    struct.error,
    ArithmeticError,
    AttributeError,
    LookupError,
    MemoryError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
)

# tifffile logs what it leaves out of a damaged file and goes on; nobody would read that there.
# describe() makes a refusal of it, see structural_errors().
TIFFFILE_LOG = logging.getLogger("tifffile")
TIFFFILE_LOG.propagate = False
TIFFFILE_LOG.addHandler(logging.NullHandler())

# A client shows these as they are stored; WhiteIsZero would be inverted.
SHOWN_AS_STORED = (
    tifffile.PHOTOMETRIC.MINISBLACK,
    tifffile.PHOTOMETRIC.RGB,
    tifffile.PHOTOMETRIC.YCBCR,
)

# Axes of plain TIFF stacks that have no name of their own: an image series, "other" and unknown.
UNNAMED_STACK_AXES = "IQ"


def open_tiff(path: Path) -> tifffile.TiffFile:
    """Open a TIFF file. Raises Unreadable with the reason."""
    try:
        return tifffile.TiffFile(path)
    except DAMAGED as error:
        raise Unreadable(path, f"not a readable TIFF file ({error})") from None


class _Collector(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


@contextmanager
def structural_errors() -> Iterator[list[str]]:
    """What tifffile reports as an error in the structure of files opened inside the block."""
    collector = _Collector()
    TIFFFILE_LOG.addHandler(collector)
    try:
        yield collector.messages
    finally:
        TIFFFILE_LOG.removeHandler(collector)


@dataclass(frozen=True)
class Layout:
    """How a series lies over its pages: the lengths of the axes that pages are counted along."""

    stack_axes: str
    stack_shape: tuple[int, ...]
    samples: int
    dtype: np.dtype[Any]

    def length(self, axis: str) -> int:
        return self.stack_shape[self.stack_axes.index(axis)] if axis in self.stack_axes else 1

    @property
    def size_c(self) -> int:
        return self.length("C") * self.samples

    def page_index(self, z: int, c: int, t: int) -> int:
        """Position of a plane among the pages; c counts pages, not samples."""
        position = {"Z": z, "C": c, "T": t}
        index = 0
        for axis, length in zip(self.stack_axes, self.stack_shape, strict=True):
            index = index * length + position.get(axis, 0)
        return index


def layout_of(series: tifffile.TiffPageSeries, path: Path) -> Layout:
    """Find Z, C, T and samples in a series. Raises Unreadable for axes that an OME image lacks."""
    axes = series.get_axes(squeeze=False)
    shape = series.get_shape(squeeze=False)
    page_axes = series.keyframe.axes
    stack = [(a, n) for a, n in zip(axes, shape, strict=True) if a not in page_axes]
    named = "".join(axis for axis, _ in stack)
    if "Z" not in named or dict(stack)["Z"] == 1:
        long = [axis for axis, length in stack if axis in UNNAMED_STACK_AXES and length > 1]
        if len(long) == 1:
            stack = [("Z" if a == long[0] else a, n) for a, n in stack if a != "Z"]
    if series.keyframe.photometric == tifffile.PHOTOMETRIC.SEPARATED:
        raise Unreadable(path, "CMYK colours are not supported; expected RGB or single channels")
    strange = [axis for axis, length in stack if axis not in "ZCTS" and length > 1]
    if strange or series.keyframe.shaped[1] > 1:
        raise Unreadable(path, f"axes {axes} are not supported; expected Z, C, T, Y, X")
    separate, _, _, _, contiguous = series.keyframe.shaped
    return Layout(
        "".join(axis for axis, _ in stack),
        tuple(length for _, length in stack),
        separate * contiguous,
        series.dtype.newbyteorder("="),
    )


def level_of(series: tifffile.TiffPageSeries) -> Level:
    """Size and stored unit of one resolution."""
    page = series.keyframe
    if page.is_tiled:
        return Level(page.imagewidth, page.imagelength, page.tilewidth, page.tilelength)
    return Level(page.imagewidth, page.imagelength, page.imagewidth, page.rowsperstrip)


class TiffSource:
    """One series of a TIFF file, with its pyramid."""

    def __init__(self, path: Path, series: int) -> None:
        self._path = path
        self._tiff = open_tiff(path)
        try:
            self._resolutions = list(self._tiff.series[series].levels)
            self._layout = layout_of(self._resolutions[0], path)
        except DAMAGED as error:
            self._tiff.close()
            raise Unreadable(path, f"image {series} cannot be read ({error})") from None
        except Unreadable:
            self._tiff.close()
            raise
        self.levels: Sequence[Level] = [level_of(resolution) for resolution in self._resolutions]
        self._pages_lock = threading.Lock()

    @property
    def layout(self) -> Layout:
        return self._layout

    def read(
        self, level: int, z: int, t: int, channels: Sequence[int], region: Region
    ) -> PixelArray:
        """Planes (C, Y, X) of a region; samples that share a segment are decoded once."""
        out = np.zeros((len(channels), region.height, region.width), self._layout.dtype)
        samples = self._layout.samples
        try:
            for page_channel in sorted({c // samples for c in channels}):
                wanted = {
                    position: c % samples
                    for position, c in enumerate(channels)
                    if c // samples == page_channel
                }
                page = self._layout.page_index(z, page_channel, t)
                self._read_page(level, page, wanted, region, out)
        except DAMAGED as error:
            raise Unreadable(self._path, f"{error}") from None
        return out

    def stored_tile(self, level: int, z: int, t: int, region: Region) -> StoredTile | None:
        """The JPEG of exactly one whole tile; None where the file has another compression."""
        size = self.levels[level]
        keyframe = self._resolutions[level].keyframe
        is_tile = (
            keyframe.is_tiled
            and keyframe.compression == tifffile.COMPRESSION.JPEG
            and region.x % size.tile_width == region.y % size.tile_height == 0
            and (region.width, region.height) == (size.tile_width, size.tile_height)
            and self._layout.samples == self._layout.size_c in (1, 3)
        )
        if not is_tile:
            return None
        try:
            content = self._stored_jpeg(level, self._layout.page_index(z, 0, t), region)
        except DAMAGED as error:
            raise Unreadable(self._path, f"{error}") from None
        return (
            None
            if content is None
            else StoredTile(content, "image/jpeg", region.width, region.height)
        )

    def close(self) -> None:
        self._tiff.close()

    def _stored_jpeg(self, level: int, index: int, region: Region) -> bytes | None:
        with self._pages_lock:
            page = self._resolutions[level].pages[index]
        if page is None:
            return None
        keyframe = cast(tifffile.TiffPage, page.keyframe)
        photometric = keyframe.photometric
        is_rgb = photometric == tifffile.PHOTOMETRIC.RGB and not keyframe.is_jfif
        if photometric not in SHOWN_AS_STORED or keyframe.shaped[0] > 1:
            return None
        (segment,) = segments(self.levels[level], 0, region)
        data = self._bytes(page.dataoffsets[segment], page.databytecounts[segment])
        return None if data is None else jpeg.complete(data, page.jpegtables, is_rgb=is_rgb)

    def _read_page(
        self, level: int, index: int, wanted: dict[int, int], region: Region, out: PixelArray
    ) -> None:
        """Fill out[position] with sample wanted[position] of one page."""
        if level == 0 and self._contiguous is not None:
            x, y, width, height = region
            plane = self._contiguous[index, :, y : y + height, x : x + width, :]
            for position, sample in wanted.items():
                out[position] = self._sample(plane, sample)
            return
        with self._pages_lock:
            page = self._resolutions[level].pages[index]
        if page is None:  # a plane that the file leaves out is empty
            return
        is_separate = cast(tifffile.TiffPage, page.keyframe).shaped[0] > 1
        by_plane: dict[int, dict[int, int]] = {}
        for position, sample in wanted.items():
            plane_number, inside = (sample, 0) if is_separate else (0, sample)
            by_plane.setdefault(plane_number, {})[position] = inside
        for plane_number, inside_plane in by_plane.items():
            for segment in segments(self.levels[level], plane_number, region):
                self._read_segment(page, segment, inside_plane, region, out)

    def _read_segment(
        self,
        page: tifffile.TiffPage | tifffile.TiffFrame,
        segment: int,
        wanted: dict[int, int],
        region: Region,
        out: PixelArray,
    ) -> None:
        data = self._bytes(page.dataoffsets[segment], page.databytecounts[segment])
        keyframe = cast(tifffile.TiffPage, page.keyframe)
        decoded, (_, _, top, left, _), _ = keyframe.decode(
            data, segment, jpegtables=page.jpegtables
        )
        if decoded is None:
            return
        plane = decoded[0]
        y0, y1 = max(top, region.y), min(top + plane.shape[0], region.y + region.height)
        x0, x1 = max(left, region.x), min(left + plane.shape[1], region.x + region.width)
        if y0 >= y1 or x0 >= x1:
            return
        target = (slice(y0 - region.y, y1 - region.y), slice(x0 - region.x, x1 - region.x))
        for position, sample in wanted.items():
            out[position][target] = plane[y0 - top : y1 - top, x0 - left : x1 - left, sample]

    def _bytes(self, offset: int, count: int) -> bytes | None:
        if offset == 0 or count == 0:
            return None
        data = os.pread(self._tiff.filehandle.fileno(), count, offset)
        if len(data) < count:
            raise ValueError(f"truncated: {count} bytes expected at {offset}, {len(data)} found")
        return data

    @cached_property
    def _contiguous(self) -> PixelArray | None:
        """Uncompressed full-resolution planes that lie one after the other, mapped into memory.

        Shape: (page, separate sample, Y, X, contiguous sample), in the file's byte order.
        """
        series = self._resolutions[0]
        if series.dataoffset is None:
            return None
        separate, _, height, width, contiguous = series.keyframe.shaped
        pages = math.prod(self._layout.stack_shape)
        return np.memmap(
            self._path,
            series.dtype.newbyteorder(self._tiff.byteorder),
            mode="r",
            offset=series.dataoffset,
            shape=(pages, separate, height, width, contiguous),
        )

    def _sample(self, plane: PixelArray, sample: int) -> PixelArray:
        """One sample of (separate, Y, X, contiguous) as (Y, X)."""
        return plane[sample, :, :, 0] if plane.shape[0] > 1 else plane[0, :, :, sample]


def segments(level: Level, plane: int, region: Region) -> Iterator[int]:
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
            yield plane * across * down + row * across + column
