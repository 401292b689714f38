"""An error as the kind of answer that the URL's clients understand."""

from urllib.parse import urlencode

from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    JsonResponse,
)
from django.shortcuts import render

from omeroweb.errors import NotReady, NotSignedIn, OmeroError, http_status
from omeroweb.http.json_view import wants_json
from omeroweb.http.site import site

API = "/api/"
PAGES = "/webclient/"
# When to ask again for what is still being made.
RETRY_SECONDS = 5


def is_script(request: HttpRequest) -> bool:
    """Whether a script on a page is asking, which wants no page back."""
    return request.headers.get("X-Requested-With") == "XMLHttpRequest"


def error_response(request: HttpRequest, error: OmeroError) -> HttpResponse:
    """JSON below /api/ and from views of JSON, a page below /webclient/, plain text elsewhere."""
    response = _response(request, error)
    if isinstance(error, NotReady):
        response["Retry-After"] = str(RETRY_SECONDS)
    return response


def _response(request: HttpRequest, error: OmeroError) -> HttpResponse:
    status = http_status(error)
    if request.path_info.startswith(API):
        return JsonResponse({"message": error.for_visitors}, status=status)
    if isinstance(error, NotSignedIn):
        if is_script(request):
            return HttpResponse(status=status)
        return to_login(request)
    if wants_json(request):
        return JsonResponse({"message": error.for_visitors}, status=status)
    if request.path_info.startswith(PAGES) and not is_script(request):
        context = {"status": status, "message": error.for_visitors}
        return render(request, "webclient/error.html", context, status=status)
    return HttpResponse(error.for_visitors, status=status, content_type="text/plain; charset=utf-8")


def to_login(request: HttpRequest) -> HttpResponse:
    """The login page, which leads back to where the visitor wanted to go."""
    query = urlencode({"url": request.get_full_path()})
    return HttpResponseRedirect(f"{site().login_url}?{query}")


def unexpected(request: HttpRequest) -> HttpResponse:
    """The answer to what nobody foresaw; the log, and a mail to the administrators, say more."""
    return error_response(request, OmeroError("an error of this site, which its log describes"))
