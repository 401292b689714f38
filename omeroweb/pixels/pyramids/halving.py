"""Planes at half their size."""

import cv2
import numpy as np

from omeroweb.pixels.base import PixelArray

# What OpenCV averages in C; other types take NumPy's way.
QUICK = {np.dtype(name) for name in ("uint8", "uint16", "int16", "float32", "float64")}


def halve(planes: PixelArray) -> PixelArray:
    """Each pixel the mean of 2 x 2: (C, Y, X) becomes (C, ceil(Y/2), ceil(X/2)), in the same type.

    At an odd edge the last row and column count twice. Blocks that begin at even coordinates give
    the same pixels as the whole plane.
    """
    padding = [(0, 0), (0, planes.shape[1] % 2), (0, planes.shape[2] % 2)]
    even = (
        np.pad(planes, padding, mode="edge")
        if planes.shape[1] % 2 or planes.shape[2] % 2
        else planes
    )
    if even.dtype not in QUICK:
        return _with_numpy(even)
    height, width = even.shape[1] // 2, even.shape[2] // 2
    out = np.empty((even.shape[0], height, width), even.dtype)
    for source, target in zip(even, out, strict=True):
        cv2.resize(source, (width, height), dst=target, interpolation=cv2.INTER_AREA)
    return out


def _with_numpy(even: PixelArray) -> PixelArray:
    channels, height, width = even.shape
    mean: PixelArray = even.reshape(channels, height // 2, 2, width // 2, 2).mean(axis=(2, 4))
    return np.asarray(np.rint(mean), even.dtype)
