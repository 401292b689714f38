"""ROIs with their shapes, and shapes one by one."""

from django.http import HttpResponse

from omeroweb.api import encode_rois
from omeroweb.api.answers import Json, is_delete, listing, one, url
from omeroweb.gateway import base
from omeroweb.http.request import OmeroRequest


def rois(request: OmeroRequest, **path: int) -> HttpResponse:
    """Those of one image with `?image=`, or its id in the path."""

    def encode(item: base.Roi) -> Json:
        return {**encode_rois.roi(item), "url:roi": url(request, "api_roi", item.id)}

    return listing(request, request.gateway.rois.page, encode, **path)


def roi(request: OmeroRequest, roi: int) -> HttpResponse:
    is_deletion = is_delete(request)
    found = encode_rois.roi(request.gateway.rois.get(roi))
    if is_deletion:
        request.gateway.rois.delete(roi)
    return one(found)


def shapes(request: OmeroRequest) -> HttpResponse:
    return listing(request, request.gateway.rois.shapes, encode_rois.shape)


def shape(request: OmeroRequest, shape: int) -> HttpResponse:
    is_deletion = is_delete(request)
    found = request.gateway.rois.shape(shape)
    encoded = encode_rois.shape(found)
    if is_deletion:
        request.gateway.rois.delete_shape(shape)
        return one(encoded)
    return one({**encoded, "url:roi": url(request, "api_roi", found.roi.id)})
