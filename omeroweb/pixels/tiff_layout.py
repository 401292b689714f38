"""Where the planes of an image lie in TIFF files: the page of each (z, channel, t) and level."""

import math
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol, cast

import numpy as np
import tifffile

from omeroweb.errors import Unreadable
from omeroweb.pixels.base import Level
from omeroweb.pixels.limits import beyond, limits
from omeroweb.pixels.location import Location
from omeroweb.pixels.tiff_file import OpenedTiff, check_page
from omeroweb.pixels.tiff_storage import Page, Storage, raw_offset, storage_of

# Axes of plain TIFF stacks that have no name of their own: an image series, "other" and unknown.
UNNAMED_STACK_AXES = "IQ"


@dataclass(frozen=True)
class Layout:
    """How planes are counted: stack_axes, slowest first, and their lengths. C counts pages."""

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


class Plane(NamedTuple):
    """One page of an opened file. offset: where its rows begin, if they are uncompressed."""

    file: OpenedTiff
    page: Page
    storage: Storage
    offset: int | None

    @property
    def keyframe(self) -> tifffile.TiffPage:
        return self.storage.keyframe


class Planes(Protocol):
    """The planes of one image."""

    layout: Layout
    levels: Sequence[Level]

    def plane(self, level: int, index: int) -> AbstractContextManager[Plane | None]:
        """A plane, its file open for the duration of the block; None where the file lacks it."""
        ...

    def close(self) -> None: ...


class SeriesPlanes:
    """Planes as tifffile finds them in one file: plain stacks, ImageJ, pyramids of scanners."""

    def __init__(self, file: OpenedTiff, number: int) -> None:
        self._file = file
        with file.structure() as tiff:
            self._resolutions = list(tiff.series[number].levels)
            for resolution in self._resolutions:
                check_page(resolution.keyframe)
                resolution.keyframe.init_decode()
        self.layout = layout_of(self._resolutions[0], file.path)
        self._storages = [storage_of(resolution.keyframe) for resolution in self._resolutions]
        self.levels: Sequence[Level] = [storage.level for storage in self._storages]

    @contextmanager
    def plane(self, level: int, index: int) -> Iterator[Plane | None]:
        resolution, storage = self._resolutions[level], self._storages[level]
        if resolution.dataoffset is not None and not resolution.keyframe.is_tiled:
            # ImageJ has one page for all planes of a file larger than 4 GB.
            page: Page | None = resolution.keyframe
            offset = resolution.dataoffset + index * resolution.keyframe.nbytes
            yield Plane(self._file, resolution.keyframe, storage, offset)
            return
        with self._file.structure():
            page = resolution.pages[index]
        if page is None:
            yield None
            return
        if page.keyframe is not storage.keyframe:
            storage = storage_of(cast(tifffile.TiffPage, page.keyframe))
        yield Plane(self._file, page, storage, raw_offset(page))

    def close(self) -> None:
        self._file.close()


def check_extent(planes: Planes) -> None:
    """Raises Unreadable where a file ends before the first or last plane of a level."""
    last = math.prod(planes.layout.stack_shape) - 1
    for level in range(len(planes.levels)):
        for index in {0, last}:
            with planes.plane(level, index) as plane:
                if plane:
                    _check_plane(plane)


def _check_plane(plane: Plane) -> None:
    if plane.offset is not None:
        ends = [plane.offset + plane.keyframe.nbytes]
        starts = [plane.offset]
    else:
        starts = list(plane.page.dataoffsets)
        ends = [
            offset + count for offset, count in zip(starts, plane.page.databytecounts, strict=True)
        ]
    if min(starts, default=0) < 0:
        raise Unreadable(plane.file.path, "damaged, it has pixels at a negative offset")
    plane.file.check_end(max(ends, default=0))


def check_colors(keyframe: tifffile.TiffPage, path: Location) -> None:
    """Raises Unreadable for colours and shapes that are not read."""
    if keyframe.photometric == tifffile.PHOTOMETRIC.SEPARATED:
        raise Unreadable(path, "CMYK colours are not supported; expected RGB or single channels")
    if keyframe.shaped[1] > 1:
        raise Unreadable(path, "pages with a depth of their own are not supported")


def layout_of(series: tifffile.TiffPageSeries, path: Location) -> Layout:
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
    check_colors(series.keyframe, path)
    strange = [axis for axis, length in stack if axis not in "ZCTS" and length > 1]
    if strange:
        raise Unreadable(path, f"axes {axes} are not supported; expected Z, C, T, Y, X")
    lengths = tuple(length for _, length in stack)
    if math.prod(lengths) > limits().planes:
        raise Unreadable(path, beyond("planes", f"{math.prod(lengths)} planes"))
    separate, _, _, _, contiguous = series.keyframe.shaped
    return Layout(
        "".join(axis for axis, _ in stack),
        lengths,
        separate * contiguous,
        series.dtype.newbyteorder("="),
    )
