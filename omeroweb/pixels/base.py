"""What every kind of image file gives: a description at import, planes when it is viewed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from omeroweb.quantities import Length, Region

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

    def close(self) -> None: ...


@dataclass(frozen=True)
class ChannelDescription:
    """What the file says of one channel. Colour: (red, green, blue), window: (start, end)."""

    name: str = ""
    color: tuple[int, int, int] | None = None
    emission: float | None = None
    excitation: float | None = None
    fluor: str = ""
    window: tuple[float, float] | None = None
    is_active: bool | None = None
    is_rgb: bool = False


@dataclass(frozen=True)
class WellPosition:
    """Where in a plate an image was taken; row, column and field count from 0."""

    row: int
    column: int
    field: int
    x: Length | None = None
    y: Length | None = None


@dataclass(frozen=True)
class PlateDescription:
    """A plate as its file lays it out."""

    name: str
    rows: int
    columns: int
    row_naming: str = "letter"
    column_naming: str = "number"


@dataclass(frozen=True)
class ImageDescription:
    """Everything the store keeps of one image, as its file says it."""

    name: str
    path: Path
    series: int
    size_x: int
    size_y: int
    size_z: int
    size_c: int
    size_t: int
    pixel_type: str
    levels: tuple[Level, ...]
    channels: tuple[ChannelDescription, ...]
    description: str = ""
    acquired: datetime | None = None
    physical_size_x: Length | None = None
    physical_size_y: Length | None = None
    physical_size_z: Length | None = None
    time_increment: Length | None = None
    significant_bits: int | None = None
    magnification: float | None = None
    well: WellPosition | None = None


@dataclass(frozen=True)
class FilesetDescription:
    """What one file (or Zarr folder) holds: its images and, where it is one, the plate."""

    images: tuple[ImageDescription, ...]
    plate: PlateDescription | None = None
