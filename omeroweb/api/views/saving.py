"""Containers that clients create and replace."""

from django.http import HttpResponse

from omeroweb.api import decode, encode
from omeroweb.api.answers import answer
from omeroweb.errors import BadRequest, MethodNotAllowed
from omeroweb.http.params import optional_number
from omeroweb.http.request import OmeroRequest

CREATED = 201


def save(request: OmeroRequest) -> HttpResponse:
    """POST creates, PUT replaces all that the object says of itself; what lies in it stays.

    The group is that of `?group=`, or of the object's details.
    """
    if request.method not in ("POST", "PUT"):
        raise MethodNotAllowed(f"{request.method} is not supported here, only POST and PUT")
    changes = request.gateway.changes
    is_new = request.method == "POST"
    given = decode.json_object(request.body)
    draft = decode.draft(given, "Creation" if is_new else "Update")
    number = decode.number(given)
    if is_new and number is not None:
        raise BadRequest(f"@id={number}: what has an id is replaced with PUT")
    group = optional_number(request.GET, "group")
    group = decode.group_id(given) if group is None else group
    if group is None:
        raise BadRequest("expected the id of a group, in ?group= or as omero:details.group.@id")
    if is_new:
        return answer({"data": encode.container(changes.create(draft, group_id=group))}, CREATED)
    if number is None:
        raise BadRequest(f"@id is missing: expected that of a {draft.kind}; POST creates one")
    return answer({"data": encode.container(changes.replace(number, draft))})
