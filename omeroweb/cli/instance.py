"""One server per state directory: the pid file, held by a lock as long as any process lives.

The lock, not the number in the file, says whether a server runs: a stale number or one that
another program has got since is never taken for ours.
"""

import fcntl
import os
import signal
import time
from pathlib import Path
from typing import BinaryIO

from omeroweb.errors import CommandError

# Seconds that `stop` waits for workers to finish their requests.
STOP_TIMEOUT = 60


class Instance:
    """The server that a pid file stands for."""

    def __init__(self, pid_file: Path) -> None:
        self.pid_file = pid_file

    def acquire(self) -> None:
        """Make this process the server; its children hold the lock with it.

        Raises CommandError where another server runs.
        """
        descriptor = os.open(self.pid_file, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            self.refuse_if_running()
            raise CommandError(f"{self.pid_file}: another server was quicker") from None
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
        os.set_inheritable(descriptor, True)

    def refuse_if_running(self) -> None:
        """Raises CommandError where a server runs; changes nothing."""
        pid = self.running_pid()
        if pid is not None:
            raise CommandError(
                f"OMERO.web already runs (PID {pid}, {self.pid_file}): stop it with "
                "`omero web stop`, or name another state directory with OMERODIR=/path"
            )

    def running_pid(self) -> int | None:
        """The process id of the running server; None where there is none."""
        try:
            with self.pid_file.open("rb") as file:
                return _number(file.read()) if _is_held(file) else None
        except FileNotFoundError:
            return None

    def stop(self) -> int | None:
        """End the server and wait until all its workers are gone. Returns its process id."""
        try:
            file = self.pid_file.open("rb")
        except FileNotFoundError:
            return None
        # Kept open: the server removes its pid file before its last process is gone.
        with file:
            pid = _number(file.read()) if _is_held(file) else None
            if pid is None:
                return None
            os.kill(pid, signal.SIGTERM)
            deadline = time.monotonic() + STOP_TIMEOUT
            while _is_held(file):
                if time.monotonic() > deadline:
                    raise CommandError(
                        f"PID {pid} still runs after {STOP_TIMEOUT} s: end it with `kill -9 {pid}`"
                    )
                time.sleep(0.1)
        self.pid_file.unlink(missing_ok=True)
        return pid


def _is_held(file: BinaryIO) -> bool:
    """Whether a server, or one of its workers, holds the lock of an opened pid file."""
    try:
        fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    fcntl.flock(file, fcntl.LOCK_UN)
    return False


def _number(content: bytes) -> int | None:
    text = content.decode("ascii", "replace").strip()
    return int(text) if text.isdigit() else None
