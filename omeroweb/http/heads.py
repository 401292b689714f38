"""HTTP heads that were parsed before, and answers that are written in one go.

A viewer asks for hundreds of tiles whose requests differ in their first line alone, and parsing the
rest of each of them takes longer than it takes to read a stored tile. What Gunicorn's parser made
of the headers of one client is what it would make of the same bytes again.
"""

import re
import threading
import time
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from email.utils import formatdate
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

END = b"\r\n\r\n"
# Where path and query are what is written: nothing encoded in the path, no second slash before it.
LINE = re.compile(rb"GET (/\w[\w/.-]*)(?:\?([!\"$-~]*))? HTTP/1\.1")
# Gunicorn has a limit of its own, which may be set; a longer line is for it to judge.
LONGEST_LINE = 2000
# Clients whose headers a process remembers, with some kilobytes each.
HEADS = 500

# In an environment: the Head that it was made of.
HEAD = "omeroweb.head"

# What a request has of its own; of these, an application that answers at once gets the path, the
# query and the socket.
OF_THE_REQUEST = frozenset(
    (
        *("PATH_INFO", "QUERY_STRING", "RAW_URI", "REMOTE_PORT", "gunicorn.socket"),
        *("wsgi.input", "wsgi.early_hints"),
    )
)
# Headers that say that there is more to a request than its head, or that differ each time.
MORE = frozenset(
    (
        *("CONTENT_LENGTH", "HTTP_TRANSFER_ENCODING", "HTTP_EXPECT", "HTTP_UPGRADE", "HTTP_TE"),
        *("HTTP_IF_NONE_MATCH", "HTTP_IF_MATCH", "HTTP_RANGE"),
    )
)


class Answer(NamedTuple):
    """An answer that is known as a whole. headers: with Content-Length."""

    status: str
    headers: Iterable[tuple[str, str]]
    body: bytes


class AnswersAtOnce(Protocol):
    """A WSGI application that has a shorter way for some requests."""

    def at_once(self, environ: "WSGIEnvironment") -> Answer | None:
        """The answer; None where the application has to be called."""
        ...


@dataclass
class Head:
    """Header lines that were parsed. client: what the application has made of them."""

    environ: "WSGIEnvironment"
    client: Hashable | None = None


class Heads:
    """What was made of the header lines of requests, by those lines and who sent them."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: dict[object, Head] = {}

    def environ(self, data: bytes, sender: object) -> "WSGIEnvironment | None":
        """The environment of a request with nothing behind its head.

        Of OF_THE_REQUEST it has the path and the query.

        None where its headers are not known, or it is better looked at closely.
        """
        line, _, lines = data.partition(b"\r\n")
        known = self._known.get((lines, sender))
        match = LINE.fullmatch(line) if known and len(line) <= LONGEST_LINE else None
        if known is None or match is None:
            return None
        path, query = match.groups(b"")
        return {
            **known.environ,
            HEAD: known,
            "PATH_INFO": path.decode(),
            "QUERY_STRING": query.decode(),
        }

    def knows(self, data: bytes, sender: object) -> bool:
        """Whether the headers of a request were learned."""
        return (data.partition(b"\r\n")[2], sender) in self._known

    def learn(self, data: bytes, sender: object, environ: "WSGIEnvironment") -> None:
        """Remember what Gunicorn made of the headers, unless they are of one request alone."""
        if data.find(END) != len(data) - len(END) or not _is_plain(environ):
            return
        known = {name: value for name, value in environ.items() if name not in OF_THE_REQUEST}
        with self._lock:
            if len(self._known) >= HEADS:
                self._known.clear()
            self._known[data.partition(b"\r\n")[2], sender] = Head(known)


def _is_plain(environ: "WSGIEnvironment") -> bool:
    return (
        environ["REQUEST_METHOD"] == "GET"
        and environ["SERVER_PROTOCOL"] == "HTTP/1.1"
        and environ.get("HTTP_CONNECTION", "keep-alive").lower() == "keep-alive"
        and not environ["SCRIPT_NAME"]
        and MORE.isdisjoint(environ)
    )


def written(answer: Answer, server: str) -> bytes:
    """An answer as HTTP, on a connection that stays."""
    lines = "".join([f"{name}: {value}\r\n" for name, value in answer.headers])
    head = (
        f"HTTP/1.1 {answer.status}\r\nServer: {server}\r\nDate: {_date.now()}\r\n"
        f"Connection: keep-alive\r\n{lines}\r\n"
    )
    return head.encode("latin-1") + answer.body


class _Date:
    """The text of this second."""

    def __init__(self) -> None:
        self._last: tuple[int, str] = 0, ""

    def now(self) -> str:
        second = int(time.time())
        last, text = self._last
        if last != second:
            text = formatdate(second, usegmt=True)
            self._last = second, text
        return text


_date = _Date()
