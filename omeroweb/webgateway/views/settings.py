"""Rendering settings: saved, reset, listed."""

from collections.abc import Callable, Sequence
from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_POST, require_safe

from omeroweb.errors import BadRequest, NotFound
from omeroweb.gateway.base import ChannelBinding, Copied, Kind, Ref, RenderingDef
from omeroweb.http.json_view import json_view
from omeroweb.http.jsonp import script_answer
from omeroweb.http.params import ids
from omeroweb.http.request import OmeroRequest
from omeroweb.webgateway.bindings import complete_rendering
from omeroweb.webgateway.described import hex_color
from omeroweb.webgateway.plans import stored_rendering
from omeroweb.webgateway.simple import Json

# What `to_type` may be.
PARENTS = {
    "image": Kind.IMAGE,
    "dataset": Kind.DATASET,
    "project": Kind.PROJECT,
    "plate": Kind.PLATE,
    "acquisition": Kind.PLATE_ACQUISITION,
    "well": Kind.WELL,
    "screen": Kind.SCREEN,
}


@require_POST
def save(request: OmeroRequest, iid: int) -> HttpResponse:
    """Save what the query says as the caller's settings."""
    image = request.gateway.image(iid)
    rendering = complete_rendering(request, image, stored_rendering(request.gateway, image))
    request.gateway.renderings.save(iid, rendering)
    return script_answer(request, True)


@require_POST
@json_view
def reset(request: OmeroRequest) -> Sequence[int]:
    """The settings that images were imported with; answers with the ids of those changed."""
    return _for_targets(request, request.gateway.renderings.reset)


@require_POST
@json_view
def use_owners(request: OmeroRequest) -> Sequence[int]:
    """The settings of the images' owners; answers with the ids of those changed."""
    return _for_targets(request, request.gateway.renderings.use_owners)


@require_safe
@json_view
def all_of(request: OmeroRequest, iid: int) -> Json:
    """What every user has saved for an image."""
    try:
        return {"rdefs": list(map(_described, request.gateway.renderings.all_of(iid)))}
    except NotFound:
        return {"error": f"No image with id {iid}"}


def targets(request: OmeroRequest) -> Sequence[int]:
    """The images that `to_type` and `toids` of a form name. Raises BadRequest."""
    kind = PARENTS.get(request.POST.get("to_type", "image").lower())
    if kind is None:
        raise BadRequest(
            f"to_type={request.POST['to_type']!r}: expected one of {', '.join(PARENTS)}"
        )
    wanted = ids(request.POST, "toids")
    if not wanted:
        raise BadRequest("toids is missing: expected ids, e.g. toids=1&toids=2")
    return request.gateway.image_ids([Ref(kind, one) for one in wanted])


def _for_targets(request: OmeroRequest, change: Callable[[Sequence[int]], Copied]) -> Sequence[int]:
    return change(targets(request)).done


def _described(rdef: RenderingDef) -> Json:
    return {
        "id": rdef.id,
        "owner": {
            "id": rdef.owner.id,
            "firstName": rdef.owner.first_name,
            "lastName": rdef.owner.last_name,
        },
        "z": rdef.rendering.z,
        "t": rdef.rendering.t,
        "model": rdef.rendering.model.value,
        "c": list(map(_channel, rdef.rendering.channels)),
    }


def _channel(binding: ChannelBinding) -> dict[str, Any]:
    red, green, blue, _ = binding.color
    return {
        "active": binding.is_active,
        "start": binding.start,
        "end": binding.end,
        "color": hex_color(binding),
        "inverted": binding.is_inverted,
        "reverseIntensity": binding.is_inverted,
        "family": binding.family.value,
        "coefficient": binding.coefficient,
        "rgb": {"red": red, "green": green, "blue": blue},
        **({"lut": binding.lut} if binding.lut else {}),
    }
