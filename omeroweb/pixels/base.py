"""What every kind of image file gives when it is viewed; its metadata are in description."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from omeroweb.quantities import Region

PixelArray = NDArray[Any]

# Pixel types by their OME names. Source: OME model 2016-06, PixelType.
PIXEL_TYPES: dict[str, np.dtype[Any]] = {
    "int8": np.dtype("int8"),
    "int16": np.dtype("int16"),
    "int32": np.dtype("int32"),
    "uint8": np.dtype("uint8"),
    "uint16": np.dtype("uint16"),
    "uint32": np.dtype("uint32"),
    "float": np.dtype("float32"),
    "double": np.dtype("float64"),
}


def pixel_type(dtype: np.dtype[Any]) -> str | None:
    """The OME name of a NumPy type in any byte order; None where OME has none."""
    native = dtype.newbyteorder("=")
    return next((name for name, known in PIXEL_TYPES.items() if known == native), None)


@dataclass(frozen=True)
class Level:
    """One resolution of an image; level 0 is full resolution. Tile: the stored unit, in pixels."""

    size_x: int
    size_y: int
    tile_width: int
    tile_height: int


@dataclass(frozen=True)
class StoredTile:
    """A tile as the file stores it: a complete picture of the given media type.

    Pixels of a tile at the right or lower edge that lie beyond the image are in it too.
    """

    content: bytes
    media_type: str
    width: int
    height: int


class PixelSource(Protocol):
    """One opened image. Reads are safe from several threads at once."""

    levels: Sequence[Level]

    def read(
        self, level: int, z: int, t: int, channels: Sequence[int], region: Region
    ) -> PixelArray:
        """Planes of the named channels, in that order: (C, Y, X) in the file's type, native order.

        region: inside the level. Only the stored chunks that it covers are read.
        Raises Unreadable where the file no longer gives what it described.
        """
        ...

    def stored_tile(self, level: int, z: int, t: int, region: Region) -> StoredTile | None:
        """The bytes of one stored JPEG tile, where it is all that a client needs; else None.

        It is where the region is exactly one stored tile (cut off at the right and lower edge of
        the level) whose samples are all channels of the image: 8-bit grey, or red, green and blue.
        Raises Unreadable.
        """
        ...

    def close(self) -> None: ...
