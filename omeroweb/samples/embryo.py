"""A worm embryo from one cell to sixteen, in 2 channels over Z and T, as OME-Zarr 0.4."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from omeroweb.samples import drawing, ngff
from omeroweb.samples.drawing import FloatArray, Points

SEED = 1983
AXES = "tczyx"
PIXEL_SIZE = 0.24
"""Width of a pixel at full resolution, in µm, for 256 pixels."""
FIELD = 256 * PIXEL_SIZE
Z_STEP = 4.0
TIME_STEP = 900.0
LEVELS = 2

SEMI_AXES = np.array([25.0, 15.5, 14.0])
"""Half the length, width and height of the embryo in µm (x, y, z)."""
TILT = 0.42
"""Turn of the long axis in the picture, in radians."""
NUCLEUS_RADIUS = 5.2
"""Of the first cell, in µm; later ones are smaller."""
MEMBRANE_WIDTH = 0.75
BEND = 1.3
"""µm that membranes leave the straight line between cells."""
FIRST_DIVISIONS = np.array([[1.0, 0.25, 0.1], [0.25, 1.0, 0.3]])
"""Directions in which the first cells divide, along the axes of the embryo."""
HAZE = 0.30
"""Part of the light that comes from out of focus."""

OFFSET = 110
FULL_SIGNAL = 1800
SIGNAL_STEP = 24
"""Values are whole multiples of this above the offset: counts per photon step."""
NOISE = 0.06
MAXIMUM = 4095

CHANNELS = (
    ngff.Channel("Histone (GFP)", "30FF8C", (110, 1700)),
    ngff.Channel("Membrane (mCherry)", "FF3C9A", (110, 1600)),
)


@dataclass(frozen=True)
class Embryo:
    """The cells at one time point.

    centres: (N, 3) in µm (x, y, z). dividing: (N,), whether a nucleus is a
    plate of chromosomes. spindles: (N, 3), unit vectors across those plates.
    bends: (Y, X, 2) in µm, how far the membranes are from straight.
    """

    centres: Points
    dividing: NDArray[np.bool_]
    spindles: Points
    bends: FloatArray


def write_embryo(folder: Path, size: int = 256, size_z: int = 5, size_t: int = 5) -> None:
    """Write the time lapse: (T, C, Z, Y, X) uint16, 2 levels, 12 bits used.

    size: of Y and X at full resolution, for the same field of view.
    """
    full = render(size, size_z, size_t)
    data = [full, _halved(full)]
    pixel = FIELD / size
    scales = [
        [TIME_STEP, 1.0, Z_STEP, pixel * 2**level, pixel * 2**level] for level in range(LEVELS)
    ]
    image = {"version": "0.4", **ngff.multiscale("Embryo", AXES, scales)}
    shown = {"version": "0.4", **ngff.omero("Embryo", CHANNELS, MAXIMUM)}
    shown["rdefs"] = {"model": "color", "defaultT": 0, "defaultZ": size_z // 2}
    ngff.write_group_v2(folder, {"multiscales": [image], "omero": shown})
    for level, array in enumerate(data):
        chunks = (1, 1, 1, *array.shape[-2:])
        ngff.write_array_v2(folder / str(level), array, chunks)


def render(size: int, size_z: int, size_t: int) -> NDArray[np.uint16]:
    """The embryo at full resolution, (T, C, Z, Y, X)."""
    rng = np.random.default_rng(SEED)
    result = np.zeros((size_t, len(CHANNELS), size_z, size, size), np.uint16)
    heights = (np.arange(size_z) - (size_z - 1) / 2) * Z_STEP
    embryo = _embryo(rng, np.zeros((1, 3)), 1.0, size)
    for t in range(size_t):
        for z, height in enumerate(heights):
            for c, light in enumerate(_section(embryo, float(height))):
                result[t, c, z] = _photograph(light, rng)
        embryo = _divided(rng, embryo, size)
    return result


def _halved(data: NDArray[np.uint16]) -> NDArray[np.uint16]:
    """Half as wide and high, by the mean of 2 x 2 pixels."""
    *others, height, width = data.shape
    blocks = data.reshape(*others, height // 2, 2, width // 2, 2)
    return np.asarray(np.rint(blocks.mean(axis=(-3, -1))), np.uint16)


def _embryo(rng: np.random.Generator, centres: Points, dividing: float, size: int) -> Embryo:
    """An embryo of cells at these centres; dividing: the part of them that is in mitosis."""
    count = len(centres)
    spindles = rng.normal(0, 1, (count, 3)) * (1, 1, 0.3)
    spindles /= np.linalg.norm(spindles, axis=1)[:, np.newaxis]
    feature = size / 7
    bends = [drawing.noise(rng, (size, size), feature) * BEND for _ in range(2)]
    return Embryo(centres, rng.random(count) < dividing, spindles, np.stack(bends, axis=-1))


def _divided(rng: np.random.Generator, embryo: Embryo, size: int) -> Embryo:
    """The embryo a time step later: every cell has become two."""
    across = rng.normal(0, 1, embryo.centres.shape) * (0.8, 1.0, 0.9)
    if len(embryo.centres) <= len(FIRST_DIVISIONS):
        across = FIRST_DIVISIONS[: len(embryo.centres)]
    across = across * (5.5 / np.linalg.norm(across, axis=1)[:, np.newaxis])
    twins = [embryo.centres - across, embryo.centres + across]
    return _embryo(rng, _settled(np.concatenate(twins)), 0.3, size)


def _settled(centres: Points, rounds: int = 60) -> Points:
    """Centres (N, 3) pushed apart until they share the shell evenly."""
    room = 2.0 * (np.prod(SEMI_AXES) / len(centres)) ** (1 / 3) * 0.92
    for _ in range(rounds):
        offsets = centres[:, np.newaxis] - centres[np.newaxis]
        distances = np.linalg.norm(offsets, axis=2) + np.eye(len(centres)) * room
        push = np.maximum(room - distances, 0) / distances
        centres = centres + 0.2 * np.sum(offsets * push[..., np.newaxis], axis=1)
        reach = np.linalg.norm(centres / (SEMI_AXES * 0.66), axis=1)
        centres = centres / np.maximum(reach, 1)[:, np.newaxis]
    return centres


def _section(embryo: Embryo, height: float) -> tuple[FloatArray, FloatArray]:
    """Light of nuclei and of membranes (Y, X), about 0 to 1, with the focus at a height in µm."""
    size = len(embryo.bends)
    points = _points(height, size)
    bent = points + np.concatenate([embryo.bends, np.zeros((size, size, 1))], axis=-1)
    depth = (1 - np.linalg.norm(points / SEMI_AXES, axis=-1)) * SEMI_AXES[1]
    body = np.clip(depth / 2, 0, 1)
    shell = np.exp(-((depth / MEMBRANE_WIDTH) ** 2))
    membrane = np.maximum(_borders(embryo.centres, bent) * (depth > 0), shell * 0.62)
    nuclei = _nuclei(embryo, points)
    blur = size / FIELD
    return _hazy(nuclei + 0.045 * body, blur), _hazy(membrane + 0.07 * body, blur)


def _points(height: float, size: int) -> Points:
    """Positions (Y, X, 3) in µm of a plane, along the axes of the embryo."""
    steps = ((np.arange(size) + 0.5) / size - 0.5) * FIELD
    x, y = np.meshgrid(steps, steps)
    flat = drawing.turned(np.stack([x, y], axis=-1), -TILT)
    return np.concatenate([flat, np.full((size, size, 1), height)], axis=-1)


def _borders(centres: Points, points: Points) -> Points:
    """Membranes half way between neighbours (Y, X), 0 to 1; faint where seen from above."""
    if len(centres) == 1:
        return np.zeros(points.shape[:2])
    squares = np.sum(centres**2, axis=1) - 2 * points @ centres.T
    first = np.argmin(squares, axis=-1)[..., np.newaxis]
    nearest = np.take_along_axis(squares, first, axis=-1)
    np.put_along_axis(squares, first, np.inf, axis=-1)
    second = np.argmin(squares, axis=-1)[..., np.newaxis]
    between = np.take_along_axis(squares, second, axis=-1) - nearest
    offsets = centres[second[..., 0]] - centres[first[..., 0]]
    flat = np.hypot(offsets[..., 0], offsets[..., 1])
    distance = between[..., 0] / (2 * np.maximum(flat, 1e-6))
    upright = flat / np.linalg.norm(offsets, axis=-1)
    return np.asarray(0.85 * upright**2 * np.exp(-((distance / MEMBRANE_WIDTH) ** 2)))


def _nuclei(embryo: Embryo, points: Points) -> Points:
    """Round nuclei, and bright flat plates where a cell divides, (Y, X)."""
    light = np.zeros(points.shape[:2])
    radius = NUCLEUS_RADIUS * len(embryo.centres) ** -0.16
    for index, centre in enumerate(embryo.centres):
        if abs(points[0, 0, 2] - centre[2]) > 2 * radius:
            continue
        offset = points - centre
        if embryo.dividing[index]:
            nucleus = _plate(offset, embryo.spindles[index], radius)
        else:
            nucleus = _ball(offset, radius)
        light = np.maximum(light, nucleus)
    return light


def _ball(offset: Points, radius: float) -> Points:
    """A nucleus with a nucleolus that is not stained."""
    reach = np.linalg.norm(offset, axis=-1) / radius
    hole = np.linalg.norm(offset - (0.2 * radius, 0.1 * radius, 0), axis=-1) / (0.4 * radius)
    return np.asarray(0.55 / (1 + np.exp((reach - 1) * 12)) * (1 - 0.5 * np.exp(-(hole**4))))


def _plate(offset: Points, spindle: Points, radius: float) -> Points:
    """Chromosomes side by side half way along the spindle."""
    along = offset @ spindle
    aside = np.sqrt(np.maximum(np.sum(offset**2, axis=-1) - along**2, 0))
    reach = np.hypot(along / (0.32 * radius), aside / radius)
    return np.asarray(1.05 / (1 + np.exp(np.minimum((reach - 1) * 9, 50))))


def _hazy(light: Points, pixels_per_micrometre: float) -> FloatArray:
    sharp = drawing.blurred(light, 0.22 * pixels_per_micrometre)
    haze = drawing.blurred(light, 2.2 * pixels_per_micrometre)
    return (1 - HAZE) * sharp + HAZE * haze


def _photograph(light: FloatArray, rng: np.random.Generator) -> NDArray[np.uint16]:
    steps = light * (FULL_SIGNAL / SIGNAL_STEP)
    steps += NOISE * np.sqrt(np.maximum(steps, 0)) * rng.standard_normal(light.shape, np.float32)
    values = OFFSET + SIGNAL_STEP * np.rint(np.maximum(steps, 0))
    return np.asarray(np.minimum(values, MAXIMUM), np.uint16)
