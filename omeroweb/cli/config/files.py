"""`omero config load`: set what files of settings say."""

from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

from omeroweb.cli.config.changing import apply
from omeroweb.cli.config.input import texts_of
from omeroweb.config import omero_files
from omeroweb.config.changes import Change
from omeroweb.config.masking import shown
from omeroweb.errors import ConfigurationError


def load(options: Namespace, file: Path) -> int:
    """All changes of all files, or none of them where one is wrong."""
    changes = _changes(options)

    def is_new(texts: dict[str, str]) -> None:
        if not options.quiet:
            _refuse_conflicts(changes, texts)

    apply(changes, file, is_new)
    return 0


def _changes(options: Namespace) -> list[Change]:
    """What all files say. Raises ConfigurationError that names every line that is wrong."""
    changes: list[Change] = []
    problems = []
    for name, text in texts_of(options.files, are_patterns=options.glob):
        try:
            changes += omero_files.parse(text, name)
        except ConfigurationError as error:
            problems.append(str(error))
    if problems:
        raise ConfigurationError("\n".join(problems))
    return changes


def _refuse_conflicts(changes: Sequence[Change], stored: dict[str, str]) -> None:
    """Raises ConfigurationError for every value that another one is there for already."""
    known = dict(stored)
    problems = []
    for change in changes:
        if change.kind != "set" or change.value is None:
            continue
        name, new = change.name, change.value
        old = known.setdefault(name, new)
        if old != new:
            problems.append(
                f"Duplicate property: {name} ({shown(name, old)} => {shown(name, new)}, "
                f"from {change.where}); -q replaces the old value"
            )
    if problems:
        raise ConfigurationError("\n".join(problems))
