"""Opening files of this machine: regular ones only, with errors that say what is wrong."""

import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

from omeroweb.errors import Unreadable
from omeroweb.pixels.limits import beyond, limits
from omeroweb.turn import give_way, has_turn

# Linux reads what is in memory, and refuses what is not. Elsewhere nothing is refused.
WITHOUT_WAITING = getattr(os, "RWF_NOWAIT", 0)


def check_regular(path: Path) -> os.stat_result:
    """The state of a file. Raises Unreadable for what is missing, empty or no regular file.

    A pipe or a device would be waited for without end.
    """
    try:
        found = path.stat()
    except (OSError, ValueError) as error:
        raise Unreadable(path, reason(error)) from None
    if not stat.S_ISREG(found.st_mode):
        raise Unreadable(path, "not a regular file")
    if found.st_size == 0:
        raise Unreadable(path, "the file is empty")
    return found


def read_metadata(path: Path) -> bytes:
    """All of a file of metadata. Raises Unreadable, also where it is larger than it may be."""
    size = check_regular(path).st_size
    if size > limits().metadata_bytes:
        raise Unreadable(path, beyond("metadata_bytes", f"metadata of {size} bytes"))
    return read_all(path)


def read_all(path: Path) -> bytes:
    """All of a file, whatever its size. Raises Unreadable."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise Unreadable(path, reason(error)) from None


def reason(error: Exception) -> str:
    """What the system says of an error, without its number and path; else its first line."""
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return (str(error) or type(error).__name__).splitlines()[0]


class LocalBytes:
    """Ranges of an opened file. Several threads read at once, outside the GIL."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def read(self, offset: int, count: int) -> bytes:
        """Exactly count bytes. Raises ValueError where the file ends before."""
        # One byte of each end tells whether all of it has to be waited for.
        ends = (offset, offset + count - 1) if has_turn() else ()
        if not all(self._read_at_once(end, memoryview(bytearray(1))) for end in ends):
            give_way()
        data = os.pread(self._descriptor, count, offset)
        _check_count(len(data), count, offset)
        return data

    def read_into(self, offset: int, target: memoryview) -> None:
        """Fill all of target, of bytes. Raises ValueError where the file ends before."""
        if not has_turn() or not self._read_at_once(offset, target):
            give_way()
            found = os.preadv(self._descriptor, [target], offset)
            _check_count(found, target.nbytes, offset)

    def _read_at_once(self, offset: int, target: memoryview) -> bool:
        """Whether all of it was in memory, on a file system that tells."""
        try:
            found = os.preadv(self._descriptor, [target], offset, WITHOUT_WAITING)
        except OSError:
            return False
        return found == target.nbytes

    def read_many(self, ranges: Iterable[tuple[int, int]]) -> Iterator[bytes]:
        """(offset, count) ranges in their order, one at a time."""
        for offset, count in ranges:
            yield self.read(offset, count)


def _check_count(found: int, count: int, offset: int) -> None:
    if found < count:
        raise ValueError(f"truncated: {count} bytes expected at {offset}, {found} found")
