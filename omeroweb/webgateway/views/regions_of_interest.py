"""ROIs and shapes: as JSON, and a mask as a picture."""

import imagecodecs
from django.http import HttpResponseBase
from django.views.decorators.http import require_safe

from omeroweb.errors import BadRequest, NotFound
from omeroweb.gateway.base import Filter, Mask
from omeroweb.http.conditional import conditional
from omeroweb.http.json_view import json_view
from omeroweb.http.params import optional_number
from omeroweb.http.request import OmeroRequest
from omeroweb.quantities import Region
from omeroweb.rendering import mask_picture
from omeroweb.webgateway import shape_json
from omeroweb.webgateway.listing import whole
from omeroweb.webgateway.pictures import check_size
from omeroweb.webgateway.shape_json import Json

YELLOW = (255, 255, 0, 255)


@require_safe
@json_view
def rois(request: OmeroRequest, iid: int) -> list[Json]:
    """The ROIs of an image with their shapes, by id: all, or the first `?limit=` of them."""
    request.gateway.image(iid)
    limit = optional_number(request.GET, "limit")
    if limit is not None and limit < 0:
        raise BadRequest(f"limit={limit}: expected 0 or more ROIs")
    found = whole(lambda part: request.gateway.rois.page(part, Filter(image=iid)), limit)
    return [shape_json.roi(one) for one in found]


@require_safe
@json_view
def shape(request: OmeroRequest, roi_id: int, shape_id: int) -> Json:
    found = request.gateway.rois.shape(shape_id)
    if found.roi.id != roi_id:
        raise NotFound(f"Roi {roi_id} has no shape {shape_id}")
    return shape_json.shape(found.shape)


@require_safe
def render_shape_mask(request: OmeroRequest, shape_id: int) -> HttpResponseBase:
    """PNG: the mask in its fill colour, everything else transparent."""
    mask = request.gateway.rois.shape(shape_id).shape
    if not isinstance(mask, Mask) or mask.bits is None:
        raise NotFound(f"shape {shape_id} is no mask")
    bits, width, height = mask.bits, round(mask.width), round(mask.height)
    check_size(Region(0, 0, width, height))
    color = mask.fill_color or YELLOW

    def make() -> bytes:
        return bytes(imagecodecs.png_encode(mask_picture(bits, width, height, color), level=1))

    return conditional(
        request,
        ("mask", shape_id, width, height, color, bits),
        make,
        content_type="image/png",
        is_explicit=False,
    )
