"""The ring that the wall of a gut is in cross-section: its curves, and what is drawn along them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from omeroweb.samples import drawing
from omeroweb.samples.drawing import Points

# Geometry as parts of the side of the slide.
OUTER_RADIUS = 0.395
MUSCLE = 0.034
SUBMUCOSA = 0.016
FOLD = 0.042
MUCOSA = 0.080
OVALNESS = 0.86
FOLDS = 7

NUCLEUS_SPACING = 13.5
"""Of cells in a row, in pixels."""


@dataclass
class Marks:
    """Many filled ellipses: centres (N, 2), radii (N, 2), angles (N,) and stains (N, 2)."""

    centres: Points
    radii: Points
    angles: Points
    stains: Points


@dataclass
class Shapes:
    """Closed outlines or lines of one stain, drawn in this order."""

    outlines: list[Points]
    stain: Sequence[float]
    thickness: int = 0
    """Of a line; 0 to fill the outline."""
    closed: bool = False
    """Whether a line ends where it begins."""
    tops: Points = field(init=False)
    bottoms: Points = field(init=False)

    def __post_init__(self) -> None:
        self.tops = np.array([outline[:, 1].min() for outline in self.outlines])
        self.bottoms = np.array([outline[:, 1].max() for outline in self.outlines])


@dataclass
class Ring:
    """The curves around the section, (N, 2) each, and the inward normals of the mucosa."""

    outside: Points
    muscle_inside: Points
    mucosa_base: Points
    surface: Points
    inward: Points
    depth: Points
    """Thickness of the mucosa (N,) in pixels."""


def make_ring(rng: np.random.Generator, size: int) -> Ring:
    count = max(size // 4, 256)
    angles = np.linspace(0, drawing.FULL_TURN, count, endpoint=False)
    outer = OUTER_RADIUS * (1 + 0.06 * drawing.ring_noise(rng, count, 6, 0.7))
    outer += 0.0016 * drawing.ring_noise(rng, count, 90, 0.3)
    muscle = MUSCLE * (1 + 0.25 * drawing.ring_noise(rng, count, 9, 0.5))
    fold = 0.5 + 0.5 * np.cos(FOLDS * angles + 1.1 * drawing.ring_noise(rng, count, 4))
    strength = 0.75 + 0.35 * drawing.ring_noise(rng, count, 3)
    submucosa = SUBMUCOSA + FOLD * fold**1.6 * strength
    middle = np.array([0.5, 0.497])
    spokes = drawing.directions(angles) * (1, OVALNESS)

    def curve(radius: Points) -> Points:
        return np.asarray((middle + spokes * radius[:, np.newaxis]) * size)

    base = curve(outer - muscle - submucosa)
    wide = max(count // 50, 2)
    along = np.roll(base, -wide, axis=0) - np.roll(base, wide, axis=0)
    inward = np.stack([-along[:, 1], along[:, 0]], axis=1)
    inward /= np.hypot(inward[:, 0], inward[:, 1])[:, np.newaxis]
    depth = MUCOSA * size * (1 + 0.09 * drawing.ring_noise(rng, count, 12, 0.4))
    scallop = 7 * drawing.ring_noise(rng, count, 260, 0.0)
    surface = base + inward * (depth + scallop)[:, np.newaxis]
    return Ring(curve(outer), curve(outer - muscle), base, surface, inward, depth)


def between(rng: np.random.Generator, outer: Points, inner: Points, count: int) -> Points:
    """Random points (count, 2) between two curves, and (count, 2) unit tangents beside them."""
    at = rng.integers(0, len(outer), count)
    part = rng.uniform(0.02, 0.98, (count, 1))
    points = outer[at] * (1 - part) + inner[at] * part
    tangents = np.roll(outer, -3, axis=0)[at] - np.roll(outer, 3, axis=0)[at]
    tangents /= np.hypot(tangents[:, 0], tangents[:, 1])[:, np.newaxis]
    return np.stack([points, tangents])


def area(outer: Points, inner: Points) -> float:
    """Pixels between two closed curves."""
    whole = [
        abs(np.dot(c[:, 0], np.roll(c[:, 1], -1)) - np.dot(c[:, 1], np.roll(c[:, 0], -1))) / 2
        for c in (outer, inner)
    ]
    return float(whole[0] - whole[1])


def evenly(curve: Points, spacing: float, offset: float) -> tuple[Points, Points]:
    """Points (N, 2) along a closed curve and the unit tangents (N, 2) there."""
    closed = np.concatenate([curve, curve[:1]])
    steps = np.hypot(*np.diff(closed, axis=0).T)
    along = np.concatenate([[0], np.cumsum(steps)])
    at = np.arange(offset, along[-1], spacing)
    points = np.stack([np.interp(at, along, closed[:, axis]) for axis in (0, 1)], axis=1)
    ahead = np.stack(
        [np.interp((at + 4) % along[-1], along, closed[:, axis]) for axis in (0, 1)], axis=1
    )
    tangents = ahead - points
    return points, tangents / np.maximum(np.hypot(*tangents.T), 1e-6)[:, np.newaxis]


def nuclear_stains(rng: np.random.Generator, count: int, level: float) -> Points:
    return np.stack([rng.normal(level, 24, count), rng.normal(96, 10, count)], axis=1)
