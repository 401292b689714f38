"""Once more after a dropped connection, with longer and longer pauses."""

import sys
import time
from collections.abc import Callable
from typing import TypeVar

from builder.errors import Dropped

T = TypeVar("T")
# Seconds before each further try.
PAUSES = (1.0, 2.0, 4.0, 8.0)


def again(do: Callable[[], T], what: str) -> T:
    """What a function returns, tried again where it raises Dropped; the last one is raised.

    what: names it in the line that says so.
    """
    for number, pause in enumerate(PAUSES, 2):
        try:
            return do()
        except Dropped as error:
            tries = len(PAUSES) + 1
            print(
                f"{what}: {error}\n  trying again in {pause:.0f} s ({number} of {tries})",
                file=sys.stderr,
                flush=True,
            )
            time.sleep(pause)
    return do()
