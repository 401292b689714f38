"""Shapes as lines that can be drawn, in pixels of the full resolution."""

import math
from collections.abc import Sequence

from omeroweb.gateway.base import (
    AffineTransform,
    Ellipse,
    Label,
    Line,
    Mask,
    Point,
    Polygon,
    Polyline,
    Rectangle,
    Shape,
)
from omeroweb.rendering import Path

Position = tuple[float, float]

# Corners that an ellipse is drawn with.
CORNERS = 72
# Half the size of the cross that a point is drawn as.
ARM = 5.0


def paths(shape: Shape) -> list[Path]:
    """The outline, with the shape's transform applied."""
    return [_moved(path, shape.transform) for path in _outline(shape)]


def _outline(shape: Shape) -> list[Path]:
    match shape:
        case Rectangle() | Mask():
            right, bottom = shape.x + shape.width, shape.y + shape.height
            corners = ((shape.x, shape.y), (right, shape.y), (right, bottom), (shape.x, bottom))
            return [Path(corners, is_closed=True)]
        case Ellipse():
            return [Path(_ellipse(shape), is_closed=True)]
        case Line():
            return [Path(((shape.x1, shape.y1), (shape.x2, shape.y2)))]
        case Polyline():
            return [Path(shape.points)]
        case Polygon():
            return [Path(shape.points, is_closed=True)]
        case Point() | Label():
            return _cross(shape.x, shape.y)
    raise AssertionError(f"{type(shape).__name__} is no kind of shape")


def _ellipse(of: Ellipse) -> Sequence[Position]:
    angles = (2 * math.pi * n / CORNERS for n in range(CORNERS))
    return [
        (of.x + of.radius_x * math.cos(angle), of.y + of.radius_y * math.sin(angle))
        for angle in angles
    ]


def _cross(x: float, y: float) -> list[Path]:
    return [Path(((x - ARM, y), (x + ARM, y))), Path(((x, y - ARM), (x, y + ARM)))]


def _moved(path: Path, by: AffineTransform | None) -> Path:
    if by is None:
        return path
    moved = [
        (by.a00 * x + by.a01 * y + by.a02, by.a10 * x + by.a11 * y + by.a12) for x, y in path.points
    ]
    return Path(moved, path.is_closed)
