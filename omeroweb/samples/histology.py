"""A cross-section of colon, stained with haematoxylin and eosin, as pyramidal OME-TIFF.

The tissue is drawn as two stain maps, band by band, so
that the whole plane is never in memory; the stains absorb light by the
Beer-Lambert law.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import cv2
import numpy as np
import tifffile
from numpy.typing import NDArray
from ome_types import model

from omeroweb.samples import drawing
from omeroweb.samples.drawing import Canvas, Points
from omeroweb.samples.ring import Marks, Shapes
from omeroweb.samples.tissue import Layer, make_layers

SEED = 1876
PIXEL_SIZE = 0.5
"""Width of a pixel at full resolution in µm."""
TILE = 512
SMALLEST_LEVEL = 512
JPEG_QUALITY = 46

RGB = NDArray[np.uint8]

# Optical density of fully stained tissue for red, green and blue light.
HAEMATOXYLIN = np.array([1.30, 1.38, 0.66]) * 0.92
EOSIN = np.array([0.10, 0.92, 0.34]) * 0.86
GLASS = np.array([244.0, 243.0, 243.0])
"""Light through the bare slide."""

BAND_MARGIN = 16
"""Rows drawn beyond a band, so that blur has no seams."""
SOFTNESS = 1.2
"""Blur of the objective in pixels."""


@dataclass
class Section:
    """Everything on the slide, in the order it is drawn, and how stain varies over it."""

    size: int
    layers: list[Layer]
    thickness: NDArray[np.uint8]
    grain: NDArray[np.uint8]


def write_histology(path: Path, size: int = 8192) -> None:
    """Write the slide as OME-TIFF: (Y, X, 3) uint8, JPEG tiles, halved down to 512 pixels.

    size: of Y and X in pixels at full resolution, a power of two of at least 512.
    """
    section = make_section(size)
    half = np.empty((size // 2, size // 2, 3), np.uint8)
    levels = (size // SMALLEST_LEVEL).bit_length() - 1
    with tifffile.TiffWriter(path, bigtiff=False) as tiff:
        _write_level(tiff, _full_tiles(section, half), size, ome_xml(size), levels)
        for _ in range(levels):
            _write_level(tiff, drawing.tiles(half, TILE), half.shape[0])
            half = _halved(half)


def _write_level(
    tiff: tifffile.TiffWriter,
    tiles: Iterator[RGB],
    size: int,
    description: str | None = None,
    levels: int = 0,
) -> None:
    tiff.write(
        tiles,
        shape=(size, size, 3),
        dtype="uint8",
        photometric="rgb",
        tile=(TILE, TILE),
        compression="jpeg",
        compressionargs={"level": JPEG_QUALITY, "optimize": True},
        description=description.encode() if description else None,
        subifds=levels or None,
        subfiletype=0 if description else 1,
        metadata=None,
        software="omeroweb",
    )


def _full_tiles(section: Section, half: RGB) -> Iterator[RGB]:
    """The tiles of the full resolution; fills `half`, the next level, on the way."""
    for top in range(0, section.size, TILE):
        band = band_image(section, top, TILE)
        half[top // 2 : (top + TILE) // 2] = _halved(band)
        yield from drawing.tiles(band, TILE)


def _halved(image: RGB) -> RGB:
    size = (image.shape[1] // 2, image.shape[0] // 2)
    return np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8)


def make_section(size: int) -> Section:
    """The section on a slide of `size` pixels."""
    rng = np.random.default_rng(SEED)
    return Section(size, make_layers(rng, size), _thickness(rng), _grain(rng))


# --- from stains to light ---------------------------------------------------

UNIT = 128
"""The value of a texture that changes nothing."""
COARSE = 256


def _thickness(rng: np.random.Generator) -> NDArray[np.uint8]:
    """Uneven thickness of the section (Y, X), coarse, with one fold of the tissue."""
    shape = (COARSE, COARSE)
    values = 1 + 0.07 * drawing.noise(rng, shape, 60) + 0.05 * drawing.noise(rng, shape, 14)
    y, x = np.mgrid[0:COARSE, 0:COARSE]
    # The fold: twice as much tissue along a wavy line over a part of the section.
    line = y - 0.62 * x - 0.52 * COARSE + 5 * np.sin(x / 15)
    within = np.exp(-(((x - 0.26 * COARSE) / 22) ** 4))
    values += 0.55 * np.exp(-((line / 1.6) ** 2)) * within
    return np.asarray(np.clip(values * UNIT, 0, 255), np.uint8)


def _grain(rng: np.random.Generator) -> NDArray[np.uint8]:
    """Fine texture of the stain, (TILE, 4 * TILE), that goes on where it ends."""
    shape = (TILE, 4 * TILE)
    values = 1 + 0.13 * _endless_noise(rng, shape, 8) + 0.11 * _endless_noise(rng, shape, 32)
    return np.asarray(np.clip(values * UNIT, 0, 255), np.uint8)


def _endless_noise(
    rng: np.random.Generator, shape: tuple[int, int], cell: int
) -> drawing.FloatArray:
    """Noise whose right side continues at its left, and bottom at its top."""
    coarse = rng.uniform(-1, 1, (shape[0] // cell, shape[1] // cell))
    around = 3
    wrapped = np.pad(coarse, around, mode="wrap")
    full = (wrapped.shape[0] * cell, wrapped.shape[1] * cell)
    margin = around * cell
    fine = drawing.resized(wrapped, full, cv2.INTER_CUBIC)
    return fine[margin : margin + shape[0], margin : margin + shape[1]]


def _absorption(density: Points) -> NDArray[np.uint8]:
    """Light that passes (1, 256, 3) for each amount of a stain, 255 for all of it."""
    amounts = np.arange(256) / 255
    light = 255 * np.exp(-np.outer(amounts, density) * 1.15)
    return np.asarray(np.rint(light)[np.newaxis], np.uint8)


HAEMATOXYLIN_LIGHT = _absorption(HAEMATOXYLIN)
EOSIN_LIGHT = _absorption(EOSIN)


def band_image(section: Section, top: int, rows: int) -> RGB:
    """The rows of the slide from `top` on, (rows, X, 3), at full resolution."""
    stains = _stain_band(section, top - BAND_MARGIN, rows + 2 * BAND_MARGIN)
    light = [
        cv2.LUT(cv2.merge([stain, stain, stain]), table)
        for stain, table in zip(stains, (HAEMATOXYLIN_LIGHT, EOSIN_LIGHT), strict=True)
    ]
    image = np.asarray(cv2.multiply(light[0], light[1], scale=1 / 255), np.uint8)
    glass = np.rint(np.outer(np.arange(256) / 255, GLASS)).astype(np.uint8)[np.newaxis]
    visible = image[BAND_MARGIN : BAND_MARGIN + rows]
    return np.asarray(cv2.LUT(visible, glass), np.uint8)


def _stain_band(section: Section, top: int, rows: int) -> list[Canvas]:
    """Haematoxylin and eosin of a band, (rows, X) each."""
    stains = [np.zeros((rows, section.size), np.uint8) for _ in range(2)]
    origin = np.array([0, top])
    for layer in section.layers:
        for shapes in layer.shapes:
            _draw_shapes(stains, shapes, origin, rows)
        _draw_marks(stains, layer.marks, origin, rows)
    texture = _texture(section, top, rows)
    return [
        np.asarray(cv2.multiply(cv2.GaussianBlur(stain, (0, 0), SOFTNESS), texture, scale=1 / UNIT))
        for stain in stains
    ]


def _draw_shapes(stains: Sequence[Canvas], shapes: Shapes, origin: Points, rows: int) -> None:
    reach = shapes.thickness + 2
    inside = (shapes.bottoms > origin[1] - reach) & (shapes.tops < origin[1] + rows + reach)
    outlines = [shapes.outlines[index] - origin for index in np.flatnonzero(inside)]
    for canvas, value in zip(stains, shapes.stain, strict=True):
        if shapes.thickness:
            drawing.strokes(canvas, outlines, value, shapes.thickness, closed=shapes.closed)
        else:
            for outline in outlines:
                drawing.fill(canvas, outline, value)


def _draw_marks(stains: Sequence[Canvas], marks: Marks, origin: Points, rows: int) -> None:
    reach = 24
    first, last = np.searchsorted(
        marks.centres[:, 1], (origin[1] - reach, origin[1] + rows + reach)
    )
    for index in range(first, last):
        centre = marks.centres[index] - origin
        radii, angle = marks.radii[index], float(marks.angles[index])
        for canvas, value in zip(stains, marks.stains[index], strict=True):
            drawing.ellipse(canvas, centre, radii, angle, value)


def _texture(section: Section, top: int, rows: int) -> NDArray[np.uint8]:
    """Grain times thickness for a band, (rows, X), UNIT for no change."""
    period = section.grain.shape
    lines = section.grain[np.arange(top, top + rows) % period[0]]
    grain = np.tile(lines, (1, -(-section.size // period[1])))[:, : section.size]
    scale = COARSE / section.size
    place = np.array([[scale, 0, 0], [0, scale, top * scale]])
    thickness = cv2.warpAffine(
        section.thickness,
        place,
        (section.size, rows),
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_REPLICATE,
    )
    return np.asarray(cv2.multiply(grain, thickness, scale=1 / UNIT), np.uint8)


def ome_xml(size: int) -> str:
    """The OME-XML of the slide; the pyramid is in the SubIFDs of the only IFD."""
    channel = model.Channel(
        id="Channel:0:0",
        samples_per_pixel=3,
        illumination_type=model.Channel_IlluminationType.TRANSMITTED,
    )
    pixels = model.Pixels(
        id="Pixels:0",
        dimension_order=model.Pixels_DimensionOrder.XYCZT,
        type=model.PixelType.UINT8,
        interleaved=True,
        size_x=size,
        size_y=size,
        size_z=1,
        size_c=3,
        size_t=1,
        physical_size_x=PIXEL_SIZE,
        physical_size_y=PIXEL_SIZE,
        channels=[channel],
        tiff_data_blocks=[model.TiffData(ifd=0, plane_count=1)],
    )
    image = model.Image(
        id="Image:0",
        name="Tissue section",
        description="Colon, haematoxylin and eosin. Drawn by the program, not photographed.",
        acquisition_date=datetime(2024, 3, 5, 9, 0, tzinfo=UTC),
        pixels=pixels,
    )
    return model.OME(creator="omeroweb", images=[image]).to_xml()
