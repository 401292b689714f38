"""Image file directories (IFD) of TIFF as bytes. Source: TIFF revision 6.0; BigTIFF, bigtiff.org.

Everything is little-endian.
"""

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

ASCII, SHORT, LONG, LONG8 = 2, 3, 4, 16
BYTES = {ASCII: 1, SHORT: 2, LONG: 4, LONG8: 8}


class Tag(IntEnum):
    NEW_SUBFILE_TYPE = 254
    IMAGE_WIDTH = 256
    IMAGE_LENGTH = 257
    BITS_PER_SAMPLE = 258
    COMPRESSION = 259
    PHOTOMETRIC = 262
    IMAGE_DESCRIPTION = 270
    STRIP_OFFSETS = 273
    SAMPLES_PER_PIXEL = 277
    ROWS_PER_STRIP = 278
    STRIP_BYTE_COUNTS = 279
    PLANAR_CONFIGURATION = 284
    SOFTWARE = 305
    TILE_WIDTH = 322
    TILE_LENGTH = 323
    TILE_OFFSETS = 324
    TILE_BYTE_COUNTS = 325
    SUB_IFDS = 330
    SAMPLE_FORMAT = 339


@dataclass(frozen=True)
class Flavour:
    """Classic TIFF, whose offsets have 32 bits, or BigTIFF with 64."""

    is_big: bool

    @property
    def offset_type(self) -> int:
        return LONG8 if self.is_big else LONG

    @property
    def offset_bytes(self) -> int:
        return BYTES[self.offset_type]

    @property
    def _count(self) -> str:
        """How struct writes the number of entries."""
        return "<Q" if self.is_big else "<H"

    @property
    def _entry_bytes(self) -> int:
        return 20 if self.is_big else 12

    def header(self, first: int) -> bytes:
        """The start of a file; first: where the first IFD is."""
        if self.is_big:
            return struct.pack("<2sHHHQ", b"II", 43, 8, 0, first)
        return struct.pack("<2sHL", b"II", 42, first)

    @property
    def header_bytes(self) -> int:
        return len(self.header(0))

    def directory_bytes(self, entries: Sequence["Entry"]) -> int:
        """The length of an IFD with the values that do not fit into its entries."""
        own = struct.calcsize(self._count) + self._entry_bytes * len(entries) + self.offset_bytes
        return own + sum(_padded(len(entry.value)) for entry in entries if self._is_outside(entry))

    def directory(self, entries: Sequence["Entry"], position: int, following: int) -> bytes:
        """An IFD that begins at a position of the file.

        following: where the next IFD is; 0 for none.
        """
        own = struct.calcsize(self._count) + self._entry_bytes * len(entries) + self.offset_bytes
        table, values = [struct.pack(self._count, len(entries))], []
        free = position + own
        for entry in sorted(entries, key=lambda entry: entry.tag):
            if self._is_outside(entry):
                place = free.to_bytes(self.offset_bytes, "little")
                padded = entry.value.ljust(_padded(len(entry.value)), b"\0")
                values.append(padded)
                free += len(padded)
            else:
                place = entry.value.ljust(self.offset_bytes, b"\0")
            head = "<HHQ" if self.is_big else "<HHL"
            table.append(struct.pack(head, entry.tag, entry.type, entry.count) + place)
        table.append(following.to_bytes(self.offset_bytes, "little"))
        return b"".join([*table, *values])

    def _is_outside(self, entry: "Entry") -> bool:
        return len(entry.value) > self.offset_bytes


@dataclass(frozen=True)
class Entry:
    """One field of an IFD: a tag, and its values as bytes."""

    tag: Tag
    type: int
    value: bytes

    @property
    def count(self) -> int:
        return len(self.value) // BYTES[self.type]


def short(tag: Tag, *values: int) -> Entry:
    return Entry(tag, SHORT, np.array(values, "<u2").tobytes())


def long(tag: Tag, *values: int) -> Entry:
    return Entry(tag, LONG, np.array(values, "<u4").tobytes())


def text(tag: Tag, value: bytes) -> Entry:
    return Entry(tag, ASCII, value + b"\0")


def offsets(tag: Tag, flavour: Flavour, values: NDArray[np.uint64]) -> Entry:
    return Entry(tag, flavour.offset_type, values.astype(f"<u{flavour.offset_bytes}").tobytes())


def _padded(length: int) -> int:
    """Values begin at even positions."""
    return length + length % 2
