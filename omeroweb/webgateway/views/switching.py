"""An administrator goes on as another user."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from omeroweb.errors import NotFound
from omeroweb.http.jsonp import json_answer
from omeroweb.http.request import OmeroRequest
from omeroweb.http.session import become


@require_http_methods(["GET", "HEAD", "POST"])
def su(request: OmeroRequest, user: str) -> HttpResponse:
    """GET asks, POST does. For everybody else there is no such page."""
    if not request.gateway.event_context().is_admin:
        raise NotFound(f"user {user} not found")
    if request.method != "POST":
        return render(request, "webclient/switch_user.html", {"user_name": user})
    become(request, user)
    return json_answer(request, True)
