"""Making room in a folder of rendered answers."""

import contextlib
import fcntl
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

# Files of this name are being written.
TEMPORARY = ".new-"
# So old only when its writer has died.
ABANDONED_SECONDS = 3600

# After a sweep there is room for a fifth of the limit.
FILLED = 0.8


class _File(NamedTuple):
    used: float
    size: int
    path: str


def sweep(folder: Path, limit: int, begins: Callable[[], None] = lambda: None) -> None:
    """Remove the least recently used answers of a folder that is larger than its limit.

    One at a time does it, in whatever process: another one that is at it may have passed by what
    was added meanwhile, so it is waited for. begins: called before the first look.
    """
    with contextlib.suppress(OSError), _alone(folder):
        begins()
        _remove(list(_files(folder)), limit)


def _remove(files: list[_File], limit: int) -> None:
    total = sum(file.size for file in files)
    if total <= limit:
        return
    for file in sorted(files):
        if total <= FILLED * limit:
            return
        with contextlib.suppress(OSError):
            Path(file.path).unlink()
        total -= file.size


def _files(folder: Path) -> Iterator[_File]:
    """Every kept answer. What a writer left behind that died is removed on the way."""
    for part in folder.iterdir():
        if len(part.name) != 2:
            continue
        with os.scandir(part) as entries:
            for entry in entries:
                with contextlib.suppress(OSError):
                    found = entry.stat()
                    is_abandoned = found.st_mtime < time.time() - ABANDONED_SECONDS
                    if not entry.name.startswith(TEMPORARY):
                        yield _File(found.st_mtime, found.st_blocks * 512, entry.path)
                    elif is_abandoned:
                        Path(entry.path).unlink()


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[None]:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
