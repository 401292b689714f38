"""Objects as clients send them: what can be saved is a Project, a Dataset or a Screen."""

import json
from typing import Any

from omeroweb.api.encode import SCREEN_FIELDS, Json
from omeroweb.api.units import SCHEMA
from omeroweb.errors import BadRequest, MethodNotAllowed
from omeroweb.gateway.base import Draft, Kind, ScreenProtocol

SAVED = {kind.value: kind for kind in (Kind.PROJECT, Kind.DATASET, Kind.SCREEN)}


def json_object(body: bytes) -> Json:
    """Raises BadRequest for anything else."""
    try:
        parsed = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise BadRequest(f"the body is not JSON: {error}") from None
    if not isinstance(parsed, dict):
        raise BadRequest("expected a JSON object with @type")
    return parsed


def draft(given: Json, doing: str) -> Draft:
    """What is to be saved; keys that nobody knows are ignored.

    doing: "Creation" or "Update". Raises BadRequest, and MethodNotAllowed for other types.
    """
    said = given.get("@type")
    if not isinstance(said, str) or not said:
        raise BadRequest(f"@type is missing: expected e.g. {SCHEMA}#Dataset")
    kind = SAVED.get(said.removeprefix(f"{SCHEMA}#"))
    if kind is None or not said.startswith(SCHEMA):
        name = said.rpartition("#")[2]
        raise MethodNotAllowed(f"{doing} of {name} not supported, only of {', '.join(SAVED)}")
    protocol = {field: _text(given, name) for name, field in SCREEN_FIELDS.items()}
    return Draft(
        kind,
        _text(given, "Name"),
        _text(given, "Description"),
        ScreenProtocol(**protocol) if kind is Kind.SCREEN else ScreenProtocol(),
    )


def number(given: Any) -> int | None:
    """The id that an object has; None where it has none. Raises BadRequest."""
    found = given.get("@id") if isinstance(given, dict) else None
    if found is not None and type(found) is not int:
        raise BadRequest(f"@id={found!r}: expected a whole number")
    return found


def group_id(given: Json) -> int | None:
    """The group that the object's details name. Raises BadRequest."""
    details = given.get("omero:details")
    return number(details.get("group")) if isinstance(details, dict) else None


def _text(given: Json, name: str) -> str:
    """Empty for a field that is left out."""
    value = given.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise BadRequest(f"{name}={value!r}: expected a text")
    return value
