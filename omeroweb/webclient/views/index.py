"""The start page: the tree of data, and pictures of what is selected. And what leads to it."""

import logging
import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe

from omeroweb.config import catalogue
from omeroweb.errors import NotSignedIn
from omeroweb.http import site
from omeroweb.http.request import OmeroRequest
from omeroweb.http.session import configuration
from omeroweb.webclient.parent import parent
from omeroweb.webclient.visitor import NOBODY, Visitor, visitor

log = logging.getLogger(__name__)

LINK_TO_IMAGE = re.compile(r"image-(\d{1,18})(\||$)")


@require_safe
def to_start(_: HttpRequest) -> HttpResponse:
    """The root leads to the start page, or to the site's own page where there is one."""
    has_own = configuration().optional(catalogue.INDEX_TEMPLATE)
    return redirect("webindex_custom" if has_own else "webindex")


@require_safe
def custom(request: OmeroRequest) -> HttpResponse:
    """The site's own page; the start page where there is none or its template does not work."""
    template = configuration().optional(catalogue.INDEX_TEMPLATE)
    if not template:
        return redirect("webindex")
    try:
        return render(request, template, {"visitor": _visitor_if_any(request)})
    except Exception:  # whatever somebody's template does
        log.exception("%s=%r does not work", catalogue.INDEX_TEMPLATE.name, template)
        return redirect("webindex")


@require_safe
def favicon(_: HttpRequest) -> HttpResponse:
    """Where browsers look for the icon of a site whose pages they did not read."""
    return redirect(site.favicon(configuration()))


@require_safe
@ensure_csrf_cookie
def userdata(request: OmeroRequest, menu: str = "userdata") -> HttpResponse:
    context = {"visitor": visitor(request), "container": _container(request)}
    return render(request, "webclient/index.html", context)


def _visitor_if_any(request: OmeroRequest) -> Visitor:
    """A page that shows no data needs no login."""
    try:
        return visitor(request)
    except NotSignedIn:
        return NOBODY


def _container(request: OmeroRequest) -> str:
    """Where the image of ``?show=image-7`` lies; other links name the container themselves."""
    linked = LINK_TO_IMAGE.match(request.GET.get("show", ""))
    return parent(request.gateway, int(linked[1])).key if linked else ""
