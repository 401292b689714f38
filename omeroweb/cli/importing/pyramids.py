"""Pyramids of large images that a watch imports: made by another process, so that it goes on."""

import subprocess
import sys
from types import TracebackType

from omeroweb.cli.pyramids.command import has_missing


class PyramidMaker:
    """One process at a time makes what is missing; it ends when the watch does."""

    def __init__(self, *, is_wanted: bool = True) -> None:
        self._is_wanted = is_wanted
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "PyramidMaker":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """What was made stays, and the next one carries on."""
        if self._process and self._process.poll() is None:
            self._process.terminate()
            self._process.wait()

    def look(self) -> None:
        """Called after an import: begin where something is missing and nobody is at it."""
        is_busy = self._process is not None and self._process.poll() is None
        if self._is_wanted and not is_busy and has_missing():
            self._process = subprocess.Popen(
                [sys.executable, "-m", "omeroweb.cli.pyramids.command"]
            )
