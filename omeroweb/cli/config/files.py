"""`omero config load`: set what files of settings say."""

import glob
import os
import sys
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path

from omeroweb.cli.config.changing import apply
from omeroweb.cli.config.reading import MASK
from omeroweb.config import catalogue, config_xml, omero_files
from omeroweb.config.omero_files import Change
from omeroweb.errors import CommandError, ConfigurationError


def load(options: Namespace, file: Path) -> int:
    """All changes of all files, or none of them where one is wrong."""
    changes: list[Change] = []
    if not options.files:
        changes += omero_files.parse(sys.stdin.read(), "stdin")
    for name in named(options.files, is_pattern=options.glob):
        changes += omero_files.read(Path(name))
    if not options.quiet:
        _refuse_conflicts(changes, config_xml.read(file, os.environ).current)
    apply(changes, file)
    return 0


def named(files: list[str], *, is_pattern: bool) -> Iterator[str]:
    """The files; a pattern stands for those that it fits, by name, none of them included."""
    for name in files:
        if is_pattern:
            yield from sorted(glob.glob(os.path.expanduser(name)))  # noqa: PTH111,PTH207 - any path
        else:
            yield name


def _refuse_conflicts(changes: list[Change], stored: dict[str, str]) -> None:
    """Raises ConfigurationError for every value that another one is stored for."""
    problems = []
    for change in changes:
        old, new = stored.get(change.name), change.value
        if change.kind == "set" and old is not None and new not in (old, None):
            shown = (MASK, MASK) if catalogue.is_secret(change.name) else (old, new)
            problems.append(
                f"Duplicate property: {change.name} ({shown[0]!r} => {shown[1]!r}, "
                f"from {change.where}); -q replaces the old value"
            )
    if problems:
        raise ConfigurationError("\n".join(problems))


def load_commands(options: Namespace) -> int:
    """`omero load`: run lines as commands; the first that fails ends it, unless -k."""
    status = 0
    for where, line in _lines(options):
        code = _run(line, where)
        if code and not options.keep_going:
            return code
        if code:
            print(f"Ignoring error: {line}", file=sys.stderr)
    return status


def _lines(options: Namespace) -> Iterator[tuple[str, str]]:
    if not options.files:
        yield from (("stdin", line) for line in _meant(sys.stdin.read()))
    for name in named(options.files, is_pattern=options.glob):
        try:
            content = Path(name).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"Cannot read {name} ({error})") from None
        yield from ((name, line) for line in _meant(content))


def _meant(content: str) -> list[str]:
    lines = (line.strip() for line in content.splitlines())
    return [line for line in lines if line and not line.startswith("#")]


def _run(line: str, where: str) -> int:
    import shlex

    from omeroweb.cli.main import main

    try:
        words = shlex.split(line)
    except ValueError as error:
        raise CommandError(f"{where}: {line!r}: {error}") from None
    try:
        return main(words)
    except SystemExit as error:  # argparse has said what is wrong
        return error.code if isinstance(error.code, int) else 1
