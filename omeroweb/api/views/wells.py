"""Plates, their runs and their Wells."""

from functools import partial

from django.http import HttpResponse

from omeroweb.api import encode_plates
from omeroweb.api.answers import Json, is_delete, listing, one, require_get, url
from omeroweb.gateway import base
from omeroweb.http.request import OmeroRequest


def plates(request: OmeroRequest, **path: int) -> HttpResponse:
    def listed(item: base.Plate) -> Json:
        return {**_plate(request, item), "url:plate": url(request, "api_plate", item.id)}

    return listing(request, request.gateway.plates, listed, **path)


def plate(request: OmeroRequest, plate: int) -> HttpResponse:
    require_get(request)
    item = request.gateway.plate(plate)
    fields = (0, item.fields - 1) if item.fields else None
    return one({**_plate(request, item), **_fields(request, "api_plate", item.id, fields)})


def plate_acquisitions(request: OmeroRequest, plate: int) -> HttpResponse:
    def listed(item: base.PlateAcquisition) -> Json:
        link = url(request, "api_plateacquisition", item.id)
        return {**_plate_acquisition(request, item), "url:plateacquisition": link}

    return listing(request, request.gateway.plate_acquisitions, listed, plate=plate)


def plate_acquisition(request: OmeroRequest, acquisition: int) -> HttpResponse:
    is_deletion = is_delete(request)
    found = request.gateway.plate_acquisition(acquisition)
    if is_deletion:
        request.gateway.changes.delete([base.Ref(base.Kind.PLATE_ACQUISITION, acquisition)])
        return one(encode_plates.plate_acquisition(found))
    return one(_plate_acquisition(request, found))


def wells(request: OmeroRequest, **path: int) -> HttpResponse:
    """Of a plate or a run, where it is named; field: only that one of each well."""

    def listed(item: base.Well) -> Json:
        encoded = _well(request, item, is_listed=True)
        return {**encoded, "url:well": url(request, "api_well", item.id)}

    return listing(request, request.gateway.wells, listed, **path)


def well(request: OmeroRequest, well: int) -> HttpResponse:
    require_get(request)
    return one(_well(request, request.gateway.well(well)))


def _plate(request: OmeroRequest, item: base.Plate) -> Json:
    link = partial(url, request, number=item.id)
    return {
        **encode_plates.plate(item),
        "url:plateacquisitions": link("api_plate_plateacquisitions"),
        "url:screens": link("api_plate_screens"),
        "url:wells": link("api_plate_wells"),
    }


def _plate_acquisition(request: OmeroRequest, item: base.PlateAcquisition) -> Json:
    fields = _fields(request, "api_plateacquisition", item.id, item.fields)
    return {**encode_plates.plate_acquisition(item), **fields}


def _fields(request: OmeroRequest, name: str, number: int, fields: tuple[int, int] | None) -> Json:
    """The first and the last index of fields in their wells, and where those of each index are."""
    start = url(request, name, number)
    first, last = fields or (0, -1)
    return {
        "omero:wellsampleIndex": list(fields or ()),
        "url:wellsampleindex_wells": [
            f"{start}wellsampleindex/{index}/wells/" for index in range(first, last + 1)
        ],
    }


def _well(request: OmeroRequest, item: base.Well, *, is_listed: bool = False) -> Json:
    encoded = encode_plates.well(item, is_listed=is_listed)
    for sample, well_sample in zip(encoded.get("WellSamples", []), item.samples, strict=True):
        sample["Image"]["url:image"] = url(request, "api_image", well_sample.image.id)
    return {**encoded, "url:plates": url(request, "api_well_plates", item.id)}
