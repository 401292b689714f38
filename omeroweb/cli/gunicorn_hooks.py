"""What Gunicorn calls while it begins and ends; gunicorn.conf.py names these functions."""

import gc
import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

from omeroweb.cli import handover
from omeroweb.cli.forked import Forked
from omeroweb.config import catalogue, load

if TYPE_CHECKING:
    from gunicorn.arbiter import Arbiter
    from gunicorn.workers.base import Worker

# What ends a worker.
ENDING = (signal.SIGTERM, signal.SIGQUIT, signal.SIGINT)

_children: list["subprocess.Popen[bytes] | Forked"] = []


def when_ready(_: "Arbiter") -> None:
    """The server listens: say so, and begin what was put off until now."""
    # A request to end that came while it started is heard now.
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})
    announcement = handover.take_announcement()
    if announcement:
        print(announcement, flush=True)
    showing = handover.take_showing()
    if handover.take_pyramids():
        _begin("omeroweb.cli.pyramids.command")
    # Processes come next: the garbage collector leaves alone what they share, so it stays shared.
    gc.collect()
    gc.freeze()
    if showing and "gevent" in sys.modules:
        # It reads files in processes and threads of its own, and those must not be gevent's.
        _begin("omeroweb.cli.show", *showing)
    elif showing:
        # Not before: gunicorn.conf.py reads this module before the application is loaded.
        from omeroweb.cli import show

        _children.append(Forked(lambda: show.main(showing)))


def _begin(module: str, *arguments: str) -> None:
    _children.append(subprocess.Popen([sys.executable, "-m", module, *arguments]))


def post_fork(server: "Arbiter", _: "Worker") -> None:
    """A worker that is told to end before it serves anything ends at once.

    Until it handles signals itself it has the arbiter's handlers, which put them into a queue that
    nobody reads here: the arbiter would wait for it in vain, then kill it and those beside it.
    """
    for number in ENDING:
        signal.signal(number, signal.SIG_DFL)
    while not server.SIG_QUEUE.empty():
        if server.SIG_QUEUE.get() in ENDING:
            sys.exit(0)


def child_exit(_: "Arbiter", worker: "Worker") -> None:
    """A worker has ended, perhaps in the middle of its work."""
    # Not before: gunicorn.conf.py reads this module before the application is loaded.
    from omeroweb.http.worker import RenderWorker

    if isinstance(worker, RenderWorker):
        worker.forget()


def on_exit(server: "Arbiter") -> None:
    """Leave nothing behind: no work in the background, no pid file."""
    for child in _children:
        if child.poll() is None:
            child.terminate()
    load(os.environ)[catalogue.PID_FILE].unlink(missing_ok=True)
