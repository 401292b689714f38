"""A table of colours."""

import zlib
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

COLORS = 256


class NotALut(ValueError):
    """A file that holds no table of colours."""


@dataclass(frozen=True)
class Lut:
    """256 colours, from the darkest level to the brightest.

    name: as in the `c` parameter, e.g. fire.lut. colors: red, green, blue of each level in turn,
    768 bytes. repr shows their checksum: another table under the same name is another Lut.
    """

    name: str
    colors: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.colors) != 3 * COLORS:
            raise NotALut(f"{self.name}: {len(self.colors)} bytes, expected 256 colours of 3")

    def __repr__(self) -> str:
        return f"Lut({self.name!r}, {zlib.crc32(self.colors):08x})"

    @cached_property
    def table(self) -> NDArray[np.uint8]:
        """(256, 3) uint8, read-only."""
        return np.frombuffer(self.colors, np.uint8).reshape(COLORS, 3)

    @classmethod
    def of(cls, name: str, table: NDArray[np.uint8]) -> "Lut":
        """From (256, 3) uint8."""
        return cls(name, np.ascontiguousarray(table, np.uint8).tobytes())
