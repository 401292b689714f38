"""OMEROweb.log: where it is, and that it does not grow for ever."""

import os
from pathlib import Path

from omeroweb.config import Configuration, catalogue
from omeroweb.errors import CommandError

NAME = "OMEROweb.log"
# A log of this size is put aside at the next start; so many old ones are kept.
LARGEST = 500_000_000
KEPT = 10
# Lines that are shown where a start fails.
SHOWN_LINES = 10


def log_file(configuration: Configuration) -> Path:
    return configuration[catalogue.LOG_FOLDER] / NAME


def writable_log(configuration: Configuration, largest: int = LARGEST) -> Path:
    """The log, its folder made, put aside where it has grown too large. Raises CommandError."""
    log = log_file(configuration)
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
        if log.exists() and log.stat().st_size >= largest:
            _put_aside(log)
        log.touch()
    except OSError as error:
        raise CommandError(
            f"{log}: {error.strerror}; expected a folder that user {os.getuid()} may write to, "
            f"name one with {catalogue.LOG_FOLDER.name}"
        ) from None
    return log


def tail(log: Path, begin: int) -> str:
    """The last lines of what was logged since byte ``begin``, and where all of it is."""
    with log.open("rb") as file:
        file.seek(begin)
        lines = file.read().decode("utf-8", "replace").splitlines()
    return "\n".join([*lines[-SHOWN_LINES:], f"(whole log: {log})"])


def _put_aside(log: Path) -> None:
    """log -> log.1 -> log.2 ...; the oldest one goes."""
    for number in range(KEPT - 1, 0, -1):
        older = log.with_name(f"{log.name}.{number}")
        if older.exists():
            older.replace(log.with_name(f"{log.name}.{number + 1}"))
    log.replace(log.with_name(f"{log.name}.1"))
