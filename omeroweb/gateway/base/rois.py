"""Regions of interest and the shapes they are made of.

Positions are pixels of the full resolution. the_z, the_c, the_t count from 0; None: on all planes.
Colours are (red, green, blue, alpha). Source of fields and words: OME model 2016-06, ROI.
"""

from dataclasses import dataclass
from typing import NamedTuple

from omeroweb.gateway.base.kinds import UNSAVED
from omeroweb.gateway.base.people import Details
from omeroweb.quantities import Length

Rgba = tuple[int, int, int, int]


class AffineTransform(NamedTuple):
    """x' = a00 x + a01 y + a02, y' = a10 x + a11 y + a12."""

    a00: float
    a10: float
    a01: float
    a11: float
    a02: float
    a12: float


@dataclass(frozen=True, kw_only=True)
class Shape:
    """What all shapes share. id: UNSAVED for a new one."""

    id: int = UNSAVED
    the_z: int | None = None
    the_c: int | None = None
    the_t: int | None = None
    text: str = ""
    fill_color: Rgba | None = None
    fill_rule: str = ""
    stroke_color: Rgba | None = None
    stroke_width: Length | None = None
    stroke_dash_array: str = ""
    font_family: str = ""
    font_style: str = ""
    font_size: Length | None = None
    is_locked: bool | None = None
    transform: AffineTransform | None = None


@dataclass(frozen=True, kw_only=True)
class Rectangle(Shape):
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, kw_only=True)
class Ellipse(Shape):
    """x, y: its centre."""

    x: float
    y: float
    radius_x: float
    radius_y: float


@dataclass(frozen=True, kw_only=True)
class Point(Shape):
    x: float
    y: float


@dataclass(frozen=True, kw_only=True)
class Line(Shape):
    x1: float
    y1: float
    x2: float
    y2: float
    marker_start: str = ""
    marker_end: str = ""


@dataclass(frozen=True, kw_only=True)
class Polyline(Shape):
    points: tuple[tuple[float, float], ...]
    marker_start: str = ""
    marker_end: str = ""


@dataclass(frozen=True, kw_only=True)
class Polygon(Shape):
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True, kw_only=True)
class Label(Shape):
    x: float
    y: float


@dataclass(frozen=True, kw_only=True)
class Mask(Shape):
    """bits: one per pixel, rows from the top without padding, the highest bit of a byte first.

    Lists leave them out: None; `Rois.shape` has them.
    """

    x: float
    y: float
    width: float
    height: float
    bits: bytes | None = None


@dataclass(frozen=True)
class Roi:
    id: int
    image_id: int
    name: str
    description: str
    details: Details
    shapes: tuple[Shape, ...] = ()


@dataclass(frozen=True)
class RoiDraft:
    """A ROI to create, or what one shall become.

    A shape with the id of one that the ROI has replaces it; a Mask without bits keeps them. Shapes
    that the ROI has and the draft lacks are deleted.
    """

    shapes: tuple[Shape, ...]
    name: str = ""
    description: str = ""


@dataclass(frozen=True)
class RoiShape:
    """One shape with the ROI it belongs to, which is without its shapes."""

    roi: Roi
    shape: Shape

    @property
    def details(self) -> Details:
        """Of its ROI: shapes have no owner of their own."""
        return self.roi.details
