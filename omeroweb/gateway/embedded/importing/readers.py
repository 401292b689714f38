"""Reading files in processes of their own: a file that ends its reader ends nothing else.

The processes are spawned, because neither database connections nor TensorStore's threads survive
a fork, and they do not import Django.
"""

import signal
import warnings
from collections import deque
from collections.abc import Set
from concurrent.futures import CancelledError
from concurrent.futures import TimeoutError as TookTooLong
from multiprocessing import get_context
from pathlib import Path
from types import TracebackType

from pebble import CONSTS, ProcessExpired, ProcessFuture, ProcessPool

from omeroweb.gateway.embedded.importing.outcomes import Failure
from omeroweb.gateway.embedded.importing.walking import Found
from omeroweb.pixels.reading import ReadFileset, read_or_say

# Files handed out and not taken back yet, per process: enough that none waits for the writer.
AHEAD = 64
# Seconds that a reader gets to end by itself when an import is interrupted.
CONSTS.term_timeout = 0.5
# A reader that is ended from outside (out of memory, by hand) says nothing of the file it read.
TRIES = 2


class Readers:
    """Processes that read files; results come in the order in which the files were given.

    timeout: seconds that one file may take.
    """

    def __init__(self, processes: int, timeout: float) -> None:
        self._timeout = timeout
        self._pool = ProcessPool(processes, initializer=_begin, context=get_context("spawn"))
        self._pending: deque[tuple[Found, int, ProcessFuture[ReadFileset | str]]] = deque()
        self._capacity = AHEAD * processes

    def __enter__(self) -> "Readers":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """End the processes, whatever they do."""
        self._pool.stop()  # type: ignore[no-untyped-call]
        self._pool.join()

    def __len__(self) -> int:
        """How many files are being read or were read and not taken yet."""
        return len(self._pending)

    @property
    def are_busy(self) -> bool:
        """Whether something should be taken before more is given."""
        return len(self._pending) >= self._capacity

    def give(self, found: Found) -> None:
        self._schedule(found, TRIES)

    def take(self, patience: float) -> tuple[Found, ReadFileset | Failure] | None:
        """The next file that was given; None where it is not read within patience seconds."""
        found, tries, future = self._pending[0]
        try:
            error = future.exception(patience)
        except TookTooLong:
            return None
        except CancelledError as cancelled:
            error = cancelled
        self._pending.popleft()
        if error is None:
            read = future.result()
            return found, Failure(found.path, read) if isinstance(read, str) else read
        if isinstance(error, ProcessExpired) and tries > 1:
            self._schedule(found, tries - 1, first=True)
            return None
        return found, Failure(found.path, self._reason(found.path, error))

    def drop(self, paths: Set[str]) -> None:
        """Do not read files that were given and not begun; take() says of them that they failed."""
        for found, _, future in self._pending:
            if str(found.path) in paths and not future.running():
                future.cancel()  # type: ignore[no-untyped-call]

    def _schedule(self, found: Found, tries: int, *, first: bool = False) -> None:
        # Ctrl-C is for the parent alone: threads and processes inherit what is blocked here.
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            future = self._pool.schedule(read_or_say, (found.path,), timeout=self._timeout)
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
        entry = (found, tries, future)
        if first:
            self._pending.appendleft(entry)
        else:
            self._pending.append(entry)

    def _reason(self, path: Path, error: BaseException) -> str:
        if isinstance(error, TookTooLong):
            return f"{path}: not read within {self._timeout:g} s"
        if isinstance(error, ProcessExpired):
            how = f"signal {-error.exitcode}" if error.exitcode < 0 else f"status {error.exitcode}"
            return f"{path}: the process that read it ended ({how})"
        return f"{path}: its reader failed ({type(error).__name__}: {error})"


def _begin() -> None:
    """In a reader: what libraries warn of is nothing that somebody who imports could change."""
    warnings.simplefilter("ignore")
