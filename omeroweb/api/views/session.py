"""Token, servers and login."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.views.decorators.csrf import ensure_csrf_cookie

from omeroweb.api.answers import answer, require_get
from omeroweb.api.encode import event_context
from omeroweb.config import catalogue
from omeroweb.errors import BadRequest, LoginRefused, MethodNotAllowed
from omeroweb.http import session

FIELDS = ("username", "password", "server")


@ensure_csrf_cookie
def token(request: HttpRequest) -> HttpResponse:
    """The CSRF token that unsafe requests must send, and its cookie."""
    require_get(request)
    return answer({"data": get_token(request)})


def servers(request: HttpRequest) -> HttpResponse:
    """The servers that login takes, numbered from 1."""
    require_get(request)
    listed = session.configuration()[catalogue.SERVER_LIST]
    return answer({"data": [_server(n, *entry) for n, entry in enumerate(listed, start=1)]})


def login(request: HttpRequest) -> HttpResponse:
    """Sign in with a form or a JSON object; an empty one returns the session that there is."""
    if request.method != "POST":
        raise MethodNotAllowed("POST only with username, password, server and csrftoken")
    given = _form(request)
    caller = session.signed_in_caller(request)
    if caller and not any(given.get(name) for name in FIELDS):
        gateway = session.server().open(caller)
    else:
        _check(given)
        try:
            gateway = session.login(request, given["username"], given["password"])
        except LoginRefused:
            text = session.configuration()[catalogue.LOGIN_INCORRECT_TEXT]
            raise LoginRefused(text) from None
    return answer({"success": True, "eventContext": event_context(gateway.event_context())})


def _server(number: int, host: str, port: int, label: str) -> dict[str, Any]:
    entry: dict[str, Any] = {"id": number, "host": host, "port": port}
    return {**entry, "server": label} if label else entry


def _form(request: HttpRequest) -> dict[str, str]:
    if request.content_type != "application/json":
        return {name: request.POST[name] for name in FIELDS if name in request.POST}
    try:
        parsed = json.loads(request.body or b"{}")
    except ValueError as error:
        raise BadRequest(f"the body is not JSON: {error}") from None
    if not isinstance(parsed, dict):
        raise BadRequest("expected a JSON object with username, password and server")
    return {name: str(parsed[name]) for name in FIELDS if name in parsed}


def _check(given: dict[str, str]) -> None:
    missing = [name.capitalize() for name in FIELDS if not given.get(name)]
    if missing:
        raise LoginRefused(" ".join(f"{name}: This field is required." for name in missing))
    count = len(session.configuration()[catalogue.SERVER_LIST])
    if not given["server"].isdigit() or not 1 <= int(given["server"]) <= count:
        raise LoginRefused(
            f"Server: {given['server']} is not one of the available choices (1 to {count})."
        )
