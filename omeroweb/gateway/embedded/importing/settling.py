"""Files that somebody is still writing: they are left alone until nothing changed for a while."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from omeroweb.gateway.embedded.importing.walking import Found
from omeroweb.pixels.location import Location, Url

# Size and modification time; None for what is not there.
Signature = tuple[int, int] | None


@dataclass
class _Pending:
    signature: Signature
    since: float


class Settling:
    """Paths that have changed, until they are as they were ``seconds`` ago.

    clock: seconds that only go forward; now: seconds since 1970, as modification times are.
    """

    def __init__(
        self,
        seconds: float,
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._seconds = seconds
        self._clock = clock
        self._now = now
        self._pending: dict[Path, _Pending] = {}

    def note(self, path: Path) -> None:
        """A path has changed now."""
        self._pending[path] = _Pending(signature(path), self._clock())

    def __len__(self) -> int:
        return len(self._pending)

    def settled(self) -> Iterator[Path]:
        """Paths that have not changed for long enough; they are forgotten here."""
        for path, pending in list(self._pending.items()):
            if self._clock() - pending.since < self._seconds:
                continue
            now = signature(path)
            if now == pending.signature:
                del self._pending[path]
                yield path
            else:
                self._pending[path] = _Pending(now, self._clock())

    def accepts(self, found: Found) -> bool:
        """Whether a file that was found may be read now; one that was written just now waits."""
        if isinstance(found.path, Url):
            return True
        if found.path in self._pending:
            return False
        age = self._now() - found.modified_ns / 1e9
        if 0 <= age < self._seconds:
            self.note(found.path)
            return False
        return True


def signature(path: Location) -> Signature:
    """What changes when a file is written."""
    if isinstance(path, Url):
        return None
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns
