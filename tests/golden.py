"""What pictures must look like: docs/rendering.md in plain NumPy, with nothing of the project.

Slow and obvious on purpose; results are not rounded, so that a test can say by how much a picture
may differ.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]

# Half a step by rounding once, and what OpenCV's fixed-point mixing of channels adds to it.
ROUNDING = 0.5 + 0.1


@dataclass(frozen=True)
class Shown:
    """One channel as a test describes it. lut: 256 colours in place of color."""

    start: float
    end: float
    color: tuple[int, int, int] = (255, 255, 255)
    is_inverted: bool = False
    family: str = "linear"
    coefficient: float = 1.0
    lut: list[tuple[int, int, int]] | None = field(default=None)


def levels(plane: NDArray[Any], channel: Shown) -> FloatArray:
    """Intensities to whole levels 0..255, value by value."""
    wanted = np.vectorize(lambda value: level(float(value), channel), otypes=[float])
    return np.asarray(wanted(plane), np.float64)


def level(value: float, channel: Shown) -> float:
    if math.isnan(value):
        value = channel.start
    if channel.end <= channel.start:
        found = 255.0 if value >= channel.start else 0.0
    else:
        inside = min(max(value, channel.start), channel.end)
        found = bent(255 * (inside - channel.start) / (channel.end - channel.start), channel)
    whole = float(np.rint(found))
    return 255 - whole if channel.is_inverted else whole


def bent(u: float, channel: Shown) -> float:
    k = channel.coefficient
    match channel.family:
        case "polynomial":
            return 255.0 * math.pow(u, k) / math.pow(255, k)
        case "logarithmic":
            return 255 * math.log(max(u, 1)) / math.log(255)
        case "exponential":
            return 255 * (math.exp(math.pow(u, k)) - 1) / (math.exp(math.pow(255, k)) - 1)
    return u


def picture(planes: NDArray[Any], channels: Sequence[Shown]) -> FloatArray:
    """Additive blending with saturation, before rounding: (Y, X, 3)."""
    total = np.zeros((*planes.shape[1:], 3))
    for plane, channel in zip(planes, channels, strict=True):
        found = levels(plane, channel)
        if channel.lut is None:
            total += found[..., None] * np.array(channel.color) / 255
        else:
            total += np.array(channel.lut)[found.astype(int)]
    return np.minimum(total, 255)


def grey(plane: NDArray[Any], channel: Shown) -> FloatArray:
    """One plane in shades of grey: (Y, X, 3)."""
    return np.repeat(levels(plane, channel)[..., None], 3, axis=-1)


def projected(stack: NDArray[Any], kind: str) -> NDArray[Any]:
    """(Z, C, Y, X) to (C, Y, X) in the same type."""
    if kind == "intmax":
        return np.asarray(stack.max(axis=0))
    exact = stack.astype(object).sum(axis=0)
    if kind == "intmean":
        exact = exact / len(stack)
    values = np.asarray(exact, np.float64)
    if stack.dtype.kind == "f":
        return values.astype(stack.dtype)
    limits = np.iinfo(stack.dtype)
    return np.clip(np.rint(values), limits.min, limits.max).astype(stack.dtype)
