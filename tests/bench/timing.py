"""Times of one call."""

import statistics
import time
from collections.abc import Callable


def milliseconds(call: Callable[[], object], repeats: int = 60) -> tuple[float, float]:
    """Least and median time of a call, after two that are not counted."""
    call(), call()
    times = []
    for _ in range(repeats):
        started = time.perf_counter()
        call()
        times.append(1000 * (time.perf_counter() - started))
    return min(times), statistics.median(times)
