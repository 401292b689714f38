"""The start page: the tree of data, and pictures of what is selected."""

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe

from omeroweb.http.request import OmeroRequest
from omeroweb.webclient.parent import parent
from omeroweb.webclient.visitor import visitor

LINK_TO_IMAGE = re.compile(r"image-(\d{1,18})(\||$)")


@require_safe
def to_start(_: HttpRequest) -> HttpResponse:
    """The root leads to the start page."""
    return redirect("webindex")


@require_safe
@ensure_csrf_cookie
def userdata(request: OmeroRequest) -> HttpResponse:
    context = {"visitor": visitor(request), "container": _container(request)}
    return render(request, "webclient/index.html", context)


def _container(request: OmeroRequest) -> str:
    """Where the image of ``?show=image-7`` lies; other links name the container themselves."""
    linked = LINK_TO_IMAGE.match(request.GET.get("show", ""))
    return parent(request.gateway, int(linked[1])).key if linked else ""
