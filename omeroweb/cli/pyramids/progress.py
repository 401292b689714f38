"""How far a pyramid is: a bar for a terminal, a line now and then for a log."""

import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

from tqdm import tqdm

T = TypeVar("T")

NAME_WIDTH = 40
SECONDS_BETWEEN_LINES = 10


def progress(blocks: Iterable[T], total: int, name: str) -> Iterator[T]:
    """The same blocks, each counted when it comes."""
    said = time.monotonic()
    label = f"Pyramid of {name[:NAME_WIDTH]}"
    with tqdm(blocks, desc=label, total=total, unit="block", disable=None, leave=False) as shown:
        for done, block in enumerate(shown, start=1):
            if shown.disable and time.monotonic() - said > SECONDS_BETWEEN_LINES:
                said = time.monotonic()
                print(f"{label}: {100 * done // total} %", flush=True)
            yield block
