"""Everything that can go wrong and be said to a user: error class -> HTTP status and exit code.

Errors are raised where the fact is known, with what was given, what is expected and what to do.
Views and commands do not catch them; the middleware and the command line look them up here.
"""

from pathlib import PurePosixPath


class OmeroError(Exception):
    """Base of all errors whose text is meant for the person who asked."""

    @property
    def for_visitors(self) -> str:
        """The text for somebody who asked over HTTP."""
        return str(self)


class BadRequest(OmeroError):
    """The request cannot be understood; the text says what was expected."""


class NotSignedIn(OmeroError):
    """The request needs a session and has none."""


class LoginRefused(OmeroError):
    """User name and password do not fit."""


class Forbidden(OmeroError):
    """The caller is known and may not do this."""


class NotFound(OmeroError):
    """The object does not exist, or the caller may not see it: both look the same from outside."""


class MethodNotAllowed(OmeroError):
    """The URL exists and does not take this HTTP method."""


class Unreadable(OmeroError):
    """An image file cannot be read: the text names the file and the reason.

    Both may hold folders of the server, which are for its administrator; visitors get the name.
    """

    def __init__(self, path: object, reason: str) -> None:
        # The arguments as they were given: an error may come from another process.
        super().__init__(path, reason)
        # An address knows its name: it may be encoded, and have a secret behind it.
        self.name: str = getattr(path, "name", None) or PurePosixPath(str(path)).name

    def __str__(self) -> str:
        path, reason = self.args
        return f"{path}: {reason}"

    @property
    def for_visitors(self) -> str:
        return f"{self.name} cannot be read: the server's log says why"


class NotStored(OmeroError):
    """A file that a visitor sends cannot be kept: the text names the file and the reason."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name} was not stored: {reason}")


class NotReady(OmeroError):
    """What is asked for is still being made; the same request works later."""


class ClientGone(OmeroError):
    """Nobody waits for the answer any more; what was being made of it is left."""


class ConfigurationError(OmeroError):
    """One or more properties have wrong values; the text has one line for each."""


class CommandError(OmeroError):
    """A command cannot do what was asked of it."""


# error class -> (HTTP status, exit code of a command)
TABLE: dict[type[OmeroError], tuple[int, int]] = {
    BadRequest: (400, 2),
    NotSignedIn: (403, 1),
    LoginRefused: (403, 1),
    Forbidden: (403, 1),
    NotFound: (404, 1),
    MethodNotAllowed: (405, 1),
    # The reference answers 404 where a rendering fails; the text tells the two apart.
    Unreadable: (404, 1),
    NotStored: (507, 1),
    NotReady: (503, 1),
    # NGINX's own number for it; it is seen in logs only.
    ClientGone: (499, 1),
    ConfigurationError: (500, 1),
    CommandError: (500, 1),
    OmeroError: (500, 1),
}


def http_status(error: OmeroError) -> int:
    """The HTTP status of an error, by its nearest class in TABLE."""
    return _row(error)[0]


def exit_code(error: OmeroError) -> int:
    """The exit code of a command that ends with this error."""
    return _row(error)[1]


def _row(error: OmeroError) -> tuple[int, int]:
    for cls in type(error).__mro__:
        if cls in TABLE:
            return TABLE[cls]
    raise AssertionError(f"{type(error).__name__} is no OmeroError")
