"""How far an import is: a bar on a terminal, a line now and then in a log."""

import sys
import threading
import time
from collections.abc import Sequence
from types import TracebackType
from typing import Never

from tqdm import tqdm

from omeroweb.gateway.embedded.importing.walking import Found, Start, search
from omeroweb.pixels.location import Location

# Width of the file name beside the bar.
NAME_WIDTH = 40
# Without a terminal: how often a line says how far the import is, in seconds.
BETWEEN_LINES = 10


class Progress:
    """Shows rate and time left. The files to come are counted by a thread beside the import."""

    def __init__(self, starts: Sequence[Start]) -> None:
        self._bar: tqdm[Never] = tqdm(
            total=None, unit="file", desc="Importing", disable=None, leave=False, dynamic_ncols=True
        )
        self._since = self._said = time.monotonic()
        self._done = 0
        self._total: int | None = None
        self._has_ended = threading.Event()
        self._counter = threading.Thread(target=self._count, args=(starts,), daemon=True)

    def __enter__(self) -> "Progress":
        self._counter.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.end()

    def end(self) -> None:
        """Take the bar away; what is printed then stays."""
        self._has_ended.set()
        self._bar.close()

    def step(self, path: Location) -> None:
        """One more file is done."""
        self._done += 1
        if not self._bar.disable:
            self._bar.total = self._total
            self._bar.set_postfix_str(path.name[:NAME_WIDTH], refresh=False)
            self._bar.update()
        elif time.monotonic() - self._said > BETWEEN_LINES:
            self._said = time.monotonic()
            print(self._line(), flush=True)

    def say(self, line: str) -> None:
        """A line on stderr that the bar does not overwrite. A file name in it may hold anything."""
        self._bar.write(one_line(line), file=sys.stderr)

    def _line(self) -> str:
        rate = self._done / max(time.monotonic() - self._since, 0.001)
        if self._total is None:
            return f"Importing: {self._done} files, {rate:.0f} files/s"
        left = tqdm.format_interval(max(self._total - self._done, 0) / rate)
        return f"Importing: {self._done} of {self._total} files, {rate:.0f} files/s, {left} left"

    def _count(self, starts: Sequence[Start]) -> None:
        found = (entry for start in starts for entry in search(start, self._has_ended.is_set))
        self._total = sum(isinstance(entry, Found) for entry in found)


def one_line(text: str) -> str:
    """The same with an escape for each character that would end a line or steer a terminal."""
    return "".join(one if one.isprintable() else repr(one)[1:-1] for one in text)
