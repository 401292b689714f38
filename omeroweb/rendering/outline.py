"""Lines drawn over a picture, and masks as pictures."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from omeroweb.rendering.quantize import UInt8Array

# OpenCV takes positions in steps of 1/16 pixel.
FRACTION_BITS = 4
STEPS = 2**FRACTION_BITS
# Beyond this its arithmetic ends; what lies there is far outside every picture.
FAR = 2**15


@dataclass(frozen=True)
class Path:
    """Corners (x, y) joined by straight lines, the last to the first where it is closed."""

    points: Sequence[tuple[float, float]]
    is_closed: bool = False


def draw_paths(
    picture: UInt8Array, paths: Sequence[Path], color: tuple[int, int, int], width: int
) -> UInt8Array:
    """A copy of a picture (Y, X, 3) with the lines on it; (0, 0) is the first pixel's corner."""
    drawn = picture.copy()
    for path in paths:
        corners = np.clip(np.array(path.points, np.float64) - 0.5, -FAR, FAR)
        steps = np.rint(corners * STEPS).astype(np.int32)
        cv2.polylines(drawn, [steps], path.is_closed, color, width, cv2.LINE_AA, FRACTION_BITS)
    return drawn


def mask_picture(
    bits: bytes, width: int, height: int, color: tuple[int, int, int, int]
) -> NDArray[np.uint8]:
    """(height, width, 4) RGBA: the colour where a bit is set, transparent elsewhere.

    bits: one per pixel, rows from the top without padding, the highest bit of a byte first.
    Missing ones are not set.
    """
    found = np.unpackbits(np.frombuffer(bits, np.uint8), count=width * height)
    picture = np.zeros((height, width, 4), np.uint8)
    picture[found.reshape(height, width) == 1] = color
    return picture
