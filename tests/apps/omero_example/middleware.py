from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class Signature:
    """Signs every answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers["X-Signature"] = "lab"
        return response
