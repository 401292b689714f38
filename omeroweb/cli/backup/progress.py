"""How far a backup is: a bar for a terminal after two seconds, a line now and then for a log."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tqdm import tqdm

SECONDS_BEFORE_BAR = 2
SECONDS_BETWEEN_LINES = 10


@contextmanager
def shown(what: str, total: int, unit: str) -> Iterator[Callable[[int], None]]:
    """A function to call with how many more are done."""
    said = time.monotonic()
    with tqdm(
        desc=what,
        total=total,
        unit=unit,
        unit_scale=True,
        delay=SECONDS_BEFORE_BAR,
        disable=None,
        leave=False,
    ) as bar:
        done = 0

        def more(count: int) -> None:
            nonlocal said, done
            done += count
            bar.update(count)
            if bar.disable and time.monotonic() - said > SECONDS_BETWEEN_LINES:
                said = time.monotonic()
                print(f"{what}: {100 * done // max(1, total)} %", flush=True)

        yield more
