"""One maker of pyramids for a store: a lock that ends with its process."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from omeroweb.errors import CommandError


@contextmanager
def only_one(folder: Path) -> Iterator[bool]:
    """Whether this process is the one that makes pyramids below a folder."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / ".lock").open("ab")
    except OSError as error:
        raise CommandError(f"{folder}: pyramids cannot be kept here ({error.strerror})") from None
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True
