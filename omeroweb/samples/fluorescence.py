"""A 3-channel field of HeLa cells, two of them in mitosis, over Z and T, as OME-TIFF."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import tifffile
from numpy.typing import NDArray
from ome_types import model

from omeroweb.samples import drawing
from omeroweb.samples.drawing import FloatArray
from omeroweb.samples.hela import (
    LAYER_HEIGHTS,
    PIXEL_SIZE,
    SEED,
    SUPERSAMPLING,
    make_cells,
    make_scene,
)

Z_STEP = 1.5
"""Distance between planes in µm."""
TIME_STEP = 240.0
"""Seconds between time points."""
TILE = 256

DEFOCUS_BLUR = 0.75
"""Pixels of blur per µm out of focus."""
DEFOCUS_DEPTH = 3.2
"""Light falls to 1/e at this distance from focus, in µm."""

CAMERA_OFFSET = 96
CAMERA_GAIN = 60
"""Counts per detected photon step: the camera's 12 bits are not all information."""
CAMERA_MAXIMUM = 4095
READ_NOISE = 0.03
SHOT_NOISE = 0.02


@dataclass(frozen=True)
class Dye:
    """A channel: its name, colour, wavelengths in nm and photon steps at full brightness."""

    name: str
    colour: str
    excitation: float
    emission: float
    exposure: float
    brightness: float


# In the order of hela.CHANNELS.
DYES = (
    Dye("DAPI", "#3A6BFFFF", 358, 461, 0.05, 52),
    Dye("Tubulin", "#00FF3CFF", 490, 525, 0.12, 56),
    Dye("Actin", "#FF3030FF", 556, 573, 0.10, 52),
)


def write_fluorescence(path: Path, size: int = 512, size_z: int = 7, size_t: int = 4) -> None:
    """Write the field as OME-TIFF: (T, Z, C, Y, X) uint16, 12 bits used, tiled, zlib.

    size: of Y and X in pixels, a multiple of the tile.
    """
    with tifffile.TiffWriter(path) as tiff:
        tiff.write(
            _tiles(size, size_z, size_t),
            shape=(size_t, size_z, len(DYES), size, size),
            dtype="uint16",
            photometric="minisblack",
            tile=(TILE, TILE),
            compression="zlib",
            predictor=True,
            description=ome_xml(size, size_z, size_t).encode(),
            metadata=None,
            software="omeroweb",
        )


def _tiles(size: int, size_z: int, size_t: int) -> Iterator[NDArray[np.uint16]]:
    cells = make_cells(size * SUPERSAMPLING)
    camera = np.random.default_rng(SEED)
    for t in range(size_t):
        scene = make_scene(cells, size, t)
        lights = [scene.light(channel) for channel in range(len(DYES))]
        for z in range(size_z):
            for dye, layers in zip(DYES, lights, strict=True):
                plane = _photograph(_focused(layers, z * Z_STEP), dye, camera)
                yield from drawing.tiles(plane, TILE)


# --- microscope and camera --------------------------------------------------


def _focused(layers: Sequence[FloatArray], height: float) -> FloatArray:
    """The light that reaches the camera with the focus at a height in µm."""
    light = np.zeros_like(layers[0])
    for layer, layer_height in zip(layers, LAYER_HEIGHTS, strict=True):
        distance = abs(height - layer_height)
        weight = np.exp(-((distance / DEFOCUS_DEPTH) ** 2))
        light += np.float32(weight) * drawing.blurred(layer, 0.7 + DEFOCUS_BLUR * distance)
    return light


def _photograph(light: FloatArray, dye: Dye, rng: np.random.Generator) -> NDArray[np.uint16]:
    photons = light * np.float32(dye.brightness)
    spread = READ_NOISE + SHOT_NOISE * np.sqrt(photons)
    photons += spread * rng.standard_normal(light.shape, np.float32)
    counts = CAMERA_OFFSET + CAMERA_GAIN * np.rint(np.maximum(photons, 0))
    return np.asarray(np.minimum(counts, CAMERA_MAXIMUM), np.uint16)


def ome_xml(size: int, size_z: int, size_t: int) -> str:
    """The OME-XML of the field; planes are in the order of the TIFF, (T, Z, C)."""
    pixels = model.Pixels(
        id="Pixels:0",
        dimension_order=model.Pixels_DimensionOrder.XYCZT,
        type=model.PixelType.UINT16,
        significant_bits=12,
        size_x=size,
        size_y=size,
        size_z=size_z,
        size_c=len(DYES),
        size_t=size_t,
        physical_size_x=PIXEL_SIZE,
        physical_size_y=PIXEL_SIZE,
        physical_size_z=Z_STEP,
        time_increment=TIME_STEP,
        channels=[_channel(index, dye) for index, dye in enumerate(DYES)],
        tiff_data_blocks=[model.TiffData(ifd=0, plane_count=size_t * size_z * len(DYES))],
        planes=[
            model.Plane(
                the_z=z, the_c=c, the_t=t, delta_t=t * TIME_STEP, exposure_time=dye.exposure
            )
            for t in range(size_t)
            for z in range(size_z)
            for c, dye in enumerate(DYES)
        ],
    )
    image = model.Image(
        id="Image:0",
        name="HeLa mitosis",
        description="HeLa cells, two of them in mitosis. Drawn by the program, not photographed.",
        acquisition_date=datetime(2024, 5, 14, 10, 30, tzinfo=UTC),
        instrument_ref=model.InstrumentRef(id="Instrument:0"),
        objective_settings=model.ObjectiveSettings(id="Objective:0"),
        pixels=pixels,
    )
    return model.OME(creator="omeroweb", instruments=[_instrument()], images=[image]).to_xml()


def _channel(index: int, dye: Dye) -> model.Channel:
    return model.Channel(
        id=f"Channel:0:{index}",
        name=dye.name,
        color=model.Color(dye.colour),
        samples_per_pixel=1,
        excitation_wavelength=dye.excitation,
        emission_wavelength=dye.emission,
        illumination_type=model.Channel_IlluminationType.EPIFLUORESCENCE,
    )


def _instrument() -> model.Instrument:
    objective = model.Objective(
        id="Objective:0",
        model="Plan Apo 20x/0.8",
        nominal_magnification=20,
        lens_na=0.8,
        immersion=model.Objective_Immersion.AIR,
    )
    return model.Instrument(id="Instrument:0", objectives=[objective])
