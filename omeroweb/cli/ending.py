"""A request to end that comes before the server serves."""

import signal
import sys

_signals: list[int] = []


def end_when_asked() -> None:
    """SIGTERM ends this process with 0. Process 1 of a container would ignore it otherwise."""
    signal.signal(signal.SIGTERM, _end)


def leave_if_asked() -> None:
    """End now where the signal came and its exception was lost.

    Python swallows what is raised while it runs a callback of a weak reference or a destructor.
    """
    if _signals:
        sys.exit(0)


def _end(number: int, _: object) -> None:
    _signals.append(number)
    sys.exit(0)
