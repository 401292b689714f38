"""Opened things lent to many threads, bounded in number; when a file is another one."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from omeroweb.errors import Unreadable
from omeroweb.pixels.local_files import reason
from omeroweb.pixels.location import Location, Url
from omeroweb.turn import give_way

# Seconds after which a remote image is opened anew: whether it has changed is not asked each time.
REMOTE_SECONDS = 300


class Closable(Protocol):
    def close(self) -> None: ...


K = TypeVar("K", bound=Hashable)
V = TypeVar("V", bound=Closable)


@dataclass
class _Entry(Generic[V]):
    value: V
    users: int = 0
    is_evicted: bool = False


class LendingCache(Generic[K, V]):
    """Opens a thing once and lends it to many threads; closes the least recently used.

    It is closed only when the last borrower has given it back.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._lock = threading.Lock()
        self._opening: dict[K, threading.Lock] = {}
        self._entries: OrderedDict[K, _Entry[V]] = OrderedDict()

    @contextmanager
    def borrow(self, key: K, opener: Callable[[], V]) -> Iterator[V]:
        """The opened thing, for the duration of the block. Raises what opener raises."""
        entry = self._take(key) or self._open(key, opener)
        try:
            yield entry.value
        finally:
            self._give_back(entry)

    def __len__(self) -> int:
        return len(self._entries)

    def close(self) -> None:
        """Close everything that is not lent out."""
        with self._lock:
            entries = list(self._entries.values())
            self._entries.clear()
            idle = [entry for entry in entries if self._evict(entry)]
        for entry in idle:
            entry.value.close()

    def _take(self, key: K) -> _Entry[V] | None:
        with self._lock:
            entry = self._entries.get(key)
            if entry:
                self._entries.move_to_end(key)
                entry.users += 1
            return entry

    def _open(self, key: K, opener: Callable[[], V]) -> _Entry[V]:
        give_way()
        with self._lock:
            opening = self._opening.setdefault(key, threading.Lock())
        with opening:
            entry = self._take(key)
            if entry:
                return entry
            try:
                entry = _Entry(opener(), users=1)
            finally:
                with self._lock:
                    self._opening.pop(key, None)
            idle: list[_Entry[V]] = []
            with self._lock:
                self._entries[key] = entry
                while len(self._entries) > self._limit:
                    oldest = self._entries.popitem(last=False)[1]
                    if self._evict(oldest):
                        idle.append(oldest)
        for old in idle:
            old.value.close()
        return entry

    def _give_back(self, entry: _Entry[V]) -> None:
        with self._lock:
            entry.users -= 1
            is_last = entry.is_evicted and entry.users == 0
        if is_last:
            entry.value.close()

    @staticmethod
    def _evict(entry: _Entry[V]) -> bool:
        """Mark an entry as out of the cache; whether it can be closed at once."""
        entry.is_evicted = True
        return entry.users == 0


def version(path: Location) -> int:
    """Another number whenever the file is another one."""
    if isinstance(path, Url):
        return int(time.monotonic() / REMOTE_SECONDS)
    try:
        return path.stat().st_mtime_ns
    except (OSError, ValueError) as error:
        raise Unreadable(path, reason(error)) from None
