"""Whether this process can serve: asked by Docker, Compose and Kubernetes."""

from collections.abc import Callable

from django.db import connection
from django.db.utils import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseBase

PATH = "/healthz"


def healthz(_: HttpRequest) -> HttpResponse:
    """200 ``ok``, or 503 while the store does not answer."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("the store does not answer", status=503, content_type="text/plain")
    return HttpResponse("ok", content_type="text/plain")


class HealthMiddleware:
    """Answers the health check before anything asks which host it was sent to.

    It comes from the machine itself, by an address that omero.web.allowed_hosts need not name.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return healthz(request) if request.path_info == PATH else self.get_response(request)
