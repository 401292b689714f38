"""Logging in and out."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from omeroweb.config import catalogue
from omeroweb.errors import LoginRefused, NotSignedIn
from omeroweb.http import session
from omeroweb.http.request import OmeroRequest
from omeroweb.http.site import site
from omeroweb.webclient.onward import after_login


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def login(request: OmeroRequest) -> HttpResponse:
    """The form; after a login, on to ``url`` where that is allowed."""
    wanted = request.POST.get("url") or request.GET.get("url") or ""
    context = {"url": wanted, "error": "", "user_name": ""}
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
    return redirect(after_login(request, wanted))


@require_http_methods(["GET", "HEAD", "POST"])
def logout(request: OmeroRequest) -> HttpResponse:
    """GET asks, POST does."""
    if request.method != "POST":
        return render(request, "webclient/logout.html")
    session.logout(request)
    return redirect(site().login_url)


@require_safe
def keepalive_ping(request: OmeroRequest) -> HttpResponse:
    """OK while the session lives, which lives on for that; clients read the text, not the status.

    ?signed-in: only where somebody is signed in, and not for what visitors may see.
    """
    is_signed_in = session.signed_in_caller(request) is not None
    try:
        request.gateway.event_context()
    except NotSignedIn:
        return _lost()
    if is_signed_in:
        # Django writes a session, and when it ends, only where it has changed.
        request.session.modified = True
    elif "signed-in" in request.GET:
        return _lost()
    return HttpResponse("OK", content_type="text/plain")


def _lost() -> HttpResponse:
    return HttpResponse("Connection Failed", content_type="text/plain")
