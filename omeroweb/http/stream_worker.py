"""Gunicorn's gevent worker, forked from a process that has loaded everything.

gevent replaces blocking parts of the standard library, and what was imported or made before keeps
the blocking ones: locks, thread locals, psycopg's choice of how it waits. So it patches in two
steps. `prepare`, in the process that loads the application: what is bound at import. Workers, after
the fork: what Gunicorn's arbiter itself uses, which must go on without a hub, for a hub does not
outlive a fork.
"""

import socket
import sys
from typing import Any

from gevent import monkey
from gunicorn.workers.ggevent import GeventWorker

# The arbiter's own: its signals and children, its listening sockets, its pauses.
OF_THE_ARBITER = ("os", "signal", "subprocess", "queue", "time", "socket")


def prepare() -> None:
    """Patch what must be patched before the application is loaded; may be called again.

    Raises RuntimeError where it comes too late.
    """
    if "django" in sys.modules and not monkey.is_module_patched("threading"):
        raise RuntimeError("gevent has to patch before Django is imported")
    monkey.patch_all(**dict.fromkeys(OF_THE_ARBITER, False))


class StreamWorker(GeventWorker):  # type: ignore[misc]  # untyped
    """The stream pool's worker."""

    sockets: list[Any]

    def patch(self) -> None:
        """The rest of the patches, and listening sockets that wait in greenlets."""
        prepare()  # where another process than ours loads the application
        monkey.patch_os()
        monkey.patch_time()
        monkey.patch_socket()
        monkey.patch_subprocess()
        monkey.patch_signal()
        monkey.patch_queue()
        self.sockets = [
            socket.socket(listener.FAMILY, socket.SOCK_STREAM, fileno=listener.sock.detach())
            for listener in self.sockets
        ]
