"""The grid of a plate: one image for each well."""

from django.views.decorators.http import require_safe

from omeroweb.config import catalogue
from omeroweb.errors import BadRequest
from omeroweb.gateway.base import Filter, Slice
from omeroweb.http.json_view import json_view
from omeroweb.http.params import whole_number
from omeroweb.http.request import OmeroRequest
from omeroweb.http.session import configuration
from omeroweb.webgateway.plate_grid import LAYOUTS, PlateGrid
from omeroweb.webgateway.simple import THUMBNAIL, Json

# More than the largest standard plate (1536) has.
ALL_WELLS = Slice(0, 10_000)


@require_safe
@json_view
def plate(request: OmeroRequest, pid: int, field: int = 0, acquisition: int | None = None) -> Json:
    """`grid[row][column]` with the image of the given field, null where there is none.

    field counts from 0, with an acquisition among the fields that the run has in each well.
    """
    layout = request.GET.get("layout", "")
    if layout not in LAYOUTS:
        layout = configuration()[catalogue.PLATE_LAYOUT]
    size = whole_number(request.GET, "size", THUMBNAIL)
    if size < 1:
        raise BadRequest(f"size={size}: expected a thumbnail size in pixels, e.g. size=96")
    described = request.gateway.plate(pid)
    wells = request.gateway.wells(ALL_WELLS, Filter(plate=pid, acquisition=acquisition)).items
    with_images = [well for well in wells if well.samples]
    return PlateGrid(described, with_images, field, layout, size).body()
