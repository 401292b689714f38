"""What an NGINX in front can do for this site, where it says so in headers of its own.

Our files for NGINX set both headers on every request, to nothing where it cannot; what a client
sends under these names never arrives. Without NGINX a client could send them: it would get an
answer without a body, or a header that nobody reads.
"""

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from omeroweb.config import catalogue
from omeroweb.http.session import configuration, is_visitor

# "files": NGINX can read the folder of kept answers.
FILES_HEADER = "HTTP_X_OMEROWEB_FILES"
# "cache": NGINX keeps answers that anybody may see.
CACHE_HEADER = "HTTP_X_OMEROWEB_CACHE"
# The location of kept answers, for NGINX alone.
INTERNAL = "/.kept/"


def sends_files(request: HttpRequest) -> bool:
    """Whether NGINX can send a kept answer in our place. What it keeps itself it wants to read."""
    return bool(request.META.get(FILES_HEADER)) and not _keeps(request)


def send(name: str, content_type: str) -> HttpResponse:
    """Let NGINX send a file of the folder of kept answers."""
    prefix = configuration()[catalogue.PREFIX]
    response = HttpResponse(content_type=content_type)
    response.headers["X-Accel-Redirect"] = f"{prefix}{INTERNAL}{name}"
    return response


def may_keep(request: HttpRequest, response: HttpResponseBase) -> None:
    """Tell NGINX for how long it may give this answer to everybody who is not signed in."""
    if _keeps(request):
        seconds = configuration()[catalogue.NGINX_CACHE_SECONDS]
        response.headers["X-Accel-Expires"] = str(seconds)


def _keeps(request: HttpRequest) -> bool:
    return bool(request.META.get(CACHE_HEADER)) and is_visitor(request)
