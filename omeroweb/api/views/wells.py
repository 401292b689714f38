"""Plates and their Wells."""

from functools import partial

from django.http import HttpResponse

from omeroweb.api import encode
from omeroweb.api.answers import Json, listing, one, require_get, url
from omeroweb.gateway import base
from omeroweb.http.request import OmeroRequest


def plates(request: OmeroRequest, **path: int) -> HttpResponse:
    encode_listed = partial(_plate, request, is_listed=True)
    return listing(request, request.gateway.plates, encode_listed, **path)


def plate(request: OmeroRequest, plate: int) -> HttpResponse:
    require_get(request)
    item = request.gateway.plate(plate)
    indices = [0, item.fields - 1] if item.fields else []
    return one({**_plate(request, item), "omero:wellsampleIndex": indices})


def wells(request: OmeroRequest, plate: int) -> HttpResponse:
    return listing(request, request.gateway.wells, partial(_well, request), plate=plate)


def _plate(request: OmeroRequest, item: base.Plate, *, is_listed: bool = False) -> Json:
    encoded = encode.plate(item)
    if is_listed:
        encoded["url:plate"] = url(request, "api_plate", item.id)
    encoded["url:screens"] = url(request, "api_plate_screens", item.id)
    encoded["url:wells"] = url(request, "api_plate_wells", item.id)
    return encoded


def _well(request: OmeroRequest, item: base.Well) -> Json:
    encoded = encode.well(item)
    for sample, well_sample in zip(encoded.get("WellSamples", []), item.samples, strict=True):
        sample["Image"]["url:image"] = url(request, "api_image", well_sample.image.id)
    return encoded
