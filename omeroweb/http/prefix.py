"""A site below a path: the prefix is cut from what NGINX or a browser sends."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from omeroweb.http.direct import Direct
from omeroweb.http.heads import Answer

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment


class Prefixed:
    """Passes requests below the prefix on without it.

    Requests without the prefix are passed on as they are, so that a health check of the process
    need not know where the site lives. Links get the prefix from Django's FORCE_SCRIPT_NAME.
    """

    def __init__(self, application: Direct, prefix: str) -> None:
        self._application = application
        self._prefix = prefix

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        return self._application(self._cut(environ), start_response)

    def at_once(self, environ: "WSGIEnvironment") -> Answer | None:
        """What the application answers at once; see AnswersAtOnce."""
        return self._application.at_once(self._cut(environ))

    def _cut(self, environ: "WSGIEnvironment") -> "WSGIEnvironment":
        path = environ.get("PATH_INFO", "")
        if self._prefix and (path == self._prefix or path.startswith(self._prefix + "/")):
            environ["PATH_INFO"] = path.removeprefix(self._prefix) or "/"
        return environ
