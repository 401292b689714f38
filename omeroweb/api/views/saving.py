"""Containers that clients create and replace."""

from django.http import HttpResponse

from omeroweb.api import decode, encode
from omeroweb.api.answers import Json, answer
from omeroweb.errors import BadRequest, MethodNotAllowed
from omeroweb.gateway.base import Container
from omeroweb.http.params import optional_number
from omeroweb.http.request import OmeroRequest

CREATED = 201


def save(request: OmeroRequest) -> HttpResponse:
    """POST creates, PUT replaces all that the object says of itself; what lies in it stays."""
    if request.method not in ("POST", "PUT"):
        raise MethodNotAllowed(f"{request.method} is not supported here, only POST and PUT")
    request.gateway.event_context()  # a login is needed before the body is looked at
    given = decode.json_object(request.body)
    if request.method == "POST":
        return answer({"data": encode.container(_created(request, given))}, CREATED)
    return answer({"data": encode.container(_replaced(request, given))})


def _created(request: OmeroRequest, given: Json) -> Container:
    """In the group of `?group=`, or of the object's details."""
    draft = decode.draft(given, "Creation")
    number = decode.number(given)
    if number is not None:
        raise BadRequest(f"@id={number}: what has an id is replaced with PUT")
    group = optional_number(request.GET, "group")
    group = decode.group_id(given) if group is None else group
    if group is None:
        raise BadRequest("expected the id of a group, in ?group= or as omero:details.group.@id")
    return request.gateway.changes.create(draft, group_id=group)


def _replaced(request: OmeroRequest, given: Json) -> Container:
    """In the group that it is in."""
    draft = decode.draft(given, "Update")
    number = decode.number(given)
    if number is None:
        raise BadRequest(f"@id is missing: expected that of a {draft.kind}; POST creates one")
    return request.gateway.changes.replace(number, draft)
