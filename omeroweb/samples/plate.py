"""A 96-well plate of cells under kinase inhibitors, as OME-Zarr 0.5.

Rows are compounds, columns 2 to 11 rising doses; column 1 is the untreated
control and column 12 the toxic one.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from omeroweb.samples import drawing, ngff
from omeroweb.samples.drawing import Canvas, Points

SEED = 518
ROWS = 8
COLUMNS = 12
FIELDS = 2
SIZE = 128
AXES = "cyx"
PIXEL_SIZE = 0.65
"""Width of a pixel in µm."""
PLATE_NAME = "Plate 001"
ACQUISITION_BEGIN = 1_715_680_800
"""Seconds since 1970: 2024-05-14, 10:00 UTC."""
ACQUISITION_END = ACQUISITION_BEGIN + 45 * 60

CHANNELS = (
    ngff.Channel("Hoechst", "4060FF", (4, 210)),
    ngff.Channel("Tubulin", "20E060", (4, 190)),
    ngff.Channel("Actin", "FF4030", (4, 190)),
)
MAXIMUM = 255
OFFSET = 4
NOISE = 0.1
VALUE_STEP = 6
"""Values are whole multiples of this above the offset."""

DOSE_COLUMNS = range(1, COLUMNS - 1)
STEEPNESS = 1.1
"""Of the dose response, per column."""


@dataclass(frozen=True)
class Phenotype:
    """What cells in a well look like; lengths in µm, parts from 0 to 1."""

    cells: float = 12
    nucleus: float = 6.4
    reach: float = 15.0
    stretch: float = 0.22
    """How much longer than wide a cell is."""
    mitotic: float = 0.05
    """Part of the cells that are round and dividing."""
    lobed: float = 0.02
    """Part of the cells with several nuclei."""
    dying: float = 0.02
    """Part of the cells that are shrunken fragments."""
    fibres: float = 0.8
    """Brightness of actin fibres."""
    tubulin: float = 0.75
    ragged: float = 0.15
    """How uneven the outline of a cell is."""


UNTREATED = Phenotype()
TOXIC = Phenotype(cells=6, nucleus=4.6, reach=7.0, dying=0.8, fibres=0.35, tubulin=0.45, mitotic=0)


@dataclass(frozen=True)
class Compound:
    """What the cells of a row become at full effect, and the column of half the effect."""

    full_effect: Phenotype
    half_column: float


INACTIVE = Compound(UNTREATED, COLUMNS)
COMPOUNDS = (
    # A: cells grow without dividing, and get several nuclei.
    Compound(Phenotype(cells=6, nucleus=11.0, reach=21.0, lobed=0.75, mitotic=0.02), 5.5),
    # B: cells stay in mitosis.
    Compound(Phenotype(cells=11, mitotic=0.75, reach=13.0, tubulin=0.95), 7.0),
    # C: nothing.
    INACTIVE,
    # D: cells stop dividing; the few there are spread.
    Compound(Phenotype(cells=4, nucleus=7.6, reach=19.0, mitotic=0, fibres=0.95), 4.5),
    # E: actin fibres go, cells draw out.
    Compound(Phenotype(cells=10, reach=15.0, stretch=0.75, fibres=0.12, ragged=0.42), 6.0),
    # F: cells die.
    Compound(TOXIC, 8.0),
    # G: nothing.
    INACTIVE,
    # H: a weak effect, at high doses only.
    Compound(Phenotype(cells=7, nucleus=5.6, reach=19.0, tubulin=0.35, stretch=0.45), 9.0),
)
"""By row."""


def write_plate(folder: Path, rows: int = ROWS, columns: int = COLUMNS, size: int = SIZE) -> None:
    """Write the plate: every field (C, Y, X) uint8, one level, one chunk.

    size: of Y and X in pixels.
    """
    ngff.write_group_v3(folder, {"plate": plate_metadata(rows, columns)})
    for row in range(rows):
        ngff.write_group_v3(folder / row_name(row))
        for column in range(columns):
            _write_well(folder / row_name(row) / str(column + 1), row, column, size)


def _write_well(folder: Path, row: int, column: int, size: int) -> None:
    images = [{"path": str(index), "acquisition": 0} for index in range(FIELDS)]
    ngff.write_group_v3(folder, {"well": {"images": images}})
    name = f"{row_name(row)}{column + 1}"
    for index in range(FIELDS):
        title = f"{name}, field {index + 1}"
        scale = [1.0, PIXEL_SIZE, PIXEL_SIZE]
        metadata = {
            "multiscales": [ngff.multiscale(title, AXES, [scale])],
            "omero": ngff.omero(title, CHANNELS, MAXIMUM),
        }
        data = render_field(row, column, index, size)
        ngff.write_group_v3(folder / str(index), metadata)
        ngff.write_array_v3(folder / str(index) / "0", data, data.shape, AXES)


def plate_metadata(rows: int, columns: int) -> ngff.Json:
    """The plate metadata of OME-Zarr 0.5 for wells that are all there."""
    return {
        "name": PLATE_NAME,
        "rows": [{"name": row_name(row)} for row in range(rows)],
        "columns": [{"name": str(column + 1)} for column in range(columns)],
        "wells": [
            {"path": f"{row_name(row)}/{column + 1}", "rowIndex": row, "columnIndex": column}
            for row in range(rows)
            for column in range(columns)
        ],
        "field_count": FIELDS,
        "acquisitions": [
            {
                "id": 0,
                "name": "48 hours",
                "maximumfieldcount": FIELDS,
                "starttime": ACQUISITION_BEGIN,
                "endtime": ACQUISITION_END,
            }
        ],
    }


def row_name(row: int) -> str:
    """A, B, C, ..."""
    return chr(ord("A") + row)


# --- what grows in a well ---------------------------------------------------


def phenotype(row: int, column: int) -> Phenotype:
    """What cells look like in a well: a control, or a compound at the dose of the column."""
    if column == 0:
        return UNTREATED
    if column == COLUMNS - 1:
        return TOXIC
    compound = COMPOUNDS[row % len(COMPOUNDS)]
    effect = 1 / (1 + np.exp(-STEEPNESS * (column - compound.half_column)))
    return _mixed(UNTREATED, compound.full_effect, float(effect))


def _mixed(one: Phenotype, other: Phenotype, part: float) -> Phenotype:
    values = {
        each.name: (1 - part) * getattr(one, each.name) + part * getattr(other, each.name)
        for each in fields(Phenotype)
    }
    return Phenotype(**values)


class Field:
    """The canvases of one field, and the random numbers it is drawn with."""

    def __init__(self, look: Phenotype, rng: np.random.Generator, size: int) -> None:
        self.look = look
        self.rng = rng
        self.nuclei, self.tubulin, self.actin = np.zeros((len(CHANNELS), size, size), np.uint8)

    def image(self) -> NDArray[np.uint8]:
        """What the camera sees, (C, Y, X)."""
        light = np.stack([self._lit(c) for c in (self.nuclei, self.tubulin, self.actin)])
        light += NOISE * np.sqrt(light / 8) * self.rng.standard_normal(light.shape, np.float32)
        steps = np.rint(np.maximum(light, 0) / VALUE_STEP)
        return np.asarray(np.minimum(OFFSET + VALUE_STEP * steps, MAXIMUM), np.uint8)

    @staticmethod
    def _lit(canvas: Canvas) -> drawing.FloatArray:
        return drawing.blurred(canvas, 0.75) * np.float32(0.9) + drawing.blurred(canvas, 7) * 0.1


def render_field(row: int, column: int, index: int, size: int = SIZE) -> NDArray[np.uint8]:
    """One field of a well, (C, Y, X)."""
    rng = np.random.default_rng((SEED, row, column, index))
    look = phenotype(row, column)
    field = Field(look, rng, size)
    count = max(1, round(look.cells * rng.uniform(0.85, 1.15) * (size / SIZE) ** 2))
    apart = 1.15 * look.reach / PIXEL_SIZE
    for centre in drawing.scattered(rng, count, (size, size), apart):
        _draw_cell(field, centre)
    return field.image()


def _draw_cell(field: Field, centre: Points) -> None:
    look = field.look
    fate = field.rng.random()
    if fate < look.dying:
        _draw_dying(field, centre)
    elif fate < look.dying + look.mitotic:
        _draw_mitotic(field, centre)
    else:
        _draw_spread(field, centre)


def _draw_spread(field: Field, centre: Points) -> None:
    rng, look = field.rng, field.look
    angle = rng.uniform(0, np.pi)
    reach = look.reach / PIXEL_SIZE * rng.uniform(0.85, 1.15)
    radii = reach * np.array([1 + look.stretch, 1 - look.stretch * 0.75])
    outline = drawing.turned(drawing.blob(rng, radii, look.ragged, 40), angle) + centre
    _draw_body(field, outline, centre)
    _draw_fibres(field, outline, centre, angle, reach)
    if rng.random() < look.lobed:
        places = rng.normal(0, look.nucleus * 0.55 / PIXEL_SIZE, (4, 2))
        sizes = look.nucleus * rng.uniform(0.45, 0.7, 4)
    else:
        places, sizes = np.zeros((1, 2)), np.array([look.nucleus * rng.uniform(0.88, 1.12)])
    for place, radius in zip(places, sizes, strict=True):
        _draw_nucleus(field, centre + place, radius / PIXEL_SIZE, angle)


def _draw_body(field: Field, outline: Points, centre: Points) -> None:
    """A cell body that is brightest about its nucleus, with tubules to the outline."""
    rng, level = field.rng, 150 * field.look.tubulin * field.rng.uniform(0.85, 1.1)
    for part, value in ((1.0, 0.22), (0.72, 0.40), (0.5, 0.58)):
        drawing.fill(field.tubulin, centre + (outline - centre) * part, level * value)
    ends = centre + (outline - centre) * rng.uniform(0.7, 0.97, (len(outline), 1))
    starts = centre + (outline - centre) * 0.25
    bends = (starts + ends) / 2 + rng.normal(0, 3, starts.shape)
    lines = drawing.curves(starts, bends, ends, 7)
    drawing.strokes(field.tubulin, lines[::2], level * 0.75)
    drawing.strokes(field.tubulin, lines[1::2], level * 1.05)


def _draw_fibres(field: Field, outline: Points, centre: Points, angle: float, reach: float) -> None:
    rng, level = field.rng, 190 * field.look.fibres
    drawing.fill(field.actin, outline, 8 + 0.07 * level)
    inside = np.zeros_like(field.actin)
    drawing.fill(inside, outline, 255)
    offsets = rng.uniform(-0.7, 0.7, 9) * reach
    ends = np.full(offsets.shape, 1.3 * reach)
    starts, stops = np.stack([-ends, offsets], axis=1), np.stack([ends, 0.9 * offsets], axis=1)
    lines = drawing.turned(np.stack([starts, stops], axis=1), angle) + centre
    fibres = np.zeros_like(field.actin)
    drawing.strokes(fibres, lines, level * 0.62)
    np.maximum(field.actin, cv2.min(fibres, inside), out=field.actin)
    drawing.strokes(field.actin, [outline], 40 + 0.55 * level, closed=True)


def _draw_nucleus(field: Field, centre: Points, radius: float, angle: float) -> None:
    rng = field.rng
    outline = drawing.turned(drawing.blob(rng, (radius * 1.12, radius * 0.9), 0.05, 28), angle)
    level = rng.uniform(95, 135)
    drawing.fill(field.nuclei, outline + centre, level)
    drawing.fill(field.nuclei, outline * 0.7 + centre, level * 1.12)
    for place in rng.normal(0, radius * 0.35, (2, 2)):
        drawing.ellipse(field.nuclei, centre + place, (radius * 0.17,) * 2, 0, level * 0.72)


def _draw_mitotic(field: Field, centre: Points) -> None:
    """A round bright cell with a plate of chromosomes between two poles."""
    rng, look = field.rng, field.look
    radius = 8.2 / PIXEL_SIZE * rng.uniform(0.9, 1.1)
    angle = rng.uniform(0, np.pi)
    ball = drawing.blob(rng, (radius, radius), 0.03, 32) + centre
    drawing.fill(field.tubulin, ball, 85 * look.tubulin)
    drawing.fill(field.actin, ball, 60)
    drawing.strokes(field.actin, [ball], 165, 2, closed=True)
    for pole in (-0.52, 0.52):
        tip = drawing.turned(np.array([pole * radius, 0.0]), angle) + centre
        for spread in np.linspace(-0.4, 0.4, 6):
            end = drawing.turned(np.array([0.0, spread * radius]), angle) + centre
            drawing.strokes(field.tubulin, [np.stack([tip, end])], 235 * look.tubulin)
    drawing.ellipse(field.nuclei, centre, (radius * 0.17, radius * 0.6), angle, 235)


def _draw_dying(field: Field, centre: Points) -> None:
    """A shrunken cell whose nucleus falls to pieces."""
    rng = field.rng
    radius = 5.0 / PIXEL_SIZE * rng.uniform(0.8, 1.2)
    body = drawing.blob(rng, (radius, radius), 0.14, 24) + centre
    drawing.fill(field.tubulin, body, 95)
    drawing.fill(field.actin, body, 85)
    for place in rng.normal(0, radius * 0.42, (6, 2)):
        size = radius * rng.uniform(0.12, 0.32)
        drawing.ellipse(field.nuclei, centre + place, (size, size), 0, rng.uniform(170, 240))
