"""Images with Pixels and Channels."""

from omeroweb.gateway import base
from omeroweb.gateway.embedded import models
from omeroweb.gateway.embedded.convert.people import details
from omeroweb.gateway.embedded.convert.quantities import length, rgb
from omeroweb.gateway.embedded.permissions import Rights


def image(row: models.Image, rights: Rights, *, with_channels: bool = False) -> base.Image:
    return base.Image(
        row.id,
        row.name,
        row.description,
        details(row, rights),
        row.series,
        row.fileset.imported,
        row.fileset.version,
        rights.may_download(row),
        row.acquired,
        row.objective_settings.objective.nominal_magnification if row.objective_settings else None,
        _pixels(row.pixels, with_channels=with_channels) if hasattr(row, "pixels") else None,
        row.fileset_id,
    )


def _pixels(row: models.Pixels, *, with_channels: bool) -> base.Pixels:
    return base.Pixels(
        row.id,
        row.size_x,
        row.size_y,
        row.size_z,
        row.size_c,
        row.size_t,
        row.type,
        tuple(base.Resolution(size_x, size_y) for size_x, size_y in row.levels),
        row.tile_width,
        row.tile_height,
        tuple(_channel(channel) for channel in row.channels.all()) if with_channels else (),
        row.significant_bits,
        length(row.physical_size_x, row.physical_size_x_unit),
        length(row.physical_size_y, row.physical_size_y_unit),
        length(row.physical_size_z, row.physical_size_z_unit),
        length(row.time_increment, row.time_increment_unit),
    )


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
