"""imgData: everything a viewer needs to know of an image, in one answer."""

from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from omeroweb.errors import NotFound
from omeroweb.gateway.base import Image
from omeroweb.http.json_view import json_view
from omeroweb.http.jsonp import json_answer
from omeroweb.http.request import OmeroRequest
from omeroweb.webgateway import described
from omeroweb.webgateway.plans import stored_rendering
from omeroweb.webgateway.simple import Json


def welcome(_: OmeroRequest) -> HttpResponse:
    return HttpResponse("Welcome to webgateway", content_type="text/plain; charset=utf-8")


@require_safe
def img_data(request: OmeroRequest, iid: int, key: str | None = None) -> HttpResponse:
    """The whole answer, or the member that `key` names; dots go deeper, unknown is null.

    getDefaults=true: with the settings that a reset would give.
    """
    try:
        image = request.gateway.image(iid)
    except NotFound:
        raise NotFound(f"Image:{iid} not found") from None
    data = body(request, image)
    return json_answer(request, data if key is None else member(data, key))


@require_safe
@json_view
def compatible(request: OmeroRequest, iid: int) -> list[int] | bool:
    """Images of the same Projects that can have the same settings; false for no such image."""
    try:
        return list(request.gateway.similar_images(iid))
    except NotFound:
        return False


def body(request: OmeroRequest, image: Image) -> Json:
    """Without what is about pixels where an image has none."""
    ancestry = request.gateway.ancestry(image.id)
    if image.pixels is None:
        return described.without_pixels(image, ancestry)
    if request.GET.get("getDefaults") == "true":
        rendering = request.gateway.renderings.imported(image.id).rendering
    else:
        rendering = stored_rendering(request.gateway, image)
    data = described.with_pixels(image, image.pixels, ancestry, rendering)
    data["rdefs"]["invertAxis"] = request.GET.get("ia") == "1"
    return data


def member(data: Json, key: str) -> Any:
    """What a key with dots leads to; null for nothing."""
    found: Any = data
    for part in key.split("."):
        found = found.get(part) if isinstance(found, dict) else None
    return found
