"""Plates, their runs and their Wells as the JSON API writes them."""

from omeroweb.api.encode import (
    Json,
    details,
    image,
    milliseconds,
    of_length,
    permissions_only,
    without_none,
)
from omeroweb.api.units import ome, signed_rgba
from omeroweb.gateway.base import Plate, PlateAcquisition, Well, WellSample


def plate(given: Plate) -> Json:
    return without_none(
        {
            "@type": ome("Plate"),
            "@id": given.id,
            "omero:details": details(given.details),
            "Name": given.name,
            "Description": given.description or None,
            "Status": given.status or None,
            "Rows": given.rows,
            "Columns": given.columns,
            "RowNamingConvention": given.row_naming,
            "ColumnNamingConvention": given.column_naming,
            "FieldIndex": given.field_index,
            "ExternalIdentifier": given.external_identifier or None,
            "WellOriginX": of_length(given.well_origin_x),
            "WellOriginY": of_length(given.well_origin_y),
        }
    )


def plate_acquisition(given: PlateAcquisition) -> Json:
    return without_none(
        {
            "@type": ome("PlateAcquisition"),
            "@id": given.id,
            "omero:details": details(given.details),
            "Name": given.name or None,
            "Description": given.description or None,
            "MaximumFieldCount": given.maximum_field_count,
            "StartTime": milliseconds(given.started),
            "EndTime": milliseconds(given.ended),
        }
    )


def well(given: Well, *, is_listed: bool = False) -> Json:
    """With its fields. is_listed: their images without Pixels."""
    samples = [_well_sample(sample, is_listed=is_listed) for sample in given.samples]
    return without_none(
        {
            "@type": ome("Well"),
            "@id": given.id,
            "omero:details": details(given.details),
            "Row": given.row,
            "Column": given.column,
            "Type": given.type or None,
            "omero:status": given.status or None,
            "ExternalDescription": given.external_description or None,
            "ExternalIdentifier": given.external_identifier or None,
            "Color": given.color and signed_rgba(given.color[:3], given.color[3]),
            "WellSamples": samples or None,
        }
    )


def _well_sample(given: WellSample, *, is_listed: bool) -> Json:
    of_image = image(given.image)
    if is_listed:
        of_image.pop("Pixels", None)
    return without_none(
        {
            "@type": ome("WellSample"),
            "@id": given.id,
            "omero:details": permissions_only(given.image.details.permissions),
            "PositionX": of_length(given.position_x),
            "PositionY": of_length(given.position_y),
            "Timepoint": milliseconds(given.taken),
            "Image": of_image,
            "PlateAcquisition": given.acquisition and plate_acquisition(given.acquisition),
        }
    )
