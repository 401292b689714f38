"""Pictures on a way of their own, past Django's machinery around a view.

A viewer asks for hundreds of tiles with the same headers, and for each of them the middleware finds
out the same: who is asking, and which headers every answer gets. So that is remembered from one
whole answer, and the next requests with the same headers go straight to the view, until anything in
the store changes, and for some seconds only, because a session may end without a change. Whatever
is not a plain picture goes the whole way.
"""

import functools
import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar, cast

from django.core.handlers.wsgi import WSGIRequest
from django.db import Error as DatabaseProblem
from django.http import HttpResponse
from django.urls import Resolver404, ResolverMatch, resolve

from omeroweb.gateway.base import Caller
from omeroweb.http.chain import PLAIN
from omeroweb.http.heads import HEAD, Answer, Head
from omeroweb.http.query import quick_query
from omeroweb.http.request import OmeroRequest
from omeroweb.http.session import CALLER, VISITOR, public_caller, server

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

V = TypeVar("V", bound=Callable[..., Any])

log = logging.getLogger(__name__)

MARK = "is_direct"
# For so long a session that has expired may still be given pictures.
SECONDS = 10
# Clients whose headers a process remembers, with some kilobytes each.
CLIENTS = 500
# Planes whose path a process has taken apart.
PATHS = 1000
PREFIX = "/webgateway/"

# What an answer has of its own; the view sets it each time.
OF_THE_ANSWER = frozenset(
    (
        *("content-type", "content-length", "etag", "cache-control"),
        *("x-accel-expires", "x-accel-redirect"),
    )
)
# What the view looks at, and no middleware of PLAIN does.
OF_THE_REQUEST = frozenset(("HTTP_IF_NONE_MATCH", "HTTP_REFERER"))
PICTURE, NOT_MODIFIED = 200, 304


def direct(view: V) -> V:
    """Mark a view that needs no more than the gateway, its query and If-None-Match."""
    setattr(view, MARK, True)
    return view


@dataclass(frozen=True)
class Known:
    """What is remembered of a client. headers: those that every answer to it gets."""

    caller: Caller
    is_visitor: bool
    headers: tuple[tuple[str, str], ...]
    state: Hashable
    until: float


class Direct:
    """A WSGI application in front of Django's."""

    def __init__(self, application: "WSGIApplication", middleware: Sequence[str]) -> None:
        self._application = application
        self._is_on = PLAIN.issuperset(middleware)
        self._lock = threading.Lock()
        self._clients: OrderedDict[Hashable, Known] = OrderedDict()

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        answer = self.at_once(environ)
        if answer is None:
            return self._application(environ, self._learning(environ, start_response))
        start_response(answer.status, list(answer.headers))
        return [answer.body]

    def at_once(self, environ: "WSGIEnvironment") -> Answer | None:
        """The picture that a client asks for whose headers are known; None for anything else."""
        match = self._match(environ)
        client = client_of(environ) if match else None
        known = self._clients.get(client)
        if match is None or known is None or known.until < time.monotonic():
            return None
        if known.state != store_state():
            return None
        response = answered(match, known, environ)
        if response is None:
            # The whole way comes next, and is not to begin with the same once more.
            with self._lock:
                self._clients.pop(client, None)
            return None
        content = response.content
        return Answer(
            f"{response.status_code} {response.reason_phrase}",
            (*response.items(), *known.headers, ("Content-Length", str(len(content)))),
            content,
        )

    def _match(self, environ: "WSGIEnvironment") -> ResolverMatch | None:
        path: str = environ.get("PATH_INFO", "")
        if not self._is_on or environ["REQUEST_METHOD"] != "GET" or not path.startswith(PREFIX):
            return None
        return direct_match(path)

    def _learning(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> "StartResponse":
        """start_response that remembers what it is called with, if that was a plain picture."""
        state = store_state() if self._match(environ) else None
        if state is None:
            return start_response
        client = client_of(environ)

        def learn(status: str, headers: list[tuple[str, str]], *error: Any) -> Any:
            caller = environ.get(CALLER)
            lasting = tuple(entry for entry in headers if entry[0].lower() not in OF_THE_ANSWER)
            is_plain = int(status[:3]) in (PICTURE, NOT_MODIFIED)
            if caller and is_plain and not any(name == "Set-Cookie" for name, _ in lasting):
                until = time.monotonic() + SECONDS
                known = Known(caller, VISITOR in environ, lasting, state, until)
                with self._lock:
                    self._clients[client] = known
                    self._clients.move_to_end(client)
                    if len(self._clients) > CLIENTS:
                        self._clients.popitem(last=False)
            return start_response(status, headers, *error)

        return cast("StartResponse", learn)


class PictureRequest(WSGIRequest):
    """A GET without a body, with what the marked views and this package look at."""

    def __init__(self, environ: "WSGIEnvironment") -> None:
        # Django's own takes as long as a stored tile, for what nobody asks for here.
        self.environ = self.META = environ
        self.method = "GET"
        self.path_info = environ["PATH_INFO"]
        self.path = f"{environ.get('SCRIPT_NAME', '')}{self.path_info}"
        self.GET = cast(Any, quick_query(environ.get("QUERY_STRING", "")))


def client_of(environ: "WSGIEnvironment") -> Hashable:
    """All that a middleware may look at: the headers, and where the request came in."""
    head: Head | None = environ.get(HEAD)
    if head is None:
        return _client_of(environ)
    if head.client is None:
        head.client = _client_of(environ)
    return head.client


def _client_of(environ: "WSGIEnvironment") -> Hashable:
    return (
        environ["wsgi.url_scheme"],
        environ.get("SERVER_NAME"),
        environ.get("SERVER_PORT"),
        *(
            entry
            for entry in environ.items()
            if entry[0].startswith("HTTP_") and entry[0] not in OF_THE_REQUEST
        ),
    )


def store_state() -> Hashable | None:
    """The state of the store; None where it does not answer, which the whole way finds out, too."""
    try:
        return server().state()
    except DatabaseProblem:
        return None


@functools.lru_cache(maxsize=PATHS)
def direct_match(path: str) -> ResolverMatch | None:
    """The marked view of a path; None where there is none."""
    try:
        match = resolve(path)
    except Resolver404:
        return None
    return match if hasattr(match.func, MARK) else None


def answered(match: ResolverMatch, known: Known, environ: "WSGIEnvironment") -> HttpResponse | None:
    """The view's answer; None where it has none: the whole way finds out the same and says it."""
    request = cast(OmeroRequest, PictureRequest(environ))
    request.resolver_match = match
    try:
        # Not every path is for visitors.
        caller = public_caller(request) if known.is_visitor else known.caller
        if caller is None:
            return None
        request.gateway = server().open(caller, known.state)
        response = match.func(request, *match.args, **match.kwargs)
    except Exception as error:  # whatever it is: an answer is made of it by the middleware
        log.debug("%s goes the whole way: %s", request.path, error)
        return None
    is_plain = response.status_code in (PICTURE, NOT_MODIFIED) and not response.cookies
    return response if is_plain and isinstance(response, HttpResponse) else None
