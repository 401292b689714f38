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
    return base.Details(
        experimenter(row.owner),
        group(row.group),
        rights.permissions(row),
        row.created,
        row.updated,
    )


def project(row: models.Project, rights: Rights) -> base.Project:
    return base.Project(row.id, row.name, row.description, details(row, rights), _count(row))


def dataset(row: models.Dataset, rights: Rights) -> base.Dataset:
    return base.Dataset(row.id, row.name, row.description, details(row, rights), _count(row))


def screen(row: models.Screen, rights: Rights) -> base.Screen:
    return base.Screen(
        row.id,
        row.name,
        row.description,
        details(row, rights),
        _count(row),
        base.ScreenProtocol(
            row.type,
            row.protocol_identifier,
            row.protocol_description,
            row.reagent_set_identifier,
            row.reagent_set_description,
        ),
    )


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
        row.status,
        row.external_identifier,
        row.field_index,
        _length(row.well_origin_x, row.well_origin_x_unit),
        _length(row.well_origin_y, row.well_origin_y_unit),
    )


def plate_acquisition(row: models.PlateAcquisition, rights: Rights) -> base.PlateAcquisition:
    """first_field and last_field are given by queries that show runs by themselves."""
    first, last = getattr(row, "first_field", None), getattr(row, "last_field", None)
    return base.PlateAcquisition(
        row.id,
        row.plate_id,
        row.name,
        row.description,
        details(row, rights),
        row.maximum_field_count,
        row.start_time,
        row.end_time,
        None if first is None or last is None else (first, last),
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
        row.objective_settings.objective.nominal_magnification if row.objective_settings else None,
        _pixels(row.pixels, with_channels=with_channels) if hasattr(row, "pixels") else None,
        row.fileset_id,
    )


def well(row: models.Well, rights: Rights) -> base.Well:
    return base.Well(
        row.id,
        row.row,
        row.column,
        details(row.plate, rights),
        tuple(_well_sample(sample, rights) for sample in row.samples.all()),
        row.plate_id,
        row.type,
        row.status,
        row.external_description,
        row.external_identifier,
        None if row.color is None else rgba(row.color),
    )


def _well_sample(row: models.WellSample, rights: Rights) -> base.WellSample:
    run = row.plate_acquisition
    return base.WellSample(
        row.id,
        image(row.image, rights),
        _length(row.position_x, row.position_x_unit),
        _length(row.position_y, row.position_y_unit),
        row.field,
        row.timepoint,
        plate_acquisition(run, rights) if run else None,
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
        _length(row.physical_size_x, row.physical_size_x_unit),
        _length(row.physical_size_y, row.physical_size_y_unit),
        _length(row.physical_size_z, row.physical_size_z_unit),
        _length(row.time_increment, row.time_increment_unit),
    )


def _channel(row: models.Channel) -> base.Channel:
    logical = row.logical_channel
    return base.Channel(
        row.id,
        row.index,
        logical.name,
        (row.color >> 16 & 255, row.color >> 8 & 255, row.color & 255),
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
        _length(logical.pinhole_size, logical.pinhole_size_unit),
        logical.acquisition_mode,
        logical.contrast_method,
        logical.illumination,
    )


def rgba(color: int) -> tuple[int, int, int, int]:
    """0xRRGGBBAA as (red, green, blue, alpha)."""
    return color >> 24 & 255, color >> 16 & 255, color >> 8 & 255, color & 255


def _length(value: float | None, unit: str) -> Length | None:
    return None if value is None else Length(value, unit)


def _count(row: models.Named) -> int | None:
    """The number of children, where the query counted them."""
    return getattr(row, "child_count", None)
