"""Views whose answer is JSON, errors included."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.http import HttpRequest, HttpResponse

from omeroweb.http.jsonp import json_answer
from omeroweb.http.request import OmeroRequest

P = ParamSpec("P")

MARK = "errors_are_json"


def json_view(
    view: Callable[Concatenate[OmeroRequest, P], Any],
) -> Callable[Concatenate[OmeroRequest, P], HttpResponse]:
    """A view that returns what its answer says; ``?callback=`` makes JSONP of it.

    What goes wrong in it is answered as {"message": ...} with the status of the error.
    """

    @wraps(view)
    def answer(request: OmeroRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        return json_answer(request, view(request, *args, **kwargs))

    setattr(answer, MARK, True)
    return cast("Callable[Concatenate[OmeroRequest, P], HttpResponse]", answer)


def wants_json(request: HttpRequest) -> bool:
    """Whether the view that was asked is one of these; what wraps it keeps its mark."""
    match = request.resolver_match
    return match is not None and hasattr(match.func, MARK)
