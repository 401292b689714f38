"""Images with Pixels and Channels."""

from collections.abc import Sequence
from typing import NamedTuple

from omeroweb.gateway import base
from omeroweb.gateway.embedded import models
from omeroweb.gateway.embedded.convert.people import details
from omeroweb.gateway.embedded.convert.quantities import length, rgb
from omeroweb.gateway.embedded.permissions import Rights

Resolutions = tuple[base.Resolution, ...]


class PixelsRow(NamedTuple):
    """The columns of Pixels that are shown, read without the model. levels: as JSON."""

    id: int
    size_x: int
    size_y: int
    size_z: int
    size_c: int
    size_t: int
    type: str
    levels: str
    tile_width: int
    tile_height: int
    significant_bits: int | None
    physical_size_x: float | None
    physical_size_x_unit: str
    physical_size_y: float | None
    physical_size_y_unit: str
    physical_size_z: float | None
    physical_size_z_unit: str
    time_increment: float | None
    time_increment_unit: str


def image(row: models.Image, rights: Rights, *, with_channels: bool = False) -> base.Image:
    return base.Image(
        row.id,
        row.name,
        row.description,
        details(row, rights),
        row.series,
        row.fileset.version,
        rights.may_download(row),
        row.acquired,
        row.objective_settings.objective.nominal_magnification if row.objective_settings else None,
        pixels(
            row.pixels,
            resolutions(row.pixels.levels),
            _channels(row.pixels) if with_channels else (),
        )
        if hasattr(row, "pixels")
        else None,
        row.fileset_id,
    )


def pixels(
    row: models.Pixels | PixelsRow, levels: Resolutions, channels: tuple[base.Channel, ...] = ()
) -> base.Pixels:
    return base.Pixels(
        row.id,
        row.size_x,
        row.size_y,
        row.size_z,
        row.size_c,
        row.size_t,
        row.type,
        levels,
        row.tile_width,
        row.tile_height,
        channels,
        row.significant_bits,
        length(row.physical_size_x, row.physical_size_x_unit),
        length(row.physical_size_y, row.physical_size_y_unit),
        length(row.physical_size_z, row.physical_size_z_unit),
        length(row.time_increment, row.time_increment_unit),
    )


def resolutions(levels: Sequence[tuple[int, int]]) -> Resolutions:
    """levels: (size_x, size_y) from full resolution down."""
    return tuple([base.Resolution(size_x, size_y) for size_x, size_y in levels])


def _channels(row: models.Pixels) -> tuple[base.Channel, ...]:
    return tuple(_channel(channel) for channel in row.channels.all())


def _channel(row: models.Channel) -> base.Channel:
    logical = row.logical_channel
    return base.Channel(
        row.id,
        row.index,
        logical.name,
        rgb(row.color),
        row.is_active,
        row.minimum,
        row.maximum,
        row.start,
        row.end,
        logical.emission,
        logical.excitation,
        logical.fluor,
        row.lookup_table,
        logical.id,
        logical.samples_per_pixel,
        logical.nd_filter,
        logical.pockel_cell,
        length(logical.pinhole_size, logical.pinhole_size_unit),
        logical.acquisition_mode,
        logical.contrast_method,
        logical.illumination,
    )
