"""A process beside the workers that shares what Gunicorn has loaded for them."""

import os
import signal
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress

# What Gunicorn handles, and a child of it must not.
HANDLED = ("HUP", "QUIT", "INT", "TERM", "TTIN", "TTOU", "USR1", "USR2", "WINCH", "CHLD")
# Above standard input, output and error.
FIRST_DESCRIPTOR = 3


class Forked:
    """A child process that runs a function and ends with the code that it returns.

    Of its parent's open files it has standard input, output and error alone, as if it had been
    started by its name: no listening socket, no lock. To be called before there are threads.
    """

    def __init__(self, run: Callable[[], int]) -> None:
        sys.stdout.flush()
        self.pid = os.fork()
        if self.pid == 0:
            _run(run)

    def poll(self) -> int | None:
        """None while it runs, else a number; the arbiter may have taken its exit code."""
        try:
            return 0 if os.waitpid(self.pid, os.WNOHANG)[0] else None
        except ChildProcessError:
            return 0

    def terminate(self) -> None:
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGTERM)


def _run(run: Callable[[], int]) -> None:
    code = 1
    try:
        for name in HANDLED:
            signal.signal(getattr(signal, f"SIG{name}"), signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        os.closerange(FIRST_DESCRIPTOR, os.sysconf("SC_OPEN_MAX"))
        code = run()
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    except BaseException:  # nothing may go up into the arbiter's own code
        traceback.print_exc()
    finally:
        with suppress(OSError):
            sys.stdout.flush()
        os._exit(code)
