"""Where a login leads."""

from urllib.parse import urlsplit

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.http import url_has_allowed_host_and_scheme

from omeroweb.config import catalogue
from omeroweb.http.session import configuration
from omeroweb.http.targets import url_of


def after_login(request: HttpRequest, wanted: str) -> str:
    """The URL that was asked for, unless it is not allowed or omero.web.login_redirect takes it."""
    configured = configuration()[catalogue.LOGIN_REDIRECT]
    is_replaced = configured.target is not None and _is_replaced(wanted, configured.replaced)
    if wanted and _is_allowed(request, wanted) and not is_replaced:
        return wanted
    return url_of(configured.target) if configured.target else reverse("webindex")


def _is_allowed(request: HttpRequest, wanted: str) -> bool:
    """On this site or on one that omero.web.redirect_allowed_hosts names."""
    hosts = {request.get_host(), *configuration()[catalogue.REDIRECT_ALLOWED_HOSTS]}
    return url_has_allowed_host_and_scheme(
        wanted, allowed_hosts=hosts, require_https=request.is_secure()
    )


def _is_replaced(wanted: str, replaced: tuple[str, ...]) -> bool:
    path = urlsplit(wanted).path
    return any(path == _path(name) for name in replaced)


def _path(name: str) -> str:
    """The path of a URL name; a path stays as it is."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return name
