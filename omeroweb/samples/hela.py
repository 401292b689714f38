"""HeLa cells in a dish, resting and dividing, drawn as layers of fluorescent structures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

import cv2
import numpy as np
from numpy.typing import NDArray

from omeroweb.samples import drawing
from omeroweb.samples.drawing import Canvas, FloatArray, Points

SEED = 1951
PIXEL_SIZE = 0.325
"""Width of a pixel of the image in µm."""

SUPERSAMPLING = 2
"""Structures are drawn at this many canvas pixels per image pixel, then averaged."""
CANVAS_PIXEL = PIXEL_SIZE / SUPERSAMPLING

LAYER_HEIGHTS = (1.0, 3.5, 6.5)
"""Heights in µm that structures are drawn at: where cells adhere, their middle, their top."""
BASAL, MIDDLE, TOP = range(len(LAYER_HEIGHTS))

CHANNELS = ("DNA", "tubulin", "actin")
DNA, TUBULIN, ACTIN = range(len(CHANNELS))


class Stage(Enum):
    """What a cell does at one time point."""

    INTERPHASE = 0
    PROPHASE = 1
    METAPHASE = 2
    ANAPHASE = 3
    TELOPHASE = 4
    DAUGHTERS = 5


RESTING = (Stage.INTERPHASE,)
ENTERING = (Stage.PROPHASE, Stage.METAPHASE, Stage.METAPHASE, Stage.ANAPHASE)
DIVIDING = (Stage.METAPHASE, Stage.ANAPHASE, Stage.TELOPHASE, Stage.DAUGHTERS)

HALF_SPINDLE = {
    Stage.METAPHASE: 0.0,
    Stage.ANAPHASE: 4.2,
    Stage.TELOPHASE: 7.4,
    Stage.DAUGHTERS: 9.4,
}
"""Distance of the chromosomes from the middle of a dividing cell, in µm."""

# Sizes in µm.
NUCLEUS_RADII = (8.2, 6.6)
CELL_REACH = 22.0
CELL_SPACING = 27.0
CELL_COUNT = 19
ROUND_RADIUS = 10.8
DRIFT = 0.9
"""µm that a cell moves between time points."""


@dataclass(frozen=True)
class Cell:
    """A cell of the field: where it starts, moves and points to (canvas pixels, radians)."""

    seed: int
    start: Points
    drift: Points
    angle: float
    story: Sequence[Stage]

    def stage(self, t: int) -> Stage:
        return self.story[min(t, len(self.story) - 1)]

    def centre(self, t: int) -> Points:
        return self.start + self.drift * t

    def random(self, part: int) -> np.random.Generator:
        """The same random numbers for the same part of this cell at every time point."""
        return np.random.default_rng((SEED, self.seed, part))


class Scene:
    """What is to be seen at one time point: a canvas for every channel and layer."""

    def __init__(self, size: int) -> None:
        self.size = size * SUPERSAMPLING
        shape = (len(CHANNELS), len(LAYER_HEIGHTS), self.size, self.size)
        self.canvases: NDArray[np.uint8] = np.zeros(shape, np.uint8)

    def canvas(self, channel: int, layer: int) -> Canvas:
        return np.asarray(self.canvases[channel, layer])

    def light(self, channel: int) -> list[FloatArray]:
        """The layers of a channel at the size of the image, 0 to 1."""
        side = self.size // SUPERSAMPLING
        return [
            drawing.resized(canvas, (side, side), cv2.INTER_AREA) / np.float32(255)
            for canvas in self.canvases[channel]
        ]


def make_cells(size: int) -> list[Cell]:
    """The cells of a field of `size` canvas pixels."""
    rng = np.random.default_rng(SEED)
    apart = CELL_SPACING / CANVAS_PIXEL
    in_mitosis = [(0.39 * size, 0.37 * size), (0.60 * size, 0.69 * size)]
    centres = drawing.scattered(rng, CELL_COUNT, (size, size), apart, first=in_mitosis)
    stories = [DIVIDING, ENTERING] + [RESTING] * len(centres)
    angles = rng.uniform(0, np.pi, len(centres))
    drifts = rng.normal(0, DRIFT / CANVAS_PIXEL / 2, centres.shape)
    return [
        Cell(number, centre, drift, float(angle), story)
        for number, (centre, drift, angle, story) in enumerate(
            zip(centres, drifts, angles, stories, strict=False)
        )
    ]


def make_scene(cells: Sequence[Cell], size: int, t: int) -> Scene:
    """All cells at a time point; size: of the image in pixels."""
    scene = Scene(size)
    for cell in cells:
        others = [other.centre(t) for other in cells if other is not cell]
        if cell.stage(t) in HALF_SPINDLE:
            _draw_dividing(scene, cell, t)
        else:
            _draw_resting(scene, cell, t, _territory(cell, t, np.array(others)))
    return scene


def _territory(cell: Cell, t: int, others: Points, count: int = 96) -> Points:
    """The outline of a cell (count, 2): its own reach, and half way to its neighbours."""
    angles = np.linspace(0, drawing.FULL_TURN, count, endpoint=False)
    own = 1 + 0.24 * drawing.ring_noise(cell.random(1), count, 9, 0.45)
    own += 0.05 * drawing.ring_noise(cell.random(100 + t), count, 7, 0.5)
    own += 0.30 * np.cos(2 * (angles - cell.angle))
    reach = own * CELL_REACH / CANVAS_PIXEL
    towards = drawing.directions(angles)
    offsets = others - cell.centre(t)
    distances = np.hypot(offsets[:, 0], offsets[:, 1])
    cosines = np.maximum(towards @ (offsets / distances[:, np.newaxis]).T, 1e-3)
    borders = distances / 2 / cosines
    limits = np.concatenate([reach[:, np.newaxis], borders], axis=1)
    softness = 5.0
    radius = np.sum(limits**-softness, axis=1) ** (-1 / softness)
    return np.asarray(cell.centre(t) + towards * radius[:, np.newaxis])


# --- cells between divisions ------------------------------------------------


def _draw_resting(scene: Scene, cell: Cell, t: int, outline: Points) -> None:
    condensed = cell.stage(t) is Stage.PROPHASE
    patch = _nucleus(cell, condensed)
    drawing.stamp(scene.canvas(DNA, MIDDLE), patch, cell.centre(t))
    _draw_microtubules(scene, cell, t, outline)
    _draw_actin(scene, cell, t, outline)


def _nucleus(cell: Cell, condensed: bool) -> FloatArray:
    """A nucleus (Y, X), 0 to 255: chromatin texture with dark nucleoli."""
    rng = cell.random(2)
    side = round(2.6 * NUCLEUS_RADII[0] / CANVAS_PIXEL)
    radii = np.array(NUCLEUS_RADII) / CANVAS_PIXEL * rng.uniform(0.88, 1.08, 2)
    outline = drawing.turned(drawing.blob(rng, radii, 0.06), cell.angle)
    mask = np.zeros((side, side), np.uint8)
    drawing.fill(mask, outline + side / 2, 255)
    grain = drawing.noise(rng, mask.shape, 15) * 0.5 + drawing.noise(rng, mask.shape, 6) * 0.5
    nucleoli = np.zeros_like(mask)
    for centre in rng.normal(side / 2, radii[1] * 0.38, (3, 2)):
        drawing.ellipse(nucleoli, centre, rng.uniform(6, 12, 2), 0, 255)
    dark = drawing.blurred(nucleoli, 2.5) / 255
    contrast, level = (0.55, 0.75) if condensed else (0.26, rng.uniform(0.40, 0.58))
    texture = level * (1 + contrast * grain) * (1 - 0.55 * dark)
    return np.clip(drawing.blurred(mask, 1.5) * texture, 0, 255)


def _draw_microtubules(scene: Scene, cell: Cell, t: int, outline: Points) -> None:
    rng = cell.random(3)
    brightness = rng.uniform(0.75, 1.0)
    centre = cell.centre(t)
    drawing.fill(scene.canvas(TUBULIN, MIDDLE), outline, 26 * brightness)
    organiser = centre + drawing.turned(np.array([6.5, 0]) / CANVAS_PIXEL, rng.uniform(0, 6))
    for layer, count, value in ((BASAL, 60, 92), (MIDDLE, 60, 118), (MIDDLE, 25, 165)):
        lines = _filaments(rng, organiser, outline, count)
        drawing.strokes(scene.canvas(TUBULIN, layer), lines, value * brightness)
    drawing.ellipse(scene.canvas(TUBULIN, MIDDLE), organiser, (5, 5), 0, 230 * brightness)


def _filaments(rng: np.random.Generator, organiser: Points, outline: Points, count: int) -> Points:
    """Curved lines from about the organising centre to about the outline."""
    spread = 5.0 / CANVAS_PIXEL
    targets = outline[rng.integers(0, len(outline), count)]
    starts = organiser + rng.normal(0, spread, (count, 2))
    ends = starts + (targets - starts) * rng.uniform(0.55, 0.97, (count, 1))
    along = ends - starts
    across = np.stack([-along[:, 1], along[:, 0]], axis=1)
    bends = starts + along * 0.5 + across * rng.normal(0, 0.22, (count, 1))
    return drawing.curves(starts, bends, ends)


def _draw_actin(scene: Scene, cell: Cell, t: int, outline: Points) -> None:
    rng = cell.random(4)
    brightness = rng.uniform(0.7, 1.0)
    basal = scene.canvas(ACTIN, BASAL)
    drawing.fill(basal, outline, 30 * brightness)
    inside = np.zeros_like(basal)
    drawing.fill(inside, outline, 255)
    fibres = np.zeros_like(basal)
    for value in (70, 100, 150):
        lines = _stress_fibres(rng, cell, t, 9)
        drawing.strokes(fibres, lines, value * brightness, 2)
    np.maximum(basal, cv2.min(fibres, inside), out=basal)
    drawing.strokes(basal, [outline], 105 * brightness, 2, closed=True)
    drawing.strokes(scene.canvas(ACTIN, MIDDLE), [outline], 80 * brightness, 2, closed=True)


def _stress_fibres(rng: np.random.Generator, cell: Cell, t: int, count: int) -> Points:
    """Nearly parallel bundles along the cell."""
    length = CELL_REACH * rng.uniform(0.4, 1.2, count) / CANVAS_PIXEL
    shift = rng.normal(0, CELL_REACH * 0.25 / CANVAS_PIXEL, count)
    offset = rng.uniform(-1, 1, count) * CELL_REACH * 0.72 / CANVAS_PIXEL
    lean = rng.normal(0, 4, count)
    starts = np.stack([shift - length, offset - lean], axis=1)
    ends = np.stack([shift + length, offset + lean], axis=1)
    bends = np.stack([shift, offset * 1.12], axis=1)
    lines = drawing.curves(starts, bends, ends)
    return drawing.turned(lines, cell.angle) + cell.centre(t)


# --- cells in division ------------------------------------------------------


def _draw_dividing(scene: Scene, cell: Cell, t: int) -> None:
    half = HALF_SPINDLE[cell.stage(t)] / CANVAS_PIXEL
    _draw_chromosomes(scene, cell, t, half)
    outline = _rounded(cell, t, half)
    _draw_spindle(scene, cell, t, half, outline)
    for layer, value, thickness in ((TOP, 165, 4), (MIDDLE, 90, 4), (BASAL, 30, 3)):
        canvas = scene.canvas(ACTIN, layer)
        drawing.fill(canvas, outline, 42)
        drawing.strokes(canvas, [outline], value, thickness, closed=True)


def _rounded(cell: Cell, t: int, half: float) -> Points:
    """The outline of a dividing cell: a ball that becomes two."""
    count = 96
    radius = ROUND_RADIUS / CANVAS_PIXEL
    angles = np.linspace(0, drawing.FULL_TURN, count, endpoint=False)
    apart = half / radius
    along = 1 + 0.62 * apart
    waist = 1 - 0.80 * min(apart, 1.0) ** 1.5
    cosine = np.abs(np.cos(angles))
    factor = waist + (along - waist) * cosine ** (0.85 if apart > 0 else 1)
    factor += 0.02 * drawing.ring_noise(cell.random(200 + t), count, 9, 0.3)
    outline = drawing.directions(angles) * (radius * factor)[:, np.newaxis]
    return drawing.turned(outline, cell.angle) + cell.centre(t)


def _draw_chromosomes(scene: Scene, cell: Cell, t: int, half: float) -> None:
    side = round(18 / CANVAS_PIXEL)
    shapes = {
        Stage.METAPHASE: (1.8, 6.2),
        Stage.ANAPHASE: (1.5, 5.4),
        Stage.TELOPHASE: (1.9, 4.6),
        Stage.DAUGHTERS: (3.3, 4.4),
    }
    radii = np.array(shapes[cell.stage(t)]) / CANVAS_PIXEL
    level = 0.78 if cell.stage(t) is Stage.DAUGHTERS else 1.0
    for side_of_spindle in (-1, 1) if half else (1,):
        rng = cell.random(300 + 10 * t + side_of_spindle)
        outline = drawing.turned(drawing.blob(rng, radii, 0.16), cell.angle)
        patch = np.zeros((side, side), np.uint8)
        drawing.fill(patch, outline + side / 2, 255)
        grain = 0.86 + 0.16 * drawing.noise(rng, patch.shape, 7)
        shaded = np.clip(drawing.blurred(patch, 1.6) * grain * level, 0, 255)
        shift = drawing.turned(np.array([half * side_of_spindle, 0.0]), cell.angle)
        drawing.stamp(scene.canvas(DNA, TOP), shaded, cell.centre(t) + shift)


def _draw_spindle(scene: Scene, cell: Cell, t: int, half: float, outline: Points) -> None:
    rng = cell.random(5)
    canvas = scene.canvas(TUBULIN, TOP)
    drawing.fill(canvas, outline, 48)
    drawing.fill(scene.canvas(TUBULIN, MIDDLE), outline, 30)
    pole = half + 5.4 / CANVAS_PIXEL if cell.stage(t) is not Stage.DAUGHTERS else half
    width = (4.6 if half == 0 else 2.6) / CANVAS_PIXEL
    count = 34
    for end in (-pole, pole):
        starts = np.stack([np.full(count, end), rng.normal(0, 3, count)], axis=1)
        ends = np.stack([np.zeros(count), rng.uniform(-width, width, count)], axis=1)
        bends = (starts + ends) / 2 + np.stack([np.zeros(count), ends[:, 1] * 0.45], axis=1)
        lines = drawing.curves(starts, bends, ends)
        placed = drawing.turned(lines, cell.angle) + cell.centre(t)
        drawing.strokes(canvas, placed[: count // 2], 110)
        drawing.strokes(canvas, placed[count // 2 :], 185)
        centre = cell.centre(t) + drawing.turned(np.array([end, 0.0]), cell.angle)
        drawing.strokes(canvas, _filaments_about(rng, centre, 14), 120)
        drawing.ellipse(canvas, centre, (6, 6), 0, 225)


def _filaments_about(rng: np.random.Generator, centre: Points, count: int) -> Points:
    """The short asters at a pole of the spindle."""
    ends = centre + drawing.directions(rng.uniform(0, drawing.FULL_TURN, count)) * rng.uniform(
        10, 26, (count, 1)
    )
    return np.stack([np.broadcast_to(centre, ends.shape), ends], axis=1)
