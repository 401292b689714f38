"""Images with their Pixels; one image also with its Channels."""

from functools import partial

from django.http import HttpResponse

from omeroweb.api import encode
from omeroweb.api.answers import Json, listing, one, require_get, url
from omeroweb.gateway import base
from omeroweb.http.request import OmeroRequest


def images(request: OmeroRequest, **path: int) -> HttpResponse:
    encode_listed = partial(_listed, request)
    return listing(request, request.gateway.images, encode_listed, **path)


def image(request: OmeroRequest, image: int) -> HttpResponse:
    require_get(request)
    item = request.gateway.image(image)
    return one(
        {
            **encode.image(item),
            "url:datasets": url(request, "api_image_datasets", item.id),
            "url:rois": url(request, "api_image_rois", item.id),
        }
    )


def _listed(request: OmeroRequest, item: base.Image) -> Json:
    encoded = encode.image(item)
    encoded["url:image"] = url(request, "api_image", item.id)
    encoded["url:datasets"] = url(request, "api_image_datasets", item.id)
    return encoded
