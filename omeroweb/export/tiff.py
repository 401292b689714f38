"""A TIFF whose every byte has a known place before the first pixel is read.

Pixels are not compressed, so the length of the file follows from the image's shape, and the file
can be sent while it is made, in bounded memory. Each page is one block: its IFD, the IFDs of its
smaller resolutions (SubIFDs), then the pixels of all of them.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import Any

import numpy as np
from numpy.typing import NDArray

from omeroweb.export.tiff_tags import Entry, Flavour, Tag, long, offsets, short, text
from omeroweb.quantities import Region

# (level, page, region) -> (Y, X) or, of RGB pages, (Y, X, 3), of the layout's type.
ReadPage = Callable[[int, int, Region], NDArray[Any]]

# A larger plane is stored in tiles.
LARGEST_STRIP = 4_000_000
TILE = 512
# Bytes of pixels that are read at a time: a worker with many downloads does nothing else meanwhile.
AT_ONCE = 4 * 2**20

UNSIGNED, SIGNED, FLOAT = 1, 2, 3
SAMPLE_FORMATS = {"u": UNSIGNED, "i": SIGNED, "f": FLOAT}
BLACK_IS_ZERO, RGB = 1, 2
REDUCED_RESOLUTION = 1

CLASSIC_LIMIT = 2**32


@dataclass(frozen=True)
class Plane:
    """One resolution of a page, cut into equal pieces (tiles, or the plane as one strip)."""

    size_x: int
    size_y: int
    piece_x: int
    piece_y: int
    bytes_per_pixel: int

    @property
    def is_tiled(self) -> bool:
        return (self.piece_x, self.piece_y) != (self.size_x, self.size_y)

    @property
    def columns(self) -> int:
        return -(-self.size_x // self.piece_x)

    @property
    def rows(self) -> int:
        return -(-self.size_y // self.piece_y)

    @property
    def piece_bytes(self) -> int:
        return self.piece_x * self.piece_y * self.bytes_per_pixel

    @property
    def pixel_bytes(self) -> int:
        return self.columns * self.rows * self.piece_bytes

    @property
    def padding(self) -> int:
        """What keeps the IFD that follows at an even position."""
        return self.pixel_bytes % 2

    def runs(self) -> Iterator[Region]:
        """Regions of whole pieces that follow each other in the file, cropped to the plane."""
        abreast = max(1, AT_ONCE // self.piece_bytes)
        for y in range(0, self.size_y, self.piece_y):
            height = min(self.piece_y, self.size_y - y)
            for x in range(0, self.size_x, self.piece_x * abreast):
                width = min(self.piece_x * abreast, self.size_x - x)
                yield Region(x, y, width, height)


@dataclass(frozen=True)
class TiffLayout:
    """Where everything lies.

    sizes: (width, height) of each resolution, full one first. samples: 1, or 3 for RGB pages.
    description: ASCII, on the first page.
    """

    sizes: Sequence[tuple[int, int]]
    pages: int
    dtype: np.dtype[Any]
    description: bytes = b""
    samples: int = 1
    software: str = ""

    @cached_property
    def planes(self) -> tuple[Plane, ...]:
        pixel = self.dtype.itemsize * self.samples
        return tuple(
            Plane(x, y, x, y, pixel) if x * y <= LARGEST_STRIP else Plane(x, y, TILE, TILE, pixel)
            for x, y in self.sizes
        )

    @cached_property
    def flavour(self) -> Flavour:
        """Classic TIFF, which more programs read, where the file is small enough."""
        classic = _Blocks(self, Flavour(is_big=False))
        is_big = classic.position(self.pages) >= CLASSIC_LIMIT
        return Flavour(is_big=is_big)

    @cached_property
    def length(self) -> int:
        """Bytes of the whole file."""
        return _Blocks(self, self.flavour).position(self.pages)

    def chunks(self, read: ReadPage) -> Iterator[bytes]:
        """The file from its first to its last byte. read is called in the order of the file."""
        blocks = _Blocks(self, self.flavour)
        yield self.flavour.header(blocks.position(0))
        for page in range(self.pages):
            yield blocks.directories(page)
            for level, plane in enumerate(self.planes):
                for region in plane.runs():
                    yield _pieces(plane, read(level, page, region), self.dtype)
                yield bytes(plane.padding)


class _Blocks:
    """The places of the pages in one flavour of TIFF. All pages but the first are alike."""

    def __init__(self, layout: TiffLayout, flavour: Flavour) -> None:
        self._layout = layout
        self._flavour = flavour
        self._pixels = sum(plane.pixel_bytes + plane.padding for plane in layout.planes)
        self._first, self._other = (self._directory_lengths(page) for page in (0, 1))

    def position(self, page: int) -> int:
        """Where a page begins; of the page after the last one: where the file ends."""
        start = self._flavour.header_bytes
        if page == 0:
            return start
        first, other = (sum(lengths) + self._pixels for lengths in (self._first, self._other))
        return start + first + (page - 1) * other

    def directories(self, page: int) -> bytes:
        """The IFDs of one page and of its smaller resolutions."""
        lengths = self._first if page == 0 else self._other
        places = list(accumulate(lengths, initial=self.position(page)))
        pixels = places.pop()
        following = self.position(page + 1) if page + 1 < self._layout.pages else 0
        found = []
        for level, plane in enumerate(self._layout.planes):
            entries = self._entries(page, level, pixels, places[1:])
            found.append(self._flavour.directory(entries, places[level], following))
            pixels += plane.pixel_bytes + plane.padding
            following = 0
        return b"".join(found)

    def _directory_lengths(self, page: int) -> list[int]:
        levels = len(self._layout.planes)
        return [
            self._flavour.directory_bytes(self._entries(page, level, 0, [0] * (levels - 1)))
            for level in range(levels)
        ]

    def _entries(self, page: int, level: int, pixels: int, smaller: Sequence[int]) -> list[Entry]:
        """pixels, smaller: positions of the pixels and of the IFDs of smaller resolutions."""
        layout, flavour = self._layout, self._flavour
        plane = layout.planes[level]
        count = plane.columns * plane.rows
        starts = pixels + plane.piece_bytes * np.arange(count, dtype=np.uint64)
        bits = 8 * layout.dtype.itemsize
        entries = [
            long(Tag.NEW_SUBFILE_TYPE, REDUCED_RESOLUTION if level else 0),
            long(Tag.IMAGE_WIDTH, plane.size_x),
            long(Tag.IMAGE_LENGTH, plane.size_y),
            short(Tag.BITS_PER_SAMPLE, *[bits] * layout.samples),
            short(Tag.COMPRESSION, 1),
            short(Tag.PHOTOMETRIC, BLACK_IS_ZERO if layout.samples == 1 else RGB),
            short(Tag.SAMPLES_PER_PIXEL, layout.samples),
            short(Tag.PLANAR_CONFIGURATION, 1),
            short(Tag.SAMPLE_FORMAT, *[SAMPLE_FORMATS[layout.dtype.kind]] * layout.samples),
        ]
        sizes = [plane.piece_bytes] * count
        if plane.is_tiled:
            entries += [
                long(Tag.TILE_WIDTH, plane.piece_x),
                long(Tag.TILE_LENGTH, plane.piece_y),
                offsets(Tag.TILE_OFFSETS, flavour, starts),
                long(Tag.TILE_BYTE_COUNTS, *sizes),
            ]
        else:
            entries += [
                long(Tag.ROWS_PER_STRIP, plane.size_y),
                offsets(Tag.STRIP_OFFSETS, flavour, starts),
                long(Tag.STRIP_BYTE_COUNTS, *sizes),
            ]
        if page == 0 and level == 0:
            entries.append(text(Tag.IMAGE_DESCRIPTION, layout.description))
            entries.append(text(Tag.SOFTWARE, layout.software.encode("ascii")))
        if level == 0 and smaller:
            entries.append(offsets(Tag.SUB_IFDS, flavour, np.array(smaller, np.uint64)))
        return entries


def _pieces(plane: Plane, pixels: NDArray[Any], dtype: np.dtype[Any]) -> bytes:
    """Pixels of a run of pieces as the file holds them: piece by piece, edges padded with 0."""
    ordered = np.ascontiguousarray(pixels, dtype.newbyteorder("<"))
    if not plane.is_tiled:
        return ordered.tobytes()
    height, width = ordered.shape[:2]
    abreast = -(-width // plane.piece_x)
    rest = ordered.shape[2:]
    padded = np.zeros((plane.piece_y, abreast * plane.piece_x, *rest), ordered.dtype)
    padded[:height, :width] = ordered
    pieces = padded.reshape(plane.piece_y, abreast, plane.piece_x, *rest)
    return np.swapaxes(pieces, 0, 1).tobytes()
