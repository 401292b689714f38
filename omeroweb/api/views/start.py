"""Where a client begins."""

from django.http import HttpRequest, HttpResponse

from omeroweb.api.answers import VERSION, answer, require_get, url
from omeroweb.api.units import SCHEMA


def versions(request: HttpRequest) -> HttpResponse:
    """The versions of the API and where they begin."""
    require_get(request)
    return answer({"data": [{"version": VERSION, "url:base": url(request, "api_base")}]})


def base(request: HttpRequest) -> HttpResponse:
    """The URLs of version 0 that exist here."""
    require_get(request)
    objects = ("projects", "datasets", "images", "screens", "plates", "rois")
    people = ("experimenters", "experimentergroups")
    named = (*objects, *people, "token", "servers", "login", "save")
    links = {f"url:{name}": url(request, f"api_{name}") for name in named}
    return answer({**links, "url:schema": SCHEMA})
