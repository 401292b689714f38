"""Planes of OME-TIFF: which page of which file holds them, as TiffData elements say.

Source: https://docs.openmicroscopy.org/ome-model/latest/ome-tiff/specification.html
"""

import math
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import PurePosixPath
from xml.etree.ElementTree import Element

import numpy as np
from numpy.typing import NDArray

from omeroweb.errors import Unreadable
from omeroweb.pixels.base import Level
from omeroweb.pixels.lending import LendingCache
from omeroweb.pixels.limits import beyond, limits
from omeroweb.pixels.location import Location, Url
from omeroweb.pixels.ome_xml import OmeDocument
from omeroweb.pixels.ome_xml.elements import text, whole
from omeroweb.pixels.tiff_file import OpenedTiff, open_tiff
from omeroweb.pixels.tiff_layout import Layout, Plane, check_colors
from omeroweb.pixels.tiff_storage import StoredPage

OpenFiles = LendingCache[Location, OpenedTiff]
# Files of one image that are open at a time.
OPEN_FILES = 16


@dataclass(frozen=True)
class PlaneTable:
    """Where the planes of one image are.

    files: all that hold planes. places: (plane, 2) file number and page number, -1 where a plane is
    left out; planes counted along axes, of which the first is the slowest.
    """

    size_x: int
    size_y: int
    size_c: int
    axes: str
    shape: tuple[int, ...]
    files: tuple[Location, ...]
    places: NDArray[np.int32]


class FileNames:
    """The files that a document names, as locations beside it."""

    def __init__(self, document: OmeDocument, own: Location) -> None:
        self._own = own
        self._uuid = document.uuid
        uuids = [
            uuid
            for image in document.images
            for uuid in image.iterfind("Pixels/TiffData/UUID")
            if uuid.get("FileName")
        ]
        self._names = {uuid.get("FileName", "") for uuid in uuids}

    def location(self, data: Element) -> Location:
        """The file of a TiffData element. Raises Unreadable for names that lead elsewhere."""
        uuid = data.find("UUID")
        name = "" if uuid is None else text(uuid, "FileName")
        if not name or name == self._own.name:
            return self._own
        if uuid is not None and self._uuid and (uuid.text or "").strip() == self._uuid:
            return self._own
        found = beside(self._own, name)
        # A single file that was renamed since it was written still carries its old name.
        is_renamed = len(self._names) == 1 and not isinstance(found, Url) and not found.exists()
        return self._own if is_renamed and self._own.suffix != ".ome" else found


def beside(own: Location, name: str) -> Location:
    """A file named in the metadata of another: in its folder or below. Raises Unreadable."""
    path = PurePosixPath(name.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in name or "\0" in name:
        raise Unreadable(own, f"it names a file outside of its folder ({name!r})")
    return own.parent / str(path)


def plane_table(document: OmeDocument, image: Element, own: Location) -> PlaneTable:
    """Read Pixels and TiffData of one image. Raises Unreadable where they do not fit together."""
    pixels = image.find("Pixels")
    if pixels is None:
        raise Unreadable(own, "an Image of its OME-XML has no Pixels")
    sizes = {axis: whole(pixels, f"Size{axis}") or 0 for axis in "XYZCT"}
    wrong = [f"Size{axis}" for axis, length in sizes.items() if length < 1]
    if wrong:
        raise Unreadable(
            own, f"OME-XML gives no {', '.join(wrong)}; expected whole numbers above 0"
        )
    samples = [whole(channel, "SamplesPerPixel") or 1 for channel in pixels.iterfind("Channel")]
    count = sizes["C"] // samples[0] if samples and samples[0] > 1 else sizes["C"]
    lengths = {"Z": sizes["Z"], "C": max(1, count), "T": sizes["T"]}
    total = math.prod(lengths.values())
    if total > limits().planes:
        raise Unreadable(own, beyond("planes", f"OME-XML names {total} planes"))
    order = text(pixels, "DimensionOrder")[2:]
    if sorted(order) != ["C", "T", "Z"]:
        order = "ZCT"
    axes = order[::-1]
    files, places = _places(pixels, FileNames(document, own), axes, lengths)
    return PlaneTable(
        sizes["X"],
        sizes["Y"],
        sizes["C"],
        axes,
        tuple(lengths[axis] for axis in axes),
        files,
        places,
    )


def _places(
    pixels: Element, names: FileNames, axes: str, lengths: dict[str, int]
) -> tuple[tuple[Location, ...], NDArray[np.int32]]:
    strides = {axes[2]: 1, axes[1]: lengths[axes[2]], axes[0]: lengths[axes[2]] * lengths[axes[1]]}
    total = math.prod(lengths.values())
    places = np.full((total, 2), -1, np.int32)
    files: dict[Location, int] = {}
    for data in pixels.iterfind("TiffData"):
        number = files.setdefault(names.location(data), len(files))
        page = whole(data, "IFD")
        count = whole(data, "PlaneCount")
        if count is None:
            count = total if page is None else 1
        first = sum(strides[axis] * (whole(data, f"First{axis}") or 0) for axis in axes)
        page = page or 0
        count = min(count, total - first)
        if first < 0 or not 0 <= page < 2**31 - total or count < 1:
            continue
        places[first : first + count, 0] = number
        places[first : first + count, 1] = np.arange(page, page + count)
    return tuple(files), places


class OmePlanes:
    """Planes of one image in one or many OME-TIFF files, which are opened when they are needed.

    files: where opened files are kept; closing the planes closes them.
    """

    def __init__(self, table: PlaneTable, own: Location, files: OpenFiles) -> None:
        self._table = table
        self._own = own
        self._files = files
        present = np.flatnonzero(table.places[:, 0] >= 0)
        if present.size == 0:
            raise Unreadable(own, "its OME-XML names no plane (TiffData)")
        self._first = int(present[0])
        count = self._read_first()
        self.levels: Sequence[Level] = self._levels(count)

    def _read_first(self) -> int:
        """Compare the first page with what is said of it; how many sub-pages it has."""
        table = self._table
        with self._page(0, self._first) as stored:
            page = stored.storage.keyframe
            check_colors(page, self._own)
            separate, _, height, width, contiguous = page.shaped
            samples = separate * contiguous
            said = (table.size_x, table.size_y)
            if (width, height) != said:
                raise Unreadable(
                    self._own,
                    f"OME-XML says {said[0]} x {said[1]} pixels, the TIFF page {width} x {height}",
                )
            counted = table.shape[table.axes.index("C")]
            if counted * samples != table.size_c:
                raise Unreadable(
                    self._own,
                    f"OME-XML says {table.size_c} channels, "
                    f"the file holds {counted} x {samples} samples",
                )
            self._shaped = page.shaped
            self.layout = Layout(
                table.axes, table.shape, samples, stored.storage.dtype.newbyteorder("=")
            )
            below = page.pages
            return 0 if below is None else len(below)

    def _levels(self, count: int) -> list[Level]:
        """The pyramid: as far as sub-pages become smaller."""
        levels: list[Level] = []
        for level in range(count + 1):
            with self._page(level, self._first) as stored:
                size = stored.storage.level
            if levels and (size.size_x, size.size_y) >= (levels[-1].size_x, levels[-1].size_y):
                break
            levels.append(size)
        return levels

    @contextmanager
    def plane(self, level: int, index: int) -> Iterator[Plane | None]:
        number, page_number = self._table.places[index].tolist()
        if number < 0:
            yield None
            return
        with self._borrow(number) as file:
            page, storage, offset = file.page(page_number, level)
            if level == 0 and storage.keyframe.shaped != self._shaped:
                raise ValueError(f"plane {index} has another shape than the first one")
            yield Plane(file, page, storage, offset)

    @contextmanager
    def _page(self, level: int, index: int) -> Iterator[StoredPage]:
        number, page_number = self._table.places[index].tolist()
        with self._borrow(number) as file:
            yield file.page(page_number, level)

    def _borrow(self, number: int) -> AbstractContextManager[OpenedTiff]:
        path = self._table.files[number]
        return self._files.borrow(path, lambda: open_tiff(path))

    def close(self) -> None:
        self._files.close()
