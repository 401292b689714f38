"""Ctrl-C and SIGTERM as a wish that is asked for: what was read is written, then it ends."""

import signal
from types import FrameType, TracebackType
from typing import Any

ENDING = (signal.SIGINT, signal.SIGTERM)


class Interruption:
    """Inside the block the first signal is noted; another one ends at once."""

    def __init__(self) -> None:
        self.signal: int | None = None
        self._before: dict[int, Any] = {}

    def __enter__(self) -> "Interruption":
        for number in ENDING:
            self._before[number] = signal.signal(number, self._note)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        for number, before in self._before.items():
            signal.signal(number, before)

    def __call__(self) -> bool:
        """Whether the work shall end."""
        return self.signal is not None

    def is_set(self) -> bool:
        """The same, as an event is asked."""
        return self()

    @property
    def exit_code(self) -> int:
        """What shells report for a program that this signal ended."""
        return 128 + (self.signal or 0)

    def _note(self, number: int, frame: FrameType | None) -> None:
        if self.signal is not None:
            raise KeyboardInterrupt
        self.signal = number
