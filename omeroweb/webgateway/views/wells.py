"""Wells and their images."""

from django.views.decorators.http import require_safe

from omeroweb.errors import NotFound
from omeroweb.gateway.base import Well, WellSample
from omeroweb.http.json_view import json_view
from omeroweb.http.params import optional_number
from omeroweb.http.request import OmeroRequest
from omeroweb.quantities import Length
from omeroweb.webgateway import simple
from omeroweb.webgateway.positions import label
from omeroweb.webgateway.simple import Json


@require_safe
@json_view
def well_data(request: OmeroRequest, wid: int) -> Json:
    """The image of the first field, and where in which plate the well is."""
    well = request.gateway.well(wid)
    if not well.samples:
        raise NotFound(f"well {wid} has no images")
    return {
        **simple.image(well.samples[0].image),
        "wellPos": _position(request, well),
        "plateId": well.plate_id,
        "wellId": well.id,
    }


@require_safe
@json_view
def well_children(request: OmeroRequest, wid: int) -> list[Json]:
    """The images of a well, of one run where ?run= names one."""
    run = optional_number(request.GET, "run")
    samples = request.gateway.well(wid).samples
    return [_field(one) for one in samples if run is None or _is_of(one, run)]


def _is_of(sample: WellSample, run: int) -> bool:
    return sample.acquisition is not None and sample.acquisition.id == run


def _field(sample: WellSample) -> Json:
    described = simple.image(sample.image)
    if sample.acquisition is not None:
        described["name"] += f" [Run: {sample.acquisition.name}]"
    if sample.position_x is not None and sample.position_y is not None:
        described["position"] = {"x": _length(sample.position_x), "y": _length(sample.position_y)}
    return described


def _length(of: Length) -> Json:
    return {"value": of.value, "unit": of.unit}


def _position(request: OmeroRequest, well: Well) -> str:
    """As the plate labels it, e.g. B5."""
    if well.plate_id is None:
        return label(well.row, "letter") + label(well.column, "number")
    plate = request.gateway.plate(well.plate_id)
    return label(well.row, plate.row_naming) + label(well.column, plate.column_naming)
