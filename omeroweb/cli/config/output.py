"""Lines on stdout."""

import io
import os
import sys

from omeroweb.errors import CommandError


def write_utf8() -> None:
    """Whatever the locale: a script gets a value as it is stored."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")


def say(text: str) -> None:
    """Print a line. Raises CommandError where it cannot be written."""
    try:
        print(text)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise _lost(error) from None


def flush() -> None:
    """Write what was printed now, while somebody can still be told that it failed."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise _lost(error) from None


def _lost(error: OSError) -> CommandError:
    # Python would try again when it ends, and fail again.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return CommandError(f"stdout cannot be written ({error.strerror})")
