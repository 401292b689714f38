"""Whether this process can serve: asked by Docker, Compose and Kubernetes."""

from django.db import connection
from django.db.utils import DatabaseError
from django.http import HttpRequest, HttpResponse


def healthz(_: HttpRequest) -> HttpResponse:
    """200 ``ok``, or 503 while the store does not answer."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("the store does not answer", status=503, content_type="text/plain")
    return HttpResponse("ok", content_type="text/plain")
