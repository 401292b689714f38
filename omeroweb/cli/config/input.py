"""Texts that commands read from files or stdin, and files that are named by patterns."""

import glob
import io
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from omeroweb.config import omero_files
from omeroweb.errors import ConfigurationError

STDIN = "-"


def text_of(name: str) -> str:
    """The text of a file, - for stdin. Raises ConfigurationError where it cannot be read."""
    if name != STDIN:
        return omero_files.text_of(Path(name))
    # Whatever the locale: what is stored is UTF-8.
    stream = io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8-sig")
    try:
        return stream.read()
    except UnicodeDecodeError:
        raise ConfigurationError("stdin: not UTF-8 text") from None
    finally:
        stream.detach()


def texts_of(names: Sequence[str], *, are_patterns: bool) -> Iterator[tuple[str, str]]:
    """Name and text of all files; of stdin where none is named.

    are_patterns: each stands for the files that it fits, by name; none is fine.
    """
    for name in _files(names, are_patterns=are_patterns) if names else (STDIN,):
        yield "stdin" if name == STDIN else name, text_of(name)


def _files(names: Sequence[str], *, are_patterns: bool) -> Iterator[str]:
    for name in names:
        if are_patterns and name != STDIN:
            yield from sorted(glob.glob(os.path.expanduser(name)))  # noqa: PTH111,PTH207 - any path
        else:
            yield name
