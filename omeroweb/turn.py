"""Whose turn it is, among the threads of a process, to begin the next piece of work.

Threads that compute in one Python process take the interpreter's lock from each other at every
call that gives it back: that is a tenth of the processor time of a tile. So one of them begins all
work, and hands its turn on when it has to wait for something else than the processor. What it does
after that, it does beside the next one; when it is done, it queues up for a turn.
"""

import threading
import time

_of_thread = threading.local()


class Turn:
    """Held by few threads at a time. Who has it keeps it until it gives way."""

    def __init__(self, count: int = 1) -> None:
        self._free = threading.Semaphore(count)
        self._lock = threading.Lock()
        # By thread, since when it has been at work; None while it waits for something to do.
        self._holders: dict[int, float | None] = {}

    def take(self) -> None:
        """Wait until this thread may begin; at once where it has not given way."""
        this = threading.get_ident()
        if this in self._holders:
            self._mark(this, None)
            return
        self._free.acquire()
        with self._lock:
            self._holders[this] = None
        _of_thread.turn = self

    def begin(self) -> None:
        """This thread has found something to do."""
        self._mark(threading.get_ident(), time.monotonic())

    def give_way(self) -> None:
        """Let the next thread begin, where it is this one's turn."""
        self._hand_on([threading.get_ident()])

    def hand_on_from(self, begun_before: float) -> None:
        """Let others begin in place of those that have been at work for longer than it is said."""
        holders = list(self._holders.items())
        self._hand_on([who for who, begun in holders if begun and begun < begun_before])

    def _mark(self, holder: int, begun: float | None) -> None:
        with self._lock:
            if holder in self._holders:
                self._holders[holder] = begun

    def _hand_on(self, holders: list[int]) -> None:
        with self._lock:
            for holder in self._holders.keys() & holders:
                del self._holders[holder]
                self._free.release()


def give_way() -> None:
    """Called before waiting for a disk, a network or another process, and before long work."""
    turn: Turn | None = getattr(_of_thread, "turn", None)
    if turn is not None:
        _of_thread.turn = None
        turn.give_way()


def has_turn() -> bool:
    """Whether others wait until this thread gives way."""
    return getattr(_of_thread, "turn", None) is not None
