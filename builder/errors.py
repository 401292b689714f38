"""What can go wrong in the builder, and the sentence that each kind of error becomes.

Errors are raised where the fact is known, with what was given, what happened and the next step.
No command catches them: the command line looks them up here.
"""

import errno
from collections.abc import Callable
from typing import Any

from omeroweb.errors import OmeroError

FAILED = 1
FULL_DISK = {errno.ENOSPC, errno.EDQUOT}


class BuilderError(OmeroError):
    """The builder cannot do what was asked: the text names the reason and the next step."""


class Unreachable(BuilderError):
    """No container engine answers."""


class BuildFailed(BuilderError):
    """An image was not built: the text names the image, the reason and what to try."""


class RegistryFailed(BuilderError):
    """A registry refused something or did not answer: the text names it and what to try."""


class Dropped(RegistryFailed):
    """A connection ended or did not come about: the same may work a moment later."""


def of_the_system(error: OSError) -> str:
    """What the operating system refused: the file, the reason, and what to do about a full disk."""
    where = f"{error.filename}: " if error.filename else ""
    advice = "; free some space, or name another folder" if error.errno in FULL_DISK else ""
    return f"{where}{error.strerror or error}{advice}"


def not_installed(error: ModuleNotFoundError) -> str:
    """A library that only some commands need."""
    return f"{error.name} is not installed: pip install 'omeroweb[builder]'"


# error class -> (its sentence, exit code)
TABLE: dict[type[Exception], tuple[Callable[[Any], str], int]] = {
    OmeroError: (str, FAILED),
    OSError: (of_the_system, FAILED),
    ModuleNotFoundError: (not_installed, FAILED),
}


def row(error: Exception) -> tuple[str, int]:
    """(sentence, exit code) of an error of one of the classes in TABLE."""
    for cls in type(error).__mro__:
        if cls in TABLE:
            explain, code = TABLE[cls]
            return explain(error), code
    raise AssertionError(f"{type(error).__name__} is not in the table")
