"""Where a password comes from: a terminal that does not show it, a file, or stdin."""

import sys
from getpass import getpass
from pathlib import Path

from omeroweb.errors import CommandError


def password(file: Path | None, name: str) -> str:
    """The password for a user. Raises CommandError where there is none."""
    if file is not None:
        return _from_file(file)
    if not sys.stdin.isatty():
        raise CommandError(
            "there is no terminal to ask for the password: expected --password-file FILE "
            "(- for stdin)"
        )
    given = getpass(f"Password for {name}: ")
    if not given:
        raise CommandError("the password is empty")
    if getpass("Once more: ") != given:
        raise CommandError("the two passwords differ: nothing was changed")
    return given


def _from_file(file: Path) -> str:
    try:
        text = sys.stdin.readline() if str(file) == "-" else file.read_text(encoding="utf-8")
    except OSError as error:
        raise CommandError(f"--password-file {file}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise CommandError(f"--password-file {file}: expected UTF-8 text") from None
    first = text.split("\n", 1)[0].rstrip("\r")
    if not first:
        raise CommandError(f"--password-file {file}: expected a password in the first line")
    return first
