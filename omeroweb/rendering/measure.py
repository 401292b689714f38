"""Numbers about pixels: histograms, statistics, intensities along a line."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray


def histogram(plane: NDArray[Any], bins: int, minimum: float, maximum: float) -> NDArray[np.int64]:
    """How many pixels of a plane fall into each of ``bins`` equal steps from minimum to maximum.

    Both ends belong to the outer bins; values outside and not-a-number are not counted. Equal ends
    are one step of 1.
    """
    values = plane.ravel()
    if values.dtype.kind == "f":
        values = values[np.isfinite(values)]
    ends = (minimum, maximum if maximum > minimum else minimum + 1)
    counts, _ = np.histogram(values, bins=bins, range=ends)
    return counts.astype(np.int64)


@dataclass(frozen=True)
class Statistics:
    """Of all finite values: count, extremes, mean and standard deviation (of the population)."""

    count: int
    minimum: float
    maximum: float
    mean: float
    deviation: float


def statistics(parts: Iterable[NDArray[Any]]) -> Statistics | None:
    """Statistics of pixels that come in parts of any shape; None where no value is finite.

    Parts are joined as Chan, Golub and LeVeque do (Updating Formulae and a Pairwise Algorithm for
    Computing Sample Variances, 1979), so that large images lose no digits.
    """
    joined = None
    for part in parts:
        found = _statistics(part)
        if found is not None:
            joined = found if joined is None else _join(joined, found)
    return joined


def _statistics(part: NDArray[Any]) -> Statistics | None:
    values = part[np.isfinite(part)] if part.dtype.kind == "f" else part
    if values.size == 0:
        return None
    return Statistics(
        values.size,
        float(values.min()),
        float(values.max()),
        float(values.mean(dtype=np.float64)),
        float(values.std(dtype=np.float64)),
    )


def _join(a: Statistics, b: Statistics) -> Statistics:
    count = a.count + b.count
    difference = b.mean - a.mean
    squares = (
        a.count * a.deviation**2
        + b.count * b.deviation**2
        + difference**2 * a.count * b.count / count
    )
    return Statistics(
        count,
        min(a.minimum, b.minimum),
        max(a.maximum, b.maximum),
        a.mean + difference * b.count / count,
        math.sqrt(squares / count),
    )
