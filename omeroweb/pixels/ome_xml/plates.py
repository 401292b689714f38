"""Screens and plates of OME-XML, and where in them its images were taken."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from omeroweb.pixels.description import (
    PlateAcquisitionDescription,
    PlateDescription,
    ScreenDescription,
    WellDescription,
    WellPosition,
)
from omeroweb.pixels.ome_xml.annotations import annotations
from omeroweb.pixels.ome_xml.document import OmeDocument
from omeroweb.pixels.ome_xml.elements import child_text, moment, quantity, references, text, whole
from omeroweb.pixels.ome_xml.shapes import color

# Rows or columns; more are a damaged file.
MOST = 10_000


def describe_plates(document: OmeDocument) -> tuple[PlateDescription, ...]:
    """All plates, each with the first screen that refers to it."""
    return tuple(_plate(document, plate) for plate in document.plates)


def well_positions(document: OmeDocument) -> dict[str, WellPosition]:
    """Image id -> its place. Where a file has no image references, the order of samples counts."""
    found: dict[str, WellPosition] = {}
    for number, plate in enumerate(document.plates):
        acquired = {
            sample: text(acquisition, "ID")
            for acquisition in plate.iterfind("PlateAcquisition")
            for sample in references(acquisition, "WellSampleRef")
        }
        for well in plate.iterfind("Well"):
            row, column = _place(well)
            for field, sample in enumerate(well.iterfind("WellSample")):
                image = next(references(sample, "ImageRef"), "")
                if not image:
                    continue
                found[image] = WellPosition(
                    row,
                    column,
                    field,
                    quantity(sample, "PositionX", "REFERENCEFRAME"),
                    quantity(sample, "PositionY", "REFERENCEFRAME"),
                    plate=number,
                    acquisition=acquired.get(text(sample, "ID"), ""),
                    timepoint=moment(text(sample, "Timepoint")),
                )
    return found


def _plate(document: OmeDocument, element: Element) -> PlateDescription:
    places = [_place(well) for well in element.iterfind("Well")]
    rows = max((row + 1 for row, _ in places), default=0)
    columns = max((column + 1 for _, column in places), default=0)
    said_rows, said_columns = whole(element, "Rows"), whole(element, "Columns")
    if max(rows, columns, said_rows or 0, said_columns or 0) > MOST:
        raise ValueError(f"a plate with more than {MOST} rows or columns")
    return PlateDescription(
        name=text(element, "Name"),
        # A well outside of what the plate says it has is shown, too.
        rows=max(rows, said_rows or 0),
        columns=max(columns, said_columns or 0),
        row_naming=text(element, "RowNamingConvention") or "letter",
        column_naming=text(element, "ColumnNamingConvention") or "number",
        description=child_text(element, "Description"),
        status=text(element, "Status"),
        external_identifier=text(element, "ExternalIdentifier"),
        well_origin_x=quantity(element, "WellOriginX", "REFERENCEFRAME"),
        well_origin_y=quantity(element, "WellOriginY", "REFERENCEFRAME"),
        acquisitions=tuple(
            _acquisition(document, child) for child in element.iterfind("PlateAcquisition")
        ),
        wells=tuple(_wells(document, element)),
        screen=_screen(document, text(element, "ID")),
        annotations=annotations(document, element),
    )


def _place(well: Element) -> tuple[int, int]:
    return max(0, whole(well, "Row") or 0), max(0, whole(well, "Column") or 0)


def _wells(document: OmeDocument, plate: Element) -> Iterator[WellDescription]:
    for well in plate.iterfind("Well"):
        row, column = _place(well)
        described = WellDescription(
            row,
            column,
            type=text(well, "Type"),
            external_description=text(well, "ExternalDescription"),
            external_identifier=text(well, "ExternalIdentifier"),
            color=color(text(well, "Color")),
            annotations=annotations(document, well),
        )
        if described != WellDescription(row, column):
            yield described


def _acquisition(document: OmeDocument, element: Element) -> PlateAcquisitionDescription:
    return PlateAcquisitionDescription(
        key=text(element, "ID"),
        name=text(element, "Name"),
        description=child_text(element, "Description"),
        start=moment(text(element, "StartTime")),
        end=moment(text(element, "EndTime")),
        maximum_field_count=whole(element, "MaximumFieldCount"),
        annotations=annotations(document, element),
    )


def _screen(document: OmeDocument, plate: str) -> ScreenDescription | None:
    for element in document.screens:
        if plate and plate in references(element, "PlateRef"):
            return ScreenDescription(
                name=text(element, "Name"),
                description=child_text(element, "Description"),
                type=text(element, "Type"),
                protocol_identifier=text(element, "ProtocolIdentifier"),
                protocol_description=text(element, "ProtocolDescription"),
                reagent_set_identifier=text(element, "ReagentSetIdentifier"),
                reagent_set_description=text(element, "ReagentSetDescription"),
                annotations=annotations(document, element),
            )
    return None
