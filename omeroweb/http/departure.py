"""Whether the client of the request at work still waits for its answer.

Gunicorn hands its socket to the application. A client that has gone has closed its end, and so has
NGINX for a client of its own: then reading would give nothing, and work is left where it stands. A
client that only closed the sending half looks the same, as it does for NGINX.
"""

import select
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.http import HttpRequest

from omeroweb.errors import ClientGone

# Linux tells that the other end was closed; elsewhere only a broken connection is seen.
CLOSED = getattr(select, "POLLRDHUP", 0)

_is_wanted: ContextVar[Callable[[], bool]] = ContextVar("_is_wanted", default=lambda: True)


def leave_if_gone() -> None:
    """Called between the steps of long work. Raises ClientGone where nobody waits for it."""
    if not _is_wanted.get()():
        raise ClientGone("the client has gone")


@contextmanager
def work_for(request: HttpRequest, has_others: Callable[[], bool]) -> Iterator[None]:
    """Work inside the block is done for this request, and for others that wait for the same."""
    token = _is_wanted.set(lambda: has_others() or not is_gone(request))
    try:
        yield
    finally:
        _is_wanted.reset(token)


def is_gone(request: HttpRequest) -> bool:
    """Whether the client has closed its connection; False where the server does not tell."""
    given = request.META.get("gunicorn.socket")
    # gevent's sockets have another one inside, and its workers render nothing.
    if given is None or hasattr(given, "_sock"):
        return False
    poll = select.poll()
    poll.register(given, CLOSED)
    return bool(poll.poll(0))
