"""The grid of a plate: one image for each well."""

from string import ascii_uppercase
from typing import Any

from django.http import HttpResponseBase
from django.views.decorators.http import require_safe

from omeroweb.config import catalogue
from omeroweb.errors import BadRequest
from omeroweb.gateway.base import Filter, Plate, Slice, Well, WellSample
from omeroweb.http.jsonp import json_answer
from omeroweb.http.params import whole_number
from omeroweb.http.request import OmeroRequest
from omeroweb.http.session import configuration
from omeroweb.webgateway import simple

Json = dict[str, Any]

LAYOUTS = ("expand", "trim", "shrink")

# The smallest standard plate; larger ones double it in both directions.
STANDARD_ROWS, STANDARD_COLUMNS = 8, 12

# More than the largest standard plate (1536) has.
ALL_WELLS = Slice(0, 10_000)

DEFAULT_THUMBNAIL = 96


@require_safe
def plate(request: OmeroRequest, pid: int, field: int = 0) -> HttpResponseBase:
    """`grid[row][column]` with the image of the given field, null where there is none."""
    layout = request.GET.get("layout", "")
    if layout not in LAYOUTS:
        layout = configuration()[catalogue.PLATE_LAYOUT]
    size = whole_number(request.GET, "size", DEFAULT_THUMBNAIL)
    if size < 1:
        raise BadRequest(f"size={size}: expected a thumbnail size in pixels, e.g. size=96")
    described = request.gateway.plate(pid)
    wells = [
        well for well in request.gateway.wells(ALL_WELLS, Filter(plate=pid)).items if well.samples
    ]
    rows, columns = _extent(wells, layout)
    grid: list[list[Json | None]] = [[None] * len(columns) for _ in rows]
    for well in wells:
        if field < len(well.samples):
            sample = well.samples[field]
            grid[well.row - rows.start][well.column - columns.start] = _cell(
                well, sample, field, size
            )
    return json_answer(
        request,
        {
            "grid": grid,
            "collabels": _labels(columns, described.column_naming),
            "rowlabels": _labels(rows, described.row_naming),
            "image_sizes": _image_sizes(wells, field),
            **_fields(described),
        },
    )


def _extent(wells: list[Well], layout: str) -> tuple[range, range]:
    """Rows and columns of the grid."""
    last_row = max((well.row for well in wells), default=0)
    last_column = max((well.column for well in wells), default=0)
    if layout == "shrink":
        first_row = min((well.row for well in wells), default=0)
        first_column = min((well.column for well in wells), default=0)
        return range(first_row, last_row + 1), range(first_column, last_column + 1)
    if layout == "trim":
        return range(last_row + 1), range(last_column + 1)
    rows, columns = STANDARD_ROWS, STANDARD_COLUMNS
    while rows <= last_row or columns <= last_column:
        rows, columns = 2 * rows, 2 * columns
    return range(rows), range(columns)


def _cell(well: Well, sample: WellSample, field: int, size: int) -> Json:
    return {**simple.image(sample.image, size=size), "wellId": well.id, "field": field}


def _labels(positions: range, naming: str) -> list[int | str]:
    return [letters(n) if naming == "letter" else n + 1 for n in positions]


def letters(position: int) -> str:
    """0 -> A, 25 -> Z, 26 -> AA."""
    text = ""
    number = position + 1
    while number:
        number, letter = divmod(number - 1, len(ascii_uppercase))
        text = ascii_uppercase[letter] + text
    return text


def _image_sizes(wells: list[Well], field: int) -> list[Json]:
    """The size of one image; all fields of a plate are taken to be alike."""
    for well in wells:
        if field < len(well.samples):
            image = well.samples[field].image
            if image.pixels:
                return [{"x": image.pixels.size_x, "y": image.pixels.size_y, "image_id": image.id}]
    return []


def _fields(described: Plate) -> Json:
    """How many fields there are to choose from; new here, the reference leaves it out."""
    return {"fields": described.fields}
