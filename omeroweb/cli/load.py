"""`omero load`: lines of files, run as commands."""

import shlex
import sys
from argparse import Namespace
from collections.abc import Iterator

from omeroweb.cli.config.input import texts_of
from omeroweb.errors import CommandError

# A file that loads itself would go on for ever.
DEEPEST = 10

_depth = 0


def run(options: Namespace) -> int:
    """Run lines as commands. The first that fails ends it with its exit code, unless -k."""
    for where, line in _lines(options):
        status = _run(line, where)
        if status and options.keep_going:
            # The line may hold a secret.
            print(f"Ignoring error: {where}", file=sys.stderr)
        elif status:
            print(f"omero: {where} failed; what follows it was not run", file=sys.stderr)
            return status
    return 0


def _lines(options: Namespace) -> Iterator[tuple[str, str]]:
    """Place and text of the lines that say something."""
    for name, text in texts_of(options.files, are_patterns=options.glob):
        for number, line in enumerate(text.split("\n"), 1):
            meant = line.strip()
            if meant and not meant.startswith("#"):
                yield f"{name}, line {number}", meant


def _run(line: str, where: str) -> int:
    try:
        words = shlex.split(line)
    except ValueError as error:
        print(f"omero: {where}: {error}", file=sys.stderr)
        return 1
    global _depth  # noqa: PLW0603 - lines run in this process, one in another
    if _depth >= DEEPEST:
        raise CommandError(f"{where}: files that load each other {DEEPEST} times over")
    _depth += 1
    try:
        return _command(words)
    finally:
        _depth -= 1


def _command(words: list[str]) -> int:
    from omeroweb.cli.main import main

    try:
        return main(words)
    except SystemExit as error:  # argparse has said what is wrong, or printed help
        return error.code if isinstance(error.code, int) else int(bool(error.code))
