"""A folder of rendered answers with a bounded size, shared by any number of processes.

A file is written under another name and renamed: who finds it finds all of it. Nothing here is an
error for the one who asks: on a full disk, in a folder that may not be written to, on a file system
without locks, an answer is made and just not kept.
"""

import contextlib
import errno
import fcntl
import logging
import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from omeroweb.rendering.kept.sweep import TEMPORARY, sweep
from omeroweb.turn import give_way

log = logging.getLogger(__name__)

# An answer that is larger than this part of the folder would push out too many others.
LARGEST_PART = 32
# What each process may add before it looks how large the folder is: a part of the limit.
UNSEEN_PART = 32
# How exactly the folder knows when an answer was last used.
USED_SECONDS = 600
# The file whose bytes are locked, one for each answer that is being made; it stays empty.
LOCK = ".lock"
# So many digits of a key are a place in it: as many as fit, so that two keys have the same one by
# chance only, and then one waits for nothing.
LOCK_DIGITS = 15
# What NGINX reads as another user.
MODE = 0o644
SWEEPER = "kept-sweeper"
# A disk that stays full is said once in a while.
SAY_AGAIN_SECONDS = 300


class KeptFiles:
    """Answers by key, the least recently used ones removed above ``limit`` bytes.

    Keys are hexadecimal digests. limit: 0 keeps nothing. The folder may be larger than the limit by
    a 32nd of it for each process, and by what is added while it is looked through.
    """

    def __init__(self, folder: Path, limit: int) -> None:
        self.folder = folder
        # Every tile comes by here, and pathlib takes longer to join paths than the disk to write.
        self._root = os.fspath(folder)
        self.limit = limit
        self._lock = threading.Lock()
        # The first answer makes a process look what is there.
        self._unseen = limit
        # A sweep that has not begun yet will see what is added now.
        self._sweep_is_due = False
        self._said = -float(SAY_AGAIN_SECONDS)
        self._lock_file: int | None = None

    @staticmethod
    def name(key: str) -> str:
        """Where an answer lies below the folder."""
        return f"{key[:2]}/{key[2:]}"

    def has(self, key: str) -> bool:
        """Whether an answer is kept; it counts as used now."""
        if not self.limit:
            return False
        path = self._path(key)
        try:
            used = os.stat(path).st_mtime
            if time.time() - used > USED_SECONDS:
                os.utime(path)
        except OSError:
            return False
        return True

    def read(self, key: str) -> bytes | None:
        """An answer that is kept; None where it is not, or not any more."""
        if not self.has(key):
            return None
        try:
            with open(self._path(key), "rb") as file:
                return file.read()
        except OSError:
            return None

    def keep(self, key: str, content: bytes) -> None:
        """Keep an answer, unless it is too large or cannot be written."""
        if len(content) * LARGEST_PART > self.limit:
            return
        try:
            self._write(key, content)
        except OSError as error:
            self._say(error)
            return
        with self._lock:
            self._unseen += len(content)
            is_time = self._unseen * UNSEEN_PART > self.limit
            if is_time:
                self._unseen = 0
            begins = is_time and not self._sweep_is_due
            self._sweep_is_due |= begins
        if begins:
            # Beside the answer that is on its way, and not before it.
            threading.Thread(target=self._sweep, name=SWEEPER, daemon=True).start()

    @contextlib.contextmanager
    def making(self, key: str) -> Iterator[None]:
        """Wait until no other process makes an answer of this key; it may be kept then.

        Threads of one process do not wait for each other here: see Flights.
        """
        place = int(key[:LOCK_DIGITS], 16)
        descriptor = self._locked(place) if self.limit else None
        try:
            yield
        finally:
            if descriptor is not None:
                fcntl.lockf(descriptor, fcntl.LOCK_UN, 1, place)

    def _path(self, key: str) -> str:
        return f"{self._root}/{self.name(key)}"

    def _write(self, key: str, content: bytes) -> None:
        path = self._path(key)
        # Threads of one machine have different numbers. Those of two containers may have the same:
        # if both write this answer, one leaves it to the other.
        temporary = f"{self._root}/{key[:2]}/{TEMPORARY}{threading.get_native_id()}-{key[2:]}"
        descriptor = _created(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL)
        try:
            try:
                # The mask of the process may have taken something away.
                if os.fstat(descriptor).st_mode & 0o777 != MODE:
                    os.fchmod(descriptor, MODE)
                if os.write(descriptor, content) < len(content):
                    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            finally:
                os.close(descriptor)
            os.rename(temporary, path)
        except OSError:
            with contextlib.suppress(OSError):
                os.unlink(temporary)
            raise

    def _sweep(self) -> None:
        try:
            sweep(self.folder, self.limit, self._sweep_begins)
        finally:
            self._sweep_begins()

    def _sweep_begins(self) -> None:
        with self._lock:
            self._sweep_is_due = False

    def _locked(self, place: int) -> int | None:
        """The descriptor of the file that is locked at this place; None where there are no locks.

        There are none either where the system sees a circle: two processes make two answers, and
        other threads of both wait for the other's. Then an answer is made twice.
        """
        try:
            descriptor = self._lock_descriptor()
        except OSError as error:
            self._say(error)
            return None
        try:
            fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, place)
        except OSError:
            give_way()
        else:
            return descriptor
        try:
            fcntl.lockf(descriptor, fcntl.LOCK_EX, 1, place)
        except OSError:
            return None
        return descriptor

    def _lock_descriptor(self) -> int:
        """One for the life of the process: closing it would let go of all locks in the file."""
        if self._lock_file is None:
            with self._lock:
                if self._lock_file is None:
                    self._lock_file = _created(f"{self._root}/{LOCK}", os.O_RDWR | os.O_CREAT)
        return self._lock_file

    def _say(self, error: OSError) -> None:
        now = time.monotonic()
        if now - self._said >= SAY_AGAIN_SECONDS:
            self._said = now
            log.warning("%s: rendered answers are not kept (%s)", self.folder, error.strerror)


def _created(path: str, flags: int) -> int:
    """A descriptor of a file; its folder is made where it is missing."""
    try:
        return os.open(path, flags, MODE)
    except FileNotFoundError:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        return os.open(path, flags, MODE)
