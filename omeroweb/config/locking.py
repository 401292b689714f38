"""The lock that writers of a config.xml take; readers need none."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from omeroweb.config.private_files import open_lock
from omeroweb.errors import ConfigurationError

# Seconds that a writer waits for another one.
TIMEOUT = 10.0


@contextmanager
def locked(file: Path, timeout: float = TIMEOUT) -> Iterator[None]:
    """Hold the lock of a file, in a folder that is made where there is none.

    Raises ConfigurationError where another process holds it for longer than timeout seconds.
    """
    target = file.resolve()
    lock = target.with_name(f"{target.name}.lock")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        descriptor = open_lock(lock)
    except OSError as error:
        raise ConfigurationError(
            f"{lock}: {error.strerror}; expected a folder that user {os.getuid()} may write to"
        ) from None
    try:
        _wait_for(descriptor, lock, timeout)
        yield
    finally:
        os.close(descriptor)


def _wait_for(descriptor: int, lock: Path, timeout: float) -> None:
    deadline = time.monotonic() + timeout
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                raise ConfigurationError(
                    f"{lock}: another process has held it for {timeout:g} s, perhaps an "
                    "`omero config lock`: end it and try again"
                ) from None
            time.sleep(0.05)
        else:
            return
