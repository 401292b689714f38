"""Plates, runs, Wells and fields."""

from collections.abc import Sequence

from omeroweb.gateway import base
from omeroweb.gateway.embedded import models
from omeroweb.gateway.embedded.convert.people import details
from omeroweb.gateway.embedded.convert.quantities import length, rgba
from omeroweb.gateway.embedded.permissions import Rights


def plate(row: models.Plate, details: base.Details) -> base.Plate:
    return base.Plate(
        row.id,
        row.name,
        row.description,
        details,
        row.rows,
        row.columns,
        row.row_naming,
        row.column_naming,
        row.fields,
        row.status,
        row.external_identifier,
        row.field_index,
        length(row.well_origin_x, row.well_origin_x_unit),
        length(row.well_origin_y, row.well_origin_y_unit),
    )


def plate_acquisition(row: models.PlateAcquisition, details: base.Details) -> base.PlateAcquisition:
    """first_field and last_field are given by queries that show runs by themselves."""
    first, last = getattr(row, "first_field", None), getattr(row, "last_field", None)
    return base.PlateAcquisition(
        row.id,
        row.plate_id,
        row.name,
        row.description,
        details,
        row.maximum_field_count,
        row.start_time,
        row.end_time,
        None if first is None or last is None else (first, last),
    )


def well(row: models.Well, rights: Rights, samples: Sequence[base.WellSample]) -> base.Well:
    return base.Well(
        row.id,
        row.row,
        row.column,
        details(row.plate, rights),
        tuple(samples),
        row.plate_id,
        row.type,
        row.status,
        row.external_description,
        row.external_identifier,
        None if row.color is None else rgba(row.color),
    )


def well_sample(row: models.WellSample, rights: Rights, image: base.Image) -> base.WellSample:
    run = row.plate_acquisition
    return base.WellSample(
        row.id,
        image,
        length(row.position_x, row.position_x_unit),
        length(row.position_y, row.position_y_unit),
        row.field,
        row.timepoint,
        plate_acquisition(run, details(run, rights)) if run else None,
    )
