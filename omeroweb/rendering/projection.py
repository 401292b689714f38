"""Many planes along Z seen as one."""

from collections.abc import Iterator
from enum import Enum
from typing import Any

import numpy as np
from numpy.typing import NDArray


class Projection(Enum):
    """How a stack becomes a plane; the values are the words of the `p` parameter."""

    NORMAL = "normal"
    MAXIMUM = "intmax"
    MEAN = "intmean"
    SUM = "intsum"


def sections(z_range: tuple[int, int] | None, size_z: int) -> range:
    """The planes of a range with both ends included, as far as the stack has them.

    None is the whole stack. A range that begins behind the stack, or behind its own end, is its
    last plane.
    """
    first, last = z_range or (0, size_z - 1)
    last = min(max(last, 0), size_z - 1)
    return range(min(max(first, 0), last), last + 1)


def project(stack: Iterator[NDArray[Any]], kind: Projection) -> NDArray[Any]:
    """Project planes (C, Y, X) that come one after the other; two of them are held at a time.

    Mean and sum are kept in the planes' type: the mean is rounded, the sum saturates, as OMERO
    does. NORMAL is the first plane. Raises ValueError for an empty stack.
    """
    first = next(stack, None)
    if first is None:
        raise ValueError("a projection needs at least one plane")
    if kind is Projection.NORMAL:
        return first
    if kind is Projection.MAXIMUM:
        highest = first.copy()
        for planes in stack:
            np.maximum(highest, planes, out=highest)
        return highest
    total, count = first.astype(np.float64), 1
    for planes in stack:
        total += planes
        count += 1
    return _in_type(total / count if kind is Projection.MEAN else total, first.dtype)


def _in_type(values: NDArray[np.float64], dtype: np.dtype[Any]) -> NDArray[Any]:
    if dtype.kind == "f":
        return values.astype(dtype)
    limits = np.iinfo(dtype)
    return np.clip(np.rint(values), limits.min, limits.max).astype(dtype)
