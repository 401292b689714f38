"""Reading files in processes of their own: a file that ends its reader ends nothing else.

They are not forked from the process that imports, because neither database connections nor
TensorStore's threads survive that, and they do not import Django. See nursery.
"""

import gc
import warnings
from collections import deque
from collections.abc import Set
from concurrent.futures import CancelledError
from concurrent.futures import TimeoutError as TookTooLong
from dataclasses import dataclass
from multiprocessing.context import BaseContext
from types import TracebackType

from pebble import CONSTS, ProcessExpired, ProcessFuture, ProcessPool

from omeroweb import pixels
from omeroweb.gateway.embedded.importing.nursery import without_interruption
from omeroweb.gateway.embedded.importing.outcomes import Failure
from omeroweb.gateway.embedded.importing.walking import Found
from omeroweb.pixels.location import Location
from omeroweb.pixels.reading import ReadFileset, read_or_say

# Files handed out and not taken back yet, per process: enough that none waits for the writer.
AHEAD = 64
# Seconds that a reader gets to end by itself when an import is interrupted.
CONSTS.term_timeout = 0.5
# A reader that is ended from outside (out of memory, by hand) says nothing of the file it read.
TRIES = 2


@dataclass
class _Given:
    """A file that was given; future: None until it is handed to a process."""

    found: Found
    tries: int = TRIES
    future: "ProcessFuture[ReadFileset | str] | None" = None


class Readers:
    """Processes that read files; results come in the order in which the files were given.

    They are started when there is something to read, and no more of them than files. timeout:
    seconds that one file may take; context: how they are started.
    """

    def __init__(self, processes: int, timeout: float, context: BaseContext) -> None:
        self._processes = processes
        self._timeout = timeout
        self._context = context
        self._pool: ProcessPool | None = None
        self._pending: deque[_Given] = deque()

    def __enter__(self) -> "Readers":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """End the processes, whatever they do."""
        if self._pool:
            self._pool.stop()  # type: ignore[no-untyped-call]
            self._pool.join()

    def __len__(self) -> int:
        """How many files are being read or were read and not taken yet."""
        return len(self._pending)

    @property
    def are_busy(self) -> bool:
        """Whether something should be taken before more is given."""
        return len(self._pending) >= AHEAD * self._processes

    def give(self, found: Found) -> None:
        given = _Given(found)
        self._pending.append(given)
        if self._pool:
            self._hand_over(given, self._pool)
        elif len(self._pending) >= self._processes:
            self._start()

    def take(self, patience: float) -> tuple[Found, ReadFileset | Failure] | None:
        """The next file that was given; None where it is not read within patience seconds."""
        pool = self._pool or self._start()
        first = self._pending[0]
        future = first.future or self._hand_over(first, pool)
        try:
            error = future.exception(patience)
        except TookTooLong:
            return None
        except CancelledError as cancelled:
            error = cancelled
        if isinstance(error, ProcessExpired) and first.tries > 1:
            first.tries -= 1
            self._hand_over(first, pool)
            return None
        self._pending.popleft()
        if error is not None:
            return first.found, Failure(first.found.path, self._reason(first.found.path, error))
        read = future.result()
        return first.found, Failure(first.found.path, read) if isinstance(read, str) else read

    def drop(self, paths: Set[str]) -> None:
        """Do not read files that were given and not begun; take() says of them that they failed."""
        for given in self._pending:
            if given.future and str(given.found.path) in paths and not given.future.running():
                given.future.cancel()  # type: ignore[no-untyped-call]

    def _start(self) -> ProcessPool:
        self._pool = pool = ProcessPool(
            min(self._processes, len(self._pending)),
            initializer=_begin,
            initargs=(pixels.options(),),
            context=self._context,
        )
        for given in self._pending:
            self._hand_over(given, pool)
        return pool

    def _hand_over(self, given: _Given, pool: ProcessPool) -> "ProcessFuture[ReadFileset | str]":
        with without_interruption():
            given.future = pool.schedule(read_or_say, (given.found.path,), timeout=self._timeout)
        return given.future

    def _reason(self, path: Location, error: BaseException) -> str:
        if isinstance(error, TookTooLong):
            return f"{path}: not read within {self._timeout:g} s"
        if isinstance(error, ProcessExpired):
            how = f"signal {-error.exitcode}" if error.exitcode < 0 else f"status {error.exitcode}"
            return f"{path}: the process that read it ended ({how})"
        return f"{path}: its reader failed ({type(error).__name__}: {error})"


def _begin(options: pixels.ReadingOptions) -> None:
    """In a reader: what libraries warn of is nothing that somebody who imports could change."""
    warnings.simplefilter("ignore")
    pixels.configure(options)
    # What is loaded by now stays: the garbage collector need not look through it again and again.
    gc.freeze()
