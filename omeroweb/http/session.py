"""Who is asking: the login kept in the web session, else the public user."""

import functools

from django.conf import settings
from django.http import HttpRequest
from django.utils.module_loading import import_string

from omeroweb.config import Configuration, catalogue
from omeroweb.errors import NotSignedIn
from omeroweb.gateway.base import Caller, Gateway, Server

CONNECTOR = "connector"
# In a request's META; no client can name them.
VISITOR = "omeroweb.visitor"
CALLER = "omeroweb.caller"
SAFE_METHODS = ("GET", "HEAD")


@functools.cache
def server() -> Server:
    """The server behind this site, one per process."""
    made: Server = import_string(settings.OMERO_SERVER)()
    return made


def configuration() -> Configuration:
    found: Configuration = settings.OMERO_CONFIGURATION
    return found


def login(request: HttpRequest, user_name: str, password: str) -> Gateway:
    """Sign in and remember it in the session. Raises LoginRefused."""
    caller = server().login(user_name, password)
    _remember(request, caller)
    return server().open(caller)


def become(request: HttpRequest, user_name: str) -> None:
    """Go on as another user, as an administrator may. Raises NotSignedIn and NotFound."""
    caller = signed_in_caller(request)
    if caller is None:
        raise NotSignedIn("Not logged in")
    _remember(request, server().become(caller, user_name))


def _remember(request: HttpRequest, caller: Caller) -> None:
    request.session.cycle_key()
    request.session[CONNECTOR] = {
        "server_id": 1,
        "user_id": caller.user_id,
        "session_uuid": caller.session_uuid,
    }


def logout(request: HttpRequest) -> None:
    request.session.flush()


def signed_in_caller(request: HttpRequest) -> Caller | None:
    """The caller that a login left in the session. Who sent no cookie has none to look up."""
    if getattr(request.session, "session_key", "unknown") is None:
        return None
    connector = request.session.get(CONNECTOR)
    if connector is None:
        return None
    return Caller(connector["user_id"], connector["session_uuid"])


def open_gateway(request: HttpRequest) -> Gateway:
    """The gateway of whoever is asking. Raises NotSignedIn."""
    caller = signed_in_caller(request)
    if caller is None:
        caller = public_caller(request)
        if caller is None:
            raise NotSignedIn("Not logged in")
    request.META[CALLER] = caller
    return server().open(caller)


def is_visitor(request: HttpRequest) -> bool:
    """Whether the gateway of a request was opened for somebody who is not signed in."""
    return VISITOR in request.META


def public_caller(request: HttpRequest) -> Caller | None:
    """The caller of a request by somebody who is not signed in; None where that is not allowed.

    is_visitor() is true from then on.
    """
    of = configuration()
    if not of[catalogue.PUBLIC_ENABLED]:
        return None
    if of[catalogue.PUBLIC_GET_ONLY] and request.method not in SAFE_METHODS:
        return None
    if not of[catalogue.PUBLIC_URL_FILTER].search(request.path_info):
        return None
    caller = server().public_caller(of[catalogue.PUBLIC_USER])
    if caller is not None:
        request.META[VISITOR] = True
    return caller
