"""Opened image files, kept per process, bounded in number."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from omeroweb.errors import Unreadable
from omeroweb.pixels.base import PixelSource
from omeroweb.pixels.location import Location, Url

Key = tuple[str, int, int]


@dataclass
class _Entry:
    source: PixelSource
    users: int = 0
    is_evicted: bool = False


class SourceCache:
    """Opens an image once and lends it to many threads; closes the least recently used.

    A source is closed only when the last borrower has given it back. A file that was replaced
    (other modification time) is opened anew.
    """

    def __init__(self, opener: Callable[[Location, int], PixelSource], limit: int) -> None:
        self._opener = opener
        self._limit = limit
        self._lock = threading.Lock()
        self._opening: dict[Key, threading.Lock] = {}
        self._entries: OrderedDict[Key, _Entry] = OrderedDict()

    @contextmanager
    def borrow(self, path: Location, series: int) -> Iterator[PixelSource]:
        """The opened source of one image, for the duration of the block."""
        key = (str(path), series, _modified(path))
        entry = self._take(key) or self._open(key, path, series)
        try:
            yield entry.source
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
            entry.source.close()

    def _take(self, key: Key) -> _Entry | None:
        with self._lock:
            entry = self._entries.get(key)
            if entry:
                self._entries.move_to_end(key)
                entry.users += 1
            return entry

    def _open(self, key: Key, path: Location, series: int) -> _Entry:
        with self._lock:
            opening = self._opening.setdefault(key, threading.Lock())
        with opening:
            entry = self._take(key)
            if entry:
                return entry
            entry = _Entry(self._opener(path, series), users=1)
            idle: list[_Entry] = []
            with self._lock:
                self._opening.pop(key, None)
                self._entries[key] = entry
                while len(self._entries) > self._limit:
                    oldest = self._entries.popitem(last=False)[1]
                    if self._evict(oldest):
                        idle.append(oldest)
        for old in idle:
            old.source.close()
        return entry

    def _give_back(self, entry: _Entry) -> None:
        with self._lock:
            entry.users -= 1
            is_last = entry.is_evicted and entry.users == 0
        if is_last:
            entry.source.close()

    @staticmethod
    def _evict(entry: _Entry) -> bool:
        """Mark an entry as out of the cache; whether it can be closed at once."""
        entry.is_evicted = True
        return entry.users == 0


def _modified(path: Location) -> int:
    if isinstance(path, Url):
        return 0
    try:
        return path.stat().st_mtime_ns
    except OSError as error:
        raise Unreadable(path, f"{error.strerror}") from None
