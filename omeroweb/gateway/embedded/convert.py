"""From rows of the store to the dataclasses of the boundary."""

from omeroweb.gateway import base
from omeroweb.gateway.embedded import models
from omeroweb.gateway.embedded.permissions import Rights
from omeroweb.quantities import Length


def experimenter(row: models.Experimenter) -> base.Experimenter:
    return base.Experimenter(
        row.id,
        row.user_name,
        row.first_name,
        row.middle_name,
        row.last_name,
        row.email,
        row.institution,
    )


def group(row: models.ExperimenterGroup) -> base.ExperimenterGroup:
    return base.ExperimenterGroup(row.id, row.name, row.description, row.permissions)


def details(row: models.Owned, rights: Rights) -> base.Details:
    return base.Details(experimenter(row.owner), group(row.group), rights.permissions(row))


def project(row: models.Project, rights: Rights) -> base.Project:
    return base.Project(row.id, row.name, row.description, details(row, rights), _count(row))


def dataset(row: models.Dataset, rights: Rights) -> base.Dataset:
    return base.Dataset(row.id, row.name, row.description, details(row, rights), _count(row))


def screen(row: models.Screen, rights: Rights) -> base.Screen:
    return base.Screen(row.id, row.name, row.description, details(row, rights), _count(row))


def plate(row: models.Plate, rights: Rights) -> base.Plate:
    return base.Plate(
        row.id,
        row.name,
        row.description,
        details(row, rights),
        row.rows,
        row.columns,
        row.row_naming,
        row.column_naming,
        row.fields,
    )


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
        row.magnification,
        _pixels(row.pixels, with_channels=with_channels),
    )


def well(row: models.Well, rights: Rights) -> base.Well:
    samples = tuple(
        base.WellSample(
            sample.id,
            image(sample.image, rights),
            _length(sample.position_x, sample.position_x_unit),
            _length(sample.position_y, sample.position_y_unit),
        )
        for sample in row.samples.all()
    )
    return base.Well(row.id, row.row, row.column, details(row.plate, rights), samples)


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
        _length(row.physical_size_x, row.physical_size_x_unit),
        _length(row.physical_size_y, row.physical_size_y_unit),
        _length(row.physical_size_z, row.physical_size_z_unit),
        _length(row.time_increment, row.time_increment_unit),
    )


def _channel(row: models.Channel) -> base.Channel:
    return base.Channel(
        row.id,
        row.index,
        row.name,
        (row.color >> 16 & 255, row.color >> 8 & 255, row.color & 255),
        row.is_active,
        row.minimum,
        row.maximum,
        row.start,
        row.end,
        row.emission,
        row.excitation,
        row.fluor,
    )


def _length(value: float | None, unit: str) -> Length | None:
    return None if value is None else Length(value, unit)


def _count(row: models.Named) -> int | None:
    """The number of children, where the query counted them."""
    return getattr(row, "child_count", None)
