"""A gateway for every request, and an answer for every error."""

import logging
from collections.abc import Callable
from typing import cast

from django.db import connections
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.functional import SimpleLazyObject

from omeroweb.errors import OmeroError, Unreadable
from omeroweb.gateway.base import Gateway
from omeroweb.http.errors import error_response
from omeroweb.http.request import OmeroRequest
from omeroweb.http.session import open_gateway

GetResponse = Callable[[HttpRequest], HttpResponseBase]

log = logging.getLogger(__name__)


class GatewayMiddleware:
    """Sets ``request.gateway``, opened when it is first used."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        gateway = SimpleLazyObject(lambda: open_gateway(request))
        cast(OmeroRequest, request).gateway = cast(Gateway, gateway)
        response = self.get_response(request)
        # Who asks decides what is shown, also where there was no session to look at.
        patch_vary_headers(response, ["Cookie"])
        return response


class ReleaseMiddleware:
    """A streamed answer holds no connection to the database: a thousand readers may take hours."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.streaming:
            connections.close_all()
        return response


class ErrorMiddleware:
    """Turns the errors of the table in omeroweb.errors into HTTP answers."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, OmeroError):
            return None
        response = error_response(request, error)
        is_ours = response.status_code >= 500 or isinstance(error, Unreadable)
        level = logging.ERROR if is_ours else logging.INFO
        log.log(level, "%s %s %d: %s", request.method, request.path, response.status_code, error)
        return response
