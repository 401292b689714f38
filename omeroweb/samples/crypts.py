"""The crypts of the mucosa: tubes of tall cells and mucus that open into the gut."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from omeroweb.samples import drawing
from omeroweb.samples.drawing import Points
from omeroweb.samples.ring import NUCLEUS_SPACING, Marks, Ring, Shapes, evenly, nuclear_stains

# Sizes in pixels.
CRYPT_WIDTH = 106
WIDEST = 132
CRYPT_SPACING = 136
LUMEN_WIDTH = 20
GOBLET_SPACING = 25.0

# Stain levels, 0 to 255: (haematoxylin, eosin).
EPITHELIUM_STAIN = (58, 118)
EPITHELIUM_EDGE_STAIN = (40, 140)
OPENING_STAIN = (2, 10)
GOBLET_STAIN = (30, 34)


def make_crypts(rng: np.random.Generator, ring: Ring) -> tuple[list[Shapes], list[Marks]]:
    walls: list[Points] = []
    openings: list[Points] = []
    marks: list[Marks] = []
    for at in _crypt_places(ring):
        axis = _crypt_axis(rng, ring, at)
        profiles = _cut_across(rng, axis) if rng.random() < 0.2 else [axis]
        for profile in profiles:
            narrowing = np.linspace(0.5, -0.5, len(profile)) * _taper(ring, at)
            width = np.minimum(CRYPT_WIDTH * rng.uniform(0.92, 1.1) * (1 + narrowing), WIDEST)
            wall = _tube(profile, width)
            walls.append(wall)
            lumen = LUMEN_WIDTH * (1 + 0.5 * drawing.ring_noise(rng, len(profile), 6, 0.5))
            openings.append(_tube(profile, lumen * rng.uniform(0.5, 1.4)))
            marks += [_goblets(rng, profile, width), _crypt_nuclei(rng, wall)]
    return [
        Shapes(walls, EPITHELIUM_STAIN),
        Shapes(walls, EPITHELIUM_EDGE_STAIN, 2, closed=True),
        Shapes(openings, OPENING_STAIN),
    ], marks


def _crypt_places(ring: Ring) -> NDArray[np.intp]:
    """Indices around the ring where a crypt begins, evenly spaced at half their height."""
    middle = ring.mucosa_base + ring.inward * ring.depth[:, np.newaxis] / 2
    steps = np.hypot(*np.diff(middle, axis=0).T)
    along = np.concatenate([[0], np.cumsum(steps)])
    return np.searchsorted(along, np.arange(0, along[-1] - CRYPT_SPACING / 2, CRYPT_SPACING))


def _crypt_axis(rng: np.random.Generator, ring: Ring, at: int) -> Points:
    """The middle line of a crypt (N, 2), from its closed end to beyond the surface."""
    inward, depth = ring.inward[at], ring.depth[at]
    sideways = np.array([-inward[1], inward[0]])
    beginning = CRYPT_WIDTH * rng.uniform(0.6, 0.85)
    along = np.linspace(min(beginning, 0.2 * depth), depth + CRYPT_WIDTH / 3, 24)
    phase, waves = rng.uniform(0, 6), rng.uniform(0.8, 2.0)
    sway = rng.uniform(3, 13) * np.sin(phase + waves * np.pi * along / depth)
    axis: Points = ring.mucosa_base[at] + np.outer(along, inward) + np.outer(sway, sideways)
    return axis


def _taper(ring: Ring, at: int) -> float:
    """How much closer neighbours are at the surface than at the base, as a part of the spacing."""
    beside = (at + 8) % len(ring.inward)
    base = np.hypot(*(ring.mucosa_base[beside] - ring.mucosa_base[at]))
    ends = ring.mucosa_base + ring.inward * ring.depth[:, np.newaxis]
    surface = np.hypot(*(ends[beside] - ends[at]))
    return float(np.clip(2 * (base - surface) / (base + surface), -0.7, 0.7))


def _cut_across(rng: np.random.Generator, axis: Points) -> list[Points]:
    """Short pieces of a crypt that the knife met at an angle."""
    pieces = []
    for begin in (0, 8, 16):
        length = int(rng.integers(2, 5))
        pieces.append(axis[begin + 1 : begin + 1 + length])
    return pieces


def _tube(axis: Points, width: Points) -> Points:
    """The outline of a line (N, 2) with widths (N,) and round ends."""
    along = np.gradient(axis, axis=0)
    along /= np.hypot(along[:, 0], along[:, 1])[:, np.newaxis]
    sideways = np.stack([-along[:, 1], along[:, 0]], axis=1) * width[:, np.newaxis] / 2
    ends = []
    for end, sign in ((-1, 1), (0, -1)):
        turn = np.linspace(np.pi / 2, -np.pi / 2, 10)[1:-1, np.newaxis]
        forward = along[end] * width[end] / 2 * sign
        ends.append(axis[end] + np.cos(turn) * forward + np.sin(turn) * sideways[end] * sign)
    return np.concatenate([axis + sideways, ends[0], (axis - sideways)[::-1], ends[1]])


def _crypt_nuclei(rng: np.random.Generator, wall: Points) -> Marks:
    """Tall nuclei in a row along the outside of a crypt."""
    points, tangents = evenly(wall, NUCLEUS_SPACING, rng.uniform(0, NUCLEUS_SPACING))
    inward = np.stack([tangents[:, 1], -tangents[:, 0]], axis=1)
    if np.mean(np.sum(inward * (wall.mean(axis=0) - points), axis=1)) < 0:
        inward = -inward
    count = len(points)
    centres = points + inward * rng.normal(13.5, 2.2, (count, 1))
    radii = np.stack([rng.normal(9.6, 1.1, count), rng.normal(5.3, 0.6, count)], axis=1)
    angles = np.arctan2(inward[:, 1], inward[:, 0]) + rng.normal(0, 0.18, count)
    return Marks(centres, np.abs(radii), angles, nuclear_stains(rng, count, 176))


def _goblets(rng: np.random.Generator, axis: Points, width: Points) -> Marks:
    """Pale drops of mucus on the inner side of the crypt wall."""
    inner = _tube(axis, width * 0.50)
    points, tangents = evenly(inner, GOBLET_SPACING, rng.uniform(0, GOBLET_SPACING))
    kept = rng.random(len(points)) < 0.82
    points, tangents = points[kept], tangents[kept]
    count = len(points)
    radii = rng.normal((10.5, 8.6), 1.1, (count, 2))
    angles = np.arctan2(tangents[:, 0], -tangents[:, 1])
    stains = np.array(GOBLET_STAIN) + rng.normal(0, 5, (count, 1))
    centres = points + rng.normal(0, 1.5, points.shape)
    return Marks(centres, np.abs(radii), angles, stains)
