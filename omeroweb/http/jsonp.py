"""JSON answers that also speak JSONP, as clients on other sites expect of the webgateway."""

import json
import re
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse

from omeroweb.errors import BadRequest
from omeroweb.http.json_text import json_bytes

IDENTIFIER = re.compile(r"[A-Za-z_$][\w$]*(\.[A-Za-z_$][\w$]*)*")


def json_answer(request: HttpRequest, body: Any) -> HttpResponse:
    """body as JSON; with ?callback=name as a call of that function. Raises BadRequest."""
    if "callback" in request.GET:
        return script_answer(request, body)
    return HttpResponse(json_bytes(body), content_type="application/json")


def script_answer(request: HttpRequest, body: Any) -> HttpResponse:
    """The same, as JavaScript also where there is no callback."""
    callback = request.GET.get("callback")
    if callback is None:
        return HttpResponse(json_bytes(body), content_type="application/javascript")
    if not IDENTIFIER.fullmatch(callback):
        raise BadRequest("Invalid callback")
    return HttpResponse(f"{callback}({_text(body)})", content_type="application/javascript")


def _text(body: Any) -> str:
    return json.dumps(body, cls=DjangoJSONEncoder)
