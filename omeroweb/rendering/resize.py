"""Pictures made smaller."""

import cv2
import numpy as np

from omeroweb.rendering.quantize import UInt8Array


def fit_inside(width: int, height: int, longest: int) -> tuple[int, int]:
    """Width and height with the same shape whose longer side is ``longest``, at least 1 x 1."""
    factor = longest / max(width, height)
    return max(1, round(width * factor)), max(1, round(height * factor))


def resize(picture: UInt8Array, width: int, height: int) -> UInt8Array:
    """A picture (Y, X, 3) at another size; each pixel averages what it covers."""
    is_smaller = width * height < picture.shape[0] * picture.shape[1]
    method = cv2.INTER_AREA if is_smaller else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(picture, (width, height), interpolation=method), np.uint8)
