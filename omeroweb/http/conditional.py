"""Answers that a client may already have: the ETag is known before the work is done."""

import hashlib
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response

from omeroweb import __version__

# Explicit settings give the same picture until the file changes; stored settings may be edited.
EXPLICIT = "private, max-age=300"
STORED = "private, no-cache"


def conditional(
    request: HttpRequest,
    what: tuple[object, ...],
    make: Callable[[], bytes],
    *,
    content_type: str,
    is_explicit: bool,
) -> HttpResponseBase:
    """304 where the client has it, else the bytes that ``make`` makes.

    what: everything the answer depends on; its hash, with this program's version, is the ETag.
    """
    etag = '"' + hashlib.sha256(repr((__version__, *what)).encode()).hexdigest()[:32] + '"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        response = HttpResponse(make(), content_type=content_type)
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = EXPLICIT if is_explicit else STORED
    return response
