"""What readers, the gateway and views all speak of: lengths with units, rectangles of pixels."""

from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True)
class Length:
    """A quantity with the name of its OME unit, e.g. Length(0.325, "MICROMETER")."""

    value: float
    unit: str


class Region(NamedTuple):
    """A rectangle in pixels of one resolution level: left, top, width, height."""

    x: int
    y: int
    width: int
    height: int
