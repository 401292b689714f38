"""The progress of a build: a line for each step with the time it took, and what was said last."""

import re
import time
from collections import deque
from dataclasses import dataclass, field
from typing import TextIO

# Lines of the log that a failure shows.
LAST = 20
WIDTH = 88
# What takes time. Other lines of a Dockerfile only say something of the image.
WORTH_SHOWING = re.compile(r"(RUN|COPY|ADD)\b")
CACHED = "cached"
# Colours, as terminals have them.
COLOUR = re.compile(r"\x1b\[[0-9;]*m")


@dataclass
class Steps:
    """Prints steps as they end; on a terminal also the one that goes on.

    is_verbose: every line of the log, too.
    """

    target: str
    stream: TextIO
    is_verbose: bool = False
    last: deque[str] = field(default_factory=lambda: deque(maxlen=LAST))
    _label: str = ""
    _began: float = 0.0
    _cached: int = 0

    def begin(self, label: str) -> None:
        """A step begins; the one before it has ended."""
        self.end()
        self._label, self._began = label, time.monotonic()
        if self.stream.isatty() and WORTH_SHOWING.search(label):
            self.stream.write(f"{self._line(label)} ...\r")
            self.stream.flush()

    def end(self, result: str = "") -> None:
        """The step has ended. result: CACHED or nothing, which shows the time."""
        if self._label:
            self.show(self._label, result or f"{time.monotonic() - self._began:.1f} s")
            self._label = ""

    def show(self, label: str, result: str) -> None:
        """Print the line of a step that has ended; those that were cached are counted."""
        if not WORTH_SHOWING.search(label) and not self.is_verbose:
            return
        if result == CACHED and not self.is_verbose:
            self._cached += 1
            return
        self.close()
        self._print(label, result)

    def close(self) -> None:
        """Nothing comes any more, or something that was not cached."""
        if self._cached:
            self._print(f"{self._cached} steps", CACHED)
            self._cached = 0

    def _print(self, label: str, result: str) -> None:
        print(f"{self._line(label)}  {result:>7}", file=self.stream, flush=True)

    def say(self, text: str) -> None:
        """Print a sentence that is no step."""
        print(f"{self.target}: {text}", file=self.stream, flush=True)

    def log(self, text: str) -> None:
        """Keep, and print where that is wanted, what a step said."""
        for line in COLOUR.sub("", text).splitlines():
            if line.strip():
                self.last.append(line.rstrip())
                if self.is_verbose:
                    print(f"    {line.rstrip()}", file=self.stream, flush=True)

    def _line(self, label: str) -> str:
        text = f"{self.target}: {' '.join(label.split())}"
        return f"{text[: WIDTH - 1] + '…' if len(text) > WIDTH else text:<{WIDTH}}"
