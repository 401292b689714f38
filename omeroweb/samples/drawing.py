"""Strokes, outlines, noise and blur that the sample images are drawn with.

Points are (x, y) in pixels of the canvas, as float arrays (N, 2); canvases are
(Y, X) uint8, changed in place.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float32]
Pair = Sequence[float] | NDArray[np.float64]
Points = NDArray[np.float64]
Canvas = NDArray[np.uint8]

SUBPIXEL_BITS = 4
"""OpenCV takes fixed-point coordinates: this many bits after the point."""

FULL_TURN = 2 * np.pi


def fixed_point(points: Points) -> NDArray[np.int32]:
    return np.rint(points * (1 << SUBPIXEL_BITS)).astype(np.int32)


def fill(canvas: Canvas, outline: Points, value: float) -> None:
    """Fill a closed outline (N, 2) with one value, edges anti-aliased."""
    cv2.fillPoly(canvas, [fixed_point(outline)], (round(value),), cv2.LINE_AA, SUBPIXEL_BITS)


def strokes(
    canvas: Canvas,
    lines: Points | Sequence[Points],
    value: float,
    thickness: int = 1,
    *,
    closed: bool = False,
) -> None:
    """Draw lines, each (N, 2), anti-aliased, over what is there."""
    if isinstance(lines, np.ndarray):
        fixed = list(fixed_point(lines))
    else:
        fixed = [fixed_point(line) for line in lines]
    colour = (round(value),)
    cv2.polylines(canvas, fixed, closed, colour, thickness, cv2.LINE_AA, SUBPIXEL_BITS)


def ellipse(canvas: Canvas, centre: Pair, radii: Pair, angle: float, value: float) -> None:
    """Fill an ellipse; `angle` in radians from the x axis to the first radius."""
    scale = 1 << SUBPIXEL_BITS
    cv2.ellipse(
        canvas,
        (round(centre[0] * scale), round(centre[1] * scale)),
        (round(radii[0] * scale), round(radii[1] * scale)),
        np.degrees(angle),
        0,
        360,
        (round(value),),
        cv2.FILLED,
        cv2.LINE_AA,
        SUBPIXEL_BITS,
    )


def blurred(plane: NDArray[Any], sigma: float) -> FloatArray:
    """Gaussian blur; sigma in pixels, 0 for none."""
    plane = plane.astype(np.float32, copy=False)
    if sigma <= 0:
        return np.asarray(plane, np.float32)
    return np.asarray(cv2.GaussianBlur(plane, (0, 0), sigma), np.float32)


def resized(plane: NDArray[Any], shape: tuple[int, int], interpolation: int) -> FloatArray:
    """The plane at another (Y, X) shape, as float32."""
    size = (shape[1], shape[0])
    plane = plane.astype(np.float32, copy=False)
    return np.asarray(cv2.resize(plane, size, interpolation=interpolation), np.float32)


def noise(rng: np.random.Generator, shape: tuple[int, int], cell: float) -> FloatArray:
    """Smooth random values of about -1 to 1, with features about `cell` pixels wide."""
    coarse = (int(shape[0] / cell) + 2, int(shape[1] / cell) + 2)
    values = rng.uniform(-1, 1, coarse)
    return resized(values, shape, cv2.INTER_CUBIC)


def ring_noise(rng: np.random.Generator, count: int, waves: int, decay: float = 1.0) -> Points:
    """`count` smooth random values of about -1 to 1 around a circle, the last meeting the first.

    waves: the highest number of periods around; decay: how much the higher
    ones are damped (0 for not at all).
    """
    angles = np.linspace(0, FULL_TURN, count, endpoint=False)
    orders = np.arange(1, waves + 1)
    weights = orders.astype(np.float64) ** -decay
    phases = rng.uniform(0, FULL_TURN, waves)
    values = np.cos(np.outer(angles, orders) + phases) @ weights
    return np.asarray(values / np.sqrt(np.sum(weights**2)) / np.sqrt(2), np.float64)


def directions(angles: Points) -> Points:
    """Unit vectors (N, 2) of angles (N,) in radians."""
    return np.stack([np.cos(angles), np.sin(angles)], axis=-1)


def turned(points: Points, angle: float) -> Points:
    """Points turned about the origin by an angle in radians."""
    cos, sin = np.cos(angle), np.sin(angle)
    return np.asarray(points @ np.array([[cos, sin], [-sin, cos]]))


def blob(rng: np.random.Generator, radii: Pair, wobble: float, count: int = 48) -> Points:
    """An irregular ellipse about the origin, (count, 2); wobble as a part of the radius."""
    angles = np.linspace(0, FULL_TURN, count, endpoint=False)
    factor = 1 + wobble * ring_noise(rng, count, 5)
    return np.asarray(directions(angles) * np.asarray(radii) * factor[:, np.newaxis])


def curves(starts: Points, bends: Points, ends: Points, count: int = 14) -> Points:
    """Quadratic Bézier curves (N, count, 2) from three points (N, 2) each."""
    t = np.linspace(0, 1, count)[np.newaxis, :, np.newaxis]
    a, b, c = starts[:, np.newaxis], bends[:, np.newaxis], ends[:, np.newaxis]
    return np.asarray((1 - t) ** 2 * a + 2 * t * (1 - t) * b + t**2 * c)


def stamp(canvas: Canvas, patch: NDArray[Any], centre: Pair) -> None:
    """Lay a patch (Y, X) over the canvas about a centre, the brighter value staying."""
    height, width = patch.shape
    top, left = round(centre[1] - height / 2), round(centre[0] - width / 2)
    y0, x0 = max(top, 0), max(left, 0)
    y1, x1 = min(top + height, canvas.shape[0]), min(left + width, canvas.shape[1])
    if y0 >= y1 or x0 >= x1:
        return
    part = patch[y0 - top : y1 - top, x0 - left : x1 - left]
    area = canvas[y0:y1, x0:x1]
    np.maximum(area, part.astype(np.uint8, copy=False), out=area)


def scattered(
    rng: np.random.Generator,
    count: int,
    size: Sequence[float],
    apart: float,
    first: Sequence[Sequence[float]] = (),
) -> Points:
    """At most `count` points in (0, 0) to `size`, at least `apart` from each other.

    first: points that are there from the beginning, and are counted.
    """
    chosen = [np.asarray(point, np.float64) for point in first]
    for candidate in rng.uniform((0, 0), size, (count * 12, 2)):
        if len(chosen) >= count:
            break
        if all(np.hypot(*(candidate - other)) >= apart for other in chosen):
            chosen.append(candidate)
    return np.array(chosen)


def tiles(plane: NDArray[Any], size: int) -> Iterator[NDArray[Any]]:
    """The tiles of a plane (Y, X, ...), row by row; its sides are multiples of `size`."""
    for y in range(0, plane.shape[0], size):
        for x in range(0, plane.shape[1], size):
            yield np.ascontiguousarray(plane[y : y + size, x : x + size])
