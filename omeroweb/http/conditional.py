"""Answers that a client may already have: the ETag is known before the work is done."""

import hashlib
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response

from omeroweb import __version__
from omeroweb.http import nginx
from omeroweb.http.kept import Kept, kept, kept_files

# Explicit settings give the same picture until the file changes; stored settings may be edited.
EXPLICIT = "private, max-age=300"
STORED = "private, no-cache"
# The URL names the very answer.
FOREVER = "private, max-age=31536000, immutable"

DIGITS = 32
# Where a request has none of them, it is not conditional: no answer here has a Last-Modified.
CONDITIONS = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MATCH")


def digest(what: tuple[object, ...]) -> str:
    """What everything that an answer depends on, with this program's version, comes to."""
    return hashlib.sha256(repr((__version__, *what)).encode()).hexdigest()[:DIGITS]


def conditional(
    request: HttpRequest,
    what: tuple[object, ...],
    make: Callable[[], bytes],
    *,
    content_type: str,
    is_explicit: bool,
    keep: Kept = Kept.PICTURES,
    stored: Callable[[], bytes | None] | None = None,
) -> HttpResponseBase:
    """304 where the client has it, else the bytes that are kept, or that ``make`` makes.

    what: everything the answer depends on; its digest is the ETag, and the name that the answer is
    kept under. Permissions must have been looked at before. is_explicit: the URL says all but the
    file's content. A URL that carries the digest, or its beginning of eight digits or more, as
    ``v`` is never asked for again. stored: gives the answer where it lies somewhere as it is, so
    that it need not be made or kept.
    """
    key = digest(what)
    etag = f'"{key}"'
    response = None
    if any(name in request.META for name in CONDITIONS):
        response = get_conditional_response(request, etag=etag)
    if response is None:
        found = stored() if stored else None
        response = (
            _answer(request, key, make, content_type, keep)
            if found is None
            else HttpResponse(found, content_type=content_type)
        )
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = _cache_control(request, key, is_explicit=is_explicit)
    nginx.may_keep(request, response)
    return response


def _answer(
    request: HttpRequest, key: str, make: Callable[[], bytes], content_type: str, keep: Kept
) -> HttpResponse:
    files = kept_files(keep)
    if nginx.sends_files(request) and files.has(key):
        return nginx.send(f"{keep.value}/{files.name(key)}", content_type)
    return HttpResponse(kept(request, keep, key, make), content_type=content_type)


def _cache_control(request: HttpRequest, key: str, *, is_explicit: bool) -> str:
    version = request.GET.get("v", "")
    if len(version) >= 8 and key.startswith(version):
        return FOREVER
    return EXPLICIT if is_explicit else STORED
