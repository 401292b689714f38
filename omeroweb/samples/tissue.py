"""A cross-section of colon: muscle outside, loose submucosa, and a mucosa of crypts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from omeroweb.samples import drawing
from omeroweb.samples.crypts import make_crypts
from omeroweb.samples.drawing import Points
from omeroweb.samples.ring import (
    NUCLEUS_SPACING,
    Marks,
    Ring,
    Shapes,
    area,
    between,
    evenly,
    make_ring,
    nuclear_stains,
)

LYMPHOCYTE_RADIUS = 6.0
"""In pixels."""

# Stain levels, 0 to 255: (haematoxylin, eosin).
NO_STAIN = (0, 0)
MUSCLE_STAIN = (24, 166)
SUBMUCOSA_STAIN = (4, 52)
PROPRIA_STAIN = (26, 92)
BLOOD_STAIN = (6, 236)
VESSEL_STAIN = (30, 150)


@dataclass
class Layer:
    """Shapes, and the marks on top of them."""

    shapes: list[Shapes]
    marks: Marks


def make_layers(rng: np.random.Generator, size: int) -> list[Layer]:
    """Lay out the tissue for a slide of `size` pixels, in the order it is drawn."""
    ring = make_ring(rng, size)
    walls = [
        Shapes([ring.outside], MUSCLE_STAIN),
        Shapes([ring.muscle_inside], SUBMUCOSA_STAIN),
        Shapes([ring.mucosa_base], PROPRIA_STAIN),
    ]
    fibres = _muscle_fibres(rng, ring) + _collagen(rng, ring)
    vessels, red_cells = _vessels(rng, ring)
    crypts, crypt_cells = make_crypts(rng, ring)
    lumen = [Shapes([ring.surface], NO_STAIN)]
    return [
        Layer(walls + fibres + vessels, _by_row(red_cells + _scattered_nuclei(rng, ring))),
        Layer(crypts, _by_row(crypt_cells)),
        Layer(lumen, _by_row([_surface_nuclei(rng, ring)])),
    ]


def _wavy_lines(
    rng: np.random.Generator,
    outer: Points,
    inner: Points,
    count: int,
    *,
    length: float,
    wave: float,
) -> list[Points]:
    """Lines along the ring; wave: how far they leave their direction, in pixels."""
    points, tangents = between(rng, outer, inner, count)
    normals = np.stack([-tangents[:, 1], tangents[:, 0]], axis=1)
    half = tangents * rng.uniform(0.4, 1, (count, 1)) * length / 2
    bends = points + normals * rng.normal(0, wave, (count, 1))
    drift = normals * rng.normal(0, wave * 0.3, (count, 1))
    return list(drawing.curves(points - half - drift, bends, points + half + drift, 8))


def _muscle_fibres(rng: np.random.Generator, ring: Ring) -> list[Shapes]:
    outer, inner = ring.outside, ring.muscle_inside
    count = round(area(outer, inner) / 2600)
    styles = (((18, 132), 5), ((30, 190), 5), ((22, 178), 3), ((2, 40), 2))
    return [
        Shapes(_wavy_lines(rng, outer, inner, count, length=230, wave=9), stain, thickness)
        for stain, thickness in styles
    ]


def _collagen(rng: np.random.Generator, ring: Ring) -> list[Shapes]:
    outer, inner = ring.muscle_inside, ring.mucosa_base
    count = round(area(outer, inner) / 3600)
    styles = (((4, 86), 5), ((6, 112), 3), ((0, 14), 5), ((0, 26), 3))
    lines = [
        Shapes(_wavy_lines(rng, outer, inner, count, length=190, wave=34), stain, thickness)
        for stain, thickness in styles
    ]
    muscularis_mucosae = Shapes([ring.mucosa_base], (44, 172), 13, closed=True)
    return [*lines, muscularis_mucosae]


def _surface_nuclei(rng: np.random.Generator, ring: Ring) -> Marks:
    """The single row of cells that covers the mucosa."""
    points, _ = evenly(ring.surface, NUCLEUS_SPACING, 0)
    at = np.linspace(0, len(ring.inward) - 1, len(points)).astype(int)
    inward = ring.inward[at]
    count = len(points)
    centres = points - inward * rng.normal(20, 2, (count, 1))
    radii = np.abs(rng.normal((9.5, 5.0), 0.6, (count, 2)))
    angles = np.arctan2(inward[:, 1], inward[:, 0])
    return Marks(centres, radii, angles, nuclear_stains(rng, count, 170))


def _scattered_nuclei(rng: np.random.Generator, ring: Ring) -> list[Marks]:
    """Flat nuclei of muscle and connective tissue, round ones of the immune system."""
    layers = (
        (ring.outside, ring.muscle_inside, 2100, (12.0, 3.2), 0.10, 150),
        (ring.muscle_inside, ring.mucosa_base, 4200, (10.5, 2.9), 0.45, 170),
        (ring.mucosa_base, ring.surface, 1150, (6.2, 4.7), 3.0, 172),
    )
    marks = []
    for outer, inner, room, size, disorder, level in layers:
        count = round(area(outer, inner) / room)
        points, tangents = between(rng, outer, inner, count)
        radii = np.abs(rng.normal(size, np.array(size) * 0.16, (count, 2)))
        angles = np.arctan2(tangents[:, 1], tangents[:, 0]) + rng.normal(0, disorder, count)
        marks.append(Marks(points, radii, angles, nuclear_stains(rng, count, level)))
    return [*marks, *_lymphoid_nodules(rng, ring)]


def _lymphoid_nodules(rng: np.random.Generator, ring: Ring) -> list[Marks]:
    """Crowds of lymphocytes at the base of the mucosa, in two folds."""
    marks = []
    for part, width in ((0.14, 330), (0.63, 230)):
        at = round(part * len(ring.inward))
        centre = ring.mucosa_base[at] - ring.inward[at] * width * 0.35
        count = round(width**2 / 62)
        offsets = rng.normal(0, 0.36, (count, 2)) * (width, width * 0.62)
        lean = float(np.arctan2(ring.inward[at][0], -ring.inward[at][1]))
        radii = np.abs(rng.normal(LYMPHOCYTE_RADIUS, 0.6, (count, 2)))
        stains = nuclear_stains(rng, count, 196)
        points = centre + drawing.turned(offsets, lean)
        marks.append(Marks(points, radii, np.zeros(count), stains))
    return marks


def _vessels(rng: np.random.Generator, ring: Ring) -> tuple[list[Shapes], list[Marks]]:
    """Blood vessels of the submucosa, with red cells in them."""
    points, tangents = between(rng, ring.muscle_inside, ring.mucosa_base, 30)
    walls, insides, marks = [], [], []
    for point, tangent in zip(points, tangents, strict=True):
        radii = rng.uniform(16, 46) * np.array([rng.uniform(1, 1.9), 1.0])
        angle = float(np.arctan2(tangent[1], tangent[0]))
        outline = drawing.turned(drawing.blob(rng, radii, 0.10), angle)
        walls.append(outline * 1.28 + point)
        insides.append(outline + point)
        marks.append(_red_cells(rng, point, radii, angle))
    return [Shapes(walls, VESSEL_STAIN), Shapes(insides, (0, 8))], marks


def _red_cells(rng: np.random.Generator, centre: Points, radii: Points, angle: float) -> Marks:
    count = round(float(np.prod(radii)) / 34)
    reach = np.sqrt(rng.uniform(0, 0.72, count))[:, np.newaxis]
    places = drawing.directions(rng.uniform(0, drawing.FULL_TURN, count)) * reach * radii
    sizes = np.abs(rng.normal(5.6, 0.5, (count, 2)))
    stains = np.array(BLOOD_STAIN) + rng.normal(0, 8, (count, 1)) * (0, 1)
    return Marks(centre + drawing.turned(places, angle), sizes, np.zeros(count), stains)


def _by_row(parts: Sequence[Marks]) -> Marks:
    """All marks as one, sorted by the row of their centre."""
    centres = np.concatenate([part.centres for part in parts])
    order = np.argsort(centres[:, 1], kind="stable")
    return Marks(
        centres[order],
        np.concatenate([part.radii for part in parts])[order],
        np.concatenate([part.angles for part in parts])[order],
        np.clip(np.concatenate([part.stains for part in parts])[order], 0, 255),
    )
