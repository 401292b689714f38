"""Threads that want the same thing at the same time: one makes it, the others get it, too."""

import threading
from collections.abc import Callable

from omeroweb.turn import give_way


class Flight:
    """Something that is being made. others: how many threads wait for it beside its maker."""

    def __init__(self) -> None:
        self.others = 0
        self.landed = threading.Event()
        self.content: bytes | None = None


class Flights:
    """What is being made now, by key."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._flights: dict[str, Flight] = {}

    def once(self, key: str, make: Callable[[Flight], bytes]) -> bytes:
        """What ``make`` gives, called by one of the threads that ask for a key at the same time.

        An error is for the thread whose call it was; the next one that waits tries again, because
        what failed may have been only that thread's client.
        """
        while True:
            with self._lock:
                flight = self._flights.get(key)
                is_maker = flight is None
                if flight is None:
                    flight = self._flights[key] = Flight()
                else:
                    flight.others += 1
            if is_maker:
                return self._make(key, flight, make)
            give_way()
            flight.landed.wait()
            if flight.content is not None:
                return flight.content

    def waiting(self, key: str) -> int:
        """How many threads wait for what another one is making."""
        with self._lock:
            return self._flights[key].others if key in self._flights else 0

    def _make(self, key: str, flight: Flight, make: Callable[[Flight], bytes]) -> bytes:
        try:
            flight.content = make(flight)
            return flight.content
        finally:
            with self._lock:
                del self._flights[key]
            flight.landed.set()
