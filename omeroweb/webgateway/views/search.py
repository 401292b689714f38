"""Looking for Projects, Datasets and images by words."""

from collections.abc import Iterator

from django.views.decorators.http import require_safe

from omeroweb.errors import BadRequest
from omeroweb.gateway.base import (
    Container,
    Image,
    Kind,
    PeopleFilter,
    Search,
    Slice,
)
from omeroweb.http.json_view import json_view
from omeroweb.http.params import whole_number
from omeroweb.http.request import OmeroRequest
from omeroweb.webgateway import simple
from omeroweb.webgateway.simple import Json
from omeroweb.webgateway.views.image_data import body, member

KINDS = (Kind.PROJECT, Kind.DATASET, Kind.IMAGE)
# Most objects of one kind in an answer.
MOST = 1000
TRUE = ("1", "true")


@require_safe
@json_view
def search(request: OmeroRequest) -> list[Json]:
    """Objects that have all words of ``text``, the newest first; with ctx=imgs only images.

    start, limit: which part of each kind. author: a user's name. grabData: imgData of images, of
    which ``key`` is one member. parents: also what images and Datasets lie in.
    """
    query = request.GET
    start, limit = whole_number(query, "start", 0), whole_number(query, "limit", 0)
    if start < 0 or limit < 0:
        raise BadRequest(f"start={start}&limit={limit}: expected numbers from 0 on")
    part = Slice(start, min(limit or MOST, MOST))
    owner = None
    if query.get("author"):
        owner = _owner(request, query["author"])
        if owner is None:
            return []
    wanted = Search(query.get("text", ""), owner=owner)
    kinds = (Kind.IMAGE,) if query.get("ctx") == "imgs" else KINDS
    return [
        described
        for kind in kinds
        for found in request.gateway.search(kind, part, wanted).items
        if isinstance(found, Container | Image)
        for described in _described(request, found)
    ]


def _owner(request: OmeroRequest, name: str) -> int | None:
    """The id of somebody whom the caller knows by this user name."""
    found = request.gateway.people.experimenters(Slice(limit=1), PeopleFilter(user_name=name))
    return found.items[0].id if found.items else None


def _described(request: OmeroRequest, found: Container | Image) -> Iterator[Json]:
    if isinstance(found, Container):
        yield simple.container(found)
        return
    if request.GET.get("grabData") in TRUE:
        data = body(request, request.gateway.image(found.id))
        key = request.GET.get("key")
        yield member(data, key) if key else data
    else:
        yield simple.image(found)
    if request.GET.get("parents") in TRUE:
        ancestry = request.gateway.ancestry(found.id)
        yield from map(simple.container, (*ancestry.datasets, *ancestry.projects))
