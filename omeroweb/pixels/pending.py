"""Waiting for TensorStore, which reads and decodes in threads of its own."""

from typing import Any

from omeroweb.turn import give_way, has_turn

# A few chunks that are in memory take less.
QUICK_SECONDS = 0.02


def result(future: Any, seconds: float | None = None) -> Any:
    """What a future of TensorStore's gives; others begin their work where it takes its time.

    Raises what it raises, and TimeoutError after so many seconds.
    """
    if has_turn():
        try:
            return future.result(timeout=QUICK_SECONDS)
        except TimeoutError:
            give_way()
    return future.result(timeout=seconds)
