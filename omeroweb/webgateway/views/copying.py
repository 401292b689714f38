"""Rendering settings that are copied in one place and pasted in others.

What was copied is kept in the session: an image's settings as its id, explicit ones as the query.
"""

from dataclasses import dataclass

from django.http import HttpRequest, QueryDict
from django.views.decorators.http import require_http_methods, require_safe

from omeroweb.errors import BadRequest, MethodNotAllowed
from omeroweb.gateway.base import Rendering
from omeroweb.http.json_view import json_view
from omeroweb.http.params import ID
from omeroweb.http.request import OmeroRequest
from omeroweb.webgateway.bindings import as_query, with_entries
from omeroweb.webgateway.params import RenderParams
from omeroweb.webgateway.plans import stored_rendering
from omeroweb.webgateway.simple import Json
from omeroweb.webgateway.views.settings import targets

IMAGE, EXPLICIT = "omeroweb.copied_image", "omeroweb.copied_settings"
PARTS = ("c", "maps", "m", "z", "t", "pixel_range", "imageId")


@dataclass(frozen=True)
class Source:
    """Whose settings are pasted."""

    image_id: int
    rendering: Rendering


@require_safe
@json_view
def copied(request: OmeroRequest) -> Json:
    """What was copied in this session, as parameters; null where nothing was."""
    explicit = request.session.get(EXPLICIT)
    if explicit is not None:
        return {"rdef": explicit}
    image_id = request.session.get(IMAGE)
    if image_id is None:
        return {"rdef": None}
    image = request.gateway.image(image_id)
    return {"rdef": as_query(stored_rendering(request.gateway, image), image)}


@require_http_methods(["GET", "HEAD", "POST"])
@json_view
def copy(request: OmeroRequest) -> Json | bool:
    """Copy: `fromid`, or `c` and what goes with it. Paste: POST with `toids`."""
    given = request.GET if request.method in ("GET", "HEAD") else _both(request)
    if request.method == "POST" and "toids" in request.POST:
        return _paste(request, _source(request, given))
    if "fromid" in given:
        _remember(request, IMAGE, _image_id(given, "fromid"))
        return True
    if "c" in given and (request.method != "POST" or "store" in given):
        _remember(request, EXPLICIT, {name: given[name] for name in PARTS if name in given})
        return True
    raise MethodNotAllowed("expected fromid or c to copy, or POST with toids to paste")


def _paste(request: OmeroRequest, source: Source | None) -> Json | bool:
    """Which images have the settings now, and which not; false where none has."""
    if source is None:
        return False
    result = request.gateway.renderings.copy(source.rendering, targets(request))
    done = [image_id for image_id in result.done if image_id != source.image_id]
    if not result.done:
        return False
    return {"true": done, "false": list(result.not_done)}


def _source(request: OmeroRequest, given: QueryDict) -> Source | None:
    """What the request gives, else what was copied before."""
    if "fromid" in given:
        return _of_image(request, _image_id(given, "fromid"))
    if "c" in given:
        return _explicit(request, given)
    explicit = request.session.get(EXPLICIT)
    if explicit is not None:
        query = QueryDict(mutable=True)
        query.update(explicit)
        return _explicit(request, query)
    image_id = request.session.get(IMAGE)
    return None if image_id is None else _of_image(request, image_id)


def _of_image(request: OmeroRequest, image_id: int) -> Source:
    image = request.gateway.image(image_id)
    return Source(image_id, stored_rendering(request.gateway, image))


def _explicit(request: OmeroRequest, given: QueryDict) -> Source:
    """Settings of the image `imageId`, changed as the query says."""
    base = _of_image(request, _image_id(given, "imageId"))
    return Source(base.image_id, with_entries(base.rendering, RenderParams.from_query(given)))


def _image_id(given: QueryDict, name: str) -> int:
    text = given.get(name, "")
    if not ID.fullmatch(text):
        raise BadRequest(f"{name}={text!r}: expected the id of an image")
    return int(text)


def _remember(request: HttpRequest, what: str, value: object) -> None:
    for name in (IMAGE, EXPLICIT):
        request.session.pop(name, None)
    request.session[what] = value


def _both(request: HttpRequest) -> QueryDict:
    """Query and form as one; the form wins."""
    both = request.GET.copy()
    for name, values in request.POST.lists():
        both.setlist(name, values)
    return both
