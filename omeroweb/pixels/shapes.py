"""ROIs and their shapes as image files carry them. Names are those of the OME model 2016-06.

Coordinates are pixels of full resolution; (0, 0) is the upper left corner of the first pixel.
"""

from dataclasses import dataclass
from typing import NamedTuple

from omeroweb.pixels.annotations import Annotation
from omeroweb.quantities import Length


class Color(NamedTuple):
    """0 to 255 each; alpha 255 is opaque."""

    red: int
    green: int
    blue: int
    alpha: int = 255


class Transform(NamedTuple):
    """x' = a00 x + a01 y + a02, y' = a10 x + a11 y + a12."""

    a00: float
    a10: float
    a01: float
    a11: float
    a02: float
    a12: float


class Point2D(NamedTuple):
    x: float
    y: float


@dataclass(frozen=True, kw_only=True)
class Shape:
    """What all shapes have. the_z, the_t, the_c: None for all planes."""

    the_z: int | None = None
    the_t: int | None = None
    the_c: int | None = None
    text: str = ""
    fill_color: Color | None = None
    stroke_color: Color | None = None
    stroke_width: Length | None = None
    stroke_dash_array: str = ""
    font_family: str = ""
    font_size: Length | None = None
    font_style: str = ""
    is_locked: bool = False
    transform: Transform | None = None
    annotations: tuple[Annotation, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Rectangle(Shape):
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, kw_only=True)
class Ellipse(Shape):
    """x, y: the centre."""

    x: float
    y: float
    radius_x: float
    radius_y: float


@dataclass(frozen=True, kw_only=True)
class Point(Shape):
    x: float
    y: float


@dataclass(frozen=True, kw_only=True)
class Label(Shape):
    """Its text is written at x, y."""

    x: float
    y: float


@dataclass(frozen=True, kw_only=True)
class Line(Shape):
    """marker_start, marker_end: "Arrow" or empty."""

    x1: float
    y1: float
    x2: float
    y2: float
    marker_start: str = ""
    marker_end: str = ""


@dataclass(frozen=True, kw_only=True)
class Polyline(Shape):
    points: tuple[Point2D, ...]
    marker_start: str = ""
    marker_end: str = ""


@dataclass(frozen=True, kw_only=True)
class Polygon(Shape):
    points: tuple[Point2D, ...]


@dataclass(frozen=True, kw_only=True)
class Mask(Shape):
    """bits: one per pixel, row by row, the first in the highest bit of a byte; rows are not padded.

    The mask has round(width) x round(height) pixels.
    """

    x: float
    y: float
    width: float
    height: float
    bits: bytes


@dataclass(frozen=True)
class Roi:
    """A region of interest: shapes that belong together, perhaps over several planes."""

    shapes: tuple[Shape, ...]
    name: str = ""
    description: str = ""
    annotations: tuple[Annotation, ...] = ()
