"""Whose turn it is, among the threads of a process, to begin the next piece of work.

Threads that compute in one Python process take the interpreter's lock from each other at every
call that gives it back: that is a tenth of the processor time of a tile. So where all cores are at
work anyway, only one thread of each process begins work. It hands its turn on when it has to wait
for something else than the processor, and while other processes leave cores idle. What it does
after that, it does beside the next one; when it is done, it queues up for a turn.
"""

import mmap
import threading
import time

# Processes that can be told apart.
SLOTS = 64


class AtWork:
    """How many threads of each process compute, in memory that is shared with forked ones."""

    def __init__(self) -> None:
        self._counts = mmap.mmap(-1, SLOTS)

    def set(self, slot: int, count: int) -> None:
        """Said by the process with this number; a number of two processes counts for one."""
        self._counts[slot % SLOTS] = min(count, 255)

    def total(self) -> int:
        return sum(self._counts[:])


class Turn:
    """Held by one thread at a time. Who has it keeps it until it gives way.

    slot: this process's number in at_work. cores: as many threads of all processes may compute.
    """

    def __init__(self, at_work: AtWork | None = None, slot: int = 0, cores: int = 1) -> None:
        self._at_work = at_work or AtWork()
        self._slot = slot
        self._cores = cores
        self._is_taken = threading.Lock()
        self._lock = threading.Lock()
        self._holder: int | None = None
        # Since when the holder has been at work; None while it waits for something to do.
        self._begun: float | None = None
        self._computing: set[int] = set()

    def take(self) -> None:
        """Wait until this thread may begin; at once where it has not given way."""
        this = threading.get_ident()
        with self._lock:
            self._rest(this)
            if self._holder == this:
                self._begun = None
                return
        self._is_taken.acquire()
        with self._lock:
            self._holder = this
        _of_thread.turn = self

    def begin(self) -> None:
        """The holder has found something to do. While cores are idle, the next one looks, too."""
        this = threading.get_ident()
        with self._lock:
            self._computing.add(this)
            self._at_work.set(self._slot, len(self._computing))
            if self._holder == this:
                self._begun = time.monotonic()
                if self._at_work.total() < self._cores:
                    self._hand_on()

    def give_way(self) -> None:
        """This thread is going to wait: let the next one begin, where it is this one's turn."""
        this = threading.get_ident()
        with self._lock:
            self._rest(this)
            if self._holder == this:
                self._hand_on()

    def hand_on_from(self, begun_before: float) -> None:
        """Let the next one begin where the holder has been at work for longer than is said."""
        with self._lock:
            if self._begun is not None and self._begun < begun_before:
                self._hand_on()

    def _rest(self, thread: int) -> None:
        if thread in self._computing:
            self._computing.remove(thread)
            self._at_work.set(self._slot, len(self._computing))

    def _hand_on(self) -> None:
        self._holder = self._begun = None
        self._is_taken.release()


_of_thread = threading.local()


def give_way() -> None:
    """Called before waiting for a disk, a network or another process, and before long work."""
    turn: Turn | None = getattr(_of_thread, "turn", None)
    if turn is not None:
        _of_thread.turn = None
        turn.give_way()


def has_turn() -> bool:
    """Whether others wait until this thread gives way."""
    return getattr(_of_thread, "turn", None) is not None
