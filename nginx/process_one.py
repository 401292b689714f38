"""Process 1 of the nginx container: keeps NGINX below it, and ends with it.

NGINX takes SIGTERM as an order to break off every answer. Who sends it to a container means what
NGINX calls SIGQUIT: no new connections, answers under way are finished. Run as a program of its own
that imports nothing else, because it stays in memory as long as the container.
"""

import os
import signal
import sys
from collections.abc import Mapping, Sequence

# Signal of process 1 -> what NGINX gets.
PASSED_ON: Mapping[int, int] = {
    signal.SIGTERM: signal.SIGQUIT,
    signal.SIGQUIT: signal.SIGQUIT,
    signal.SIGINT: signal.SIGINT,
    # Read the configuration again.
    signal.SIGHUP: signal.SIGHUP,
    # Open log files again.
    signal.SIGUSR1: signal.SIGUSR1,
}
WAITED_FOR = {*PASSED_ON, signal.SIGCHLD}


def run(command: Sequence[str]) -> int:
    """Start a program and wait for its end; returns its exit code, 128 + N after a signal N."""
    # Nothing is lost between two waits, nor by the program: it inherits them as blocked, and takes
    # them when it has handlers (NGINX: sigsuspend in the master, an empty mask in workers).
    signal.pthread_sigmask(signal.SIG_BLOCK, WAITED_FOR)
    child = os.posix_spawnp(command[0], command, os.environ)
    while True:
        received = signal.sigwait(WAITED_FOR)
        if received in PASSED_ON:
            os.kill(child, PASSED_ON[received])
        elif (code := _reap(child)) is not None:
            return code


def _reap(child: int) -> int | None:
    """Collect every process that has ended, orphans of others too; the child's exit code."""
    code = None
    while True:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return code
        if pid == 0:
            return code
        if pid == child:
            ended = os.waitstatus_to_exitcode(status)
            code = ended if ended >= 0 else 128 - ended


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
