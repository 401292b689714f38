"""A small picture of a shape with what lies around it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from omeroweb.errors import NotFound
from omeroweb.gateway.base import Gateway, Image, Pixels, Roi, Shape
from omeroweb.quantities import Region
from omeroweb.rendering import Path, draw_paths, resize
from omeroweb.webgateway.geometry import paths
from omeroweb.webgateway.pictures import check_plane, is_too_large, picture, pixels_of
from omeroweb.webgateway.plans import Shown

WIDTH, HEIGHT = 250, 167
LINE = 2
LIGHT_GREY = (221, 221, 221)
# The shape takes at most this part of the picture, and a pixel of the image at most four of it.
PART = 2 / 3
ENLARGED = 4

COLORS = {
    "f00": (255, 0, 0),
    "0f0": (0, 255, 0),
    "00f": (0, 0, 255),
    "ff0": (255, 255, 0),
    "fff": (255, 255, 255),
    "000": (0, 0, 0),
}


@dataclass(frozen=True)
class Frame:
    """The part of the image plane that is shown, in pixels of the full resolution: three to two."""

    x: float
    y: float
    width: float

    @property
    def scale(self) -> float:
        """Pixels of the picture for one of the image."""
        return WIDTH / self.width

    def moved(self, path: Path) -> Path:
        """A path of the image in the picture."""
        places = [((x - self.x) * self.scale, (y - self.y) * self.scale) for x, y in path.points]
        return Path(places, path.is_closed)


@dataclass(frozen=True)
class Span:
    """One axis of the part of the image that is seen.

    start, end: where it is in the picture. first, count: the pixels of the resolution.
    """

    start: int
    end: int
    first: int
    count: int

    @property
    def length(self) -> int:
        return self.end - self.start

    @classmethod
    def of(cls, offset: float, scale: float, shown: int, full: int, size: int) -> "Span":
        """offset: where the frame begins in the image, whose axis has ``full`` pixels."""
        start = max(0, round(-offset * scale))
        end = min(shown, round((full - offset) * scale))
        factor = size / full
        first = max(0, math.floor((offset + start / scale) * factor))
        last = min(size, math.ceil((offset + end / scale) * factor))
        return cls(start, end, first, max(0, last - first))


def shape_picture(
    gateway: Gateway, image: Image, shown: Shown, shape: Shape, color: tuple[int, int, int]
) -> NDArray[np.uint8]:
    """(167, 250, 3): light grey outside the image, and where it is too large to be read."""
    pixels = pixels_of(image)
    z = shown.z if shape.the_z is None else shape.the_z
    t = shown.t if shape.the_t is None else shape.the_t
    check_plane(pixels, z, t)
    outline = paths(shape)
    frame = around(outline)
    level = _level(pixels, frame.scale)
    size = pixels.resolutions[level]
    across = Span.of(frame.x, frame.scale, WIDTH, pixels.size_x, size.size_x)
    down = Span.of(frame.y, frame.scale, HEIGHT, pixels.size_y, size.size_y)
    canvas = np.full((HEIGHT, WIDTH, 3), LIGHT_GREY, np.uint8)
    region = Region(across.first, down.first, across.count, down.count)
    if across.length > 0 and down.length > 0 and not is_too_large(region):
        part = picture(gateway, image, shown.plan, level, z, t, region)
        place = slice(down.start, down.end), slice(across.start, across.end)
        canvas[place] = resize(part, across.length, down.length)
    return draw_paths(canvas, [frame.moved(path) for path in outline], color, LINE)


def around(outline: Sequence[Path]) -> Frame:
    """A frame of three to two with the lines in its middle."""
    corners = [corner for path in outline for corner in path.points]
    if not corners or not all(map(math.isfinite, (value for c in corners for value in c))):
        raise NotFound("the shape has no place")
    left, top = min(x for x, _ in corners), min(y for _, y in corners)
    right, bottom = max(x for x, _ in corners), max(y for _, y in corners)
    width = max((right - left) / PART, (bottom - top) / PART * WIDTH / HEIGHT, WIDTH / ENLARGED)
    height = width * HEIGHT / WIDTH
    return Frame((left + right - width) / 2, (top + bottom - height) / 2, width)


def preferred(roi: Roi, z: int, t: int) -> Shape:
    """The shape that stands for its ROI: one on the shown time, then plane, else the first."""
    if not roi.shapes:
        raise NotFound(f"Roi {roi.id} has no shapes")
    return min(roi.shapes, key=lambda one: (one.the_t != t, one.the_z != z))


def _level(pixels: Pixels, scale: float) -> int:
    """The coarsest resolution that is at least as fine as the picture."""
    fine = [n for n, size in enumerate(pixels.resolutions) if size.size_x / pixels.size_x >= scale]
    return fine[-1] if fine else 0
