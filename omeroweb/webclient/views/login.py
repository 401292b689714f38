"""Logging in and out."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_safe

from omeroweb.config import catalogue
from omeroweb.errors import LoginRefused, NotSignedIn
from omeroweb.http import session
from omeroweb.http.request import OmeroRequest


@require_http_methods(["GET", "HEAD", "POST"])
def login(request: OmeroRequest) -> HttpResponse:
    """The form; after a login, on to ``url`` where it is on this site."""
    target = _target(request)
    context = {"url": target, "error": "", "user_name": ""}
    if request.method != "POST":
        return render(request, "webclient/login.html", context)
    user_name = request.POST.get("username", "")
    try:
        session.login(request, user_name, request.POST.get("password", ""))
    except LoginRefused:
        context["error"] = session.configuration()[catalogue.LOGIN_INCORRECT_TEXT]
        context["user_name"] = user_name
        return render(request, "webclient/login.html", context)
    if "noredirect" in request.POST:
        return HttpResponse("OK", content_type="text/plain")
    return redirect(target)


@require_http_methods(["GET", "HEAD", "POST"])
def logout(request: OmeroRequest) -> HttpResponse:
    """GET asks, POST does."""
    if request.method != "POST":
        return render(request, "webclient/logout.html")
    session.logout(request)
    return redirect("weblogin")


@require_safe
def keepalive_ping(request: OmeroRequest) -> HttpResponse:
    """OK while the session lives; clients read the text, not the status."""
    try:
        request.gateway.event_context()
    except NotSignedIn:
        return HttpResponse("Connection Failed", content_type="text/plain")
    return HttpResponse("OK", content_type="text/plain")


def _target(request: OmeroRequest) -> str:
    wanted = request.POST.get("url") or request.GET.get("url") or ""
    is_here = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if is_here else reverse("webindex")
