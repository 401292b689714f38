"""`omero config set`, `append` and `remove`: a wrong value is refused before it is written."""

import os
import sys
from argparse import Namespace
from pathlib import Path

from omeroweb.cli.config.reading import MASK
from omeroweb.config import catalogue, config_xml
from omeroweb.config.configuration import WITHOUT_EFFECT, check_value, defaults, directory, unknown
from omeroweb.config.omero_files import PROPERTY_NAME, Change
from omeroweb.config.sources import Given
from omeroweb.errors import CommandError, ConfigurationError


def set_value(options: Namespace, file: Path) -> int:
    """Set a property; without a value and a file, unset it."""
    value = options.value if options.file is None else _content(options.file)
    apply([Change("set", options.key, value, "command line")], file)
    if options.report:
        shown = MASK if catalogue.is_secret(options.key) else value
        done = f"Removed {options.key}" if value is None else f"Set {options.key}:{shown}"
        print(f"Changed: {done}")
    return 0


def append(options: Namespace, file: Path) -> int:
    """Add an element to a list; one that is not set yet begins with its default."""
    change = Change("append", options.key, options.value, "command line", options.only_once)
    if apply([change], file) and options.report:
        print(f"Changed: Appended {options.key}:{options.value}")
    return 0


def remove(options: Namespace, file: Path) -> int:
    """Take an element out of a list that is set."""
    if options.key not in config_xml.read(file, os.environ).current:
        raise CommandError(f"Property {options.key} is not defined in {file}")
    apply([Change("remove", options.key, options.value, "command line")], file)
    if options.report:
        print(f"Changed: Removed {options.key}:{options.value}")
    return 0


def apply(changes: list[Change], file: Path) -> bool:
    """Write these changes, all of them or none; returns whether anything is different now.

    Raises ConfigurationError that names every wrong one.
    """
    for change in changes:
        check_name(change.name)
    with config_xml.changed(file, os.environ) as profiles:
        before = dict(profiles.current)
        for change in changes:
            change.apply(profiles.current, defaults(profiles.current))
        after = dict(profiles.current)
        _check({name: text for name, text in after.items() if before.get(name) != text})
    return before != after


def check_name(name: str) -> None:
    """Raises CommandError where a text cannot be the name of a property."""
    if "=" in name:
        key, _, value = name.partition("=")
        raise CommandError(f'"=" in the name {name!r}; did you mean: set {key} {value}?')
    if not PROPERTY_NAME.fullmatch(name):
        raise CommandError(
            f"Illegal property name: {name!r}; expected letters, digits, dots, _ and -"
        )


def _check(texts: dict[str, str]) -> None:
    """Refuse wrong values and old names; say what is unknown or without effect."""
    problems = []
    for name, text in texts.items():
        try:
            check_value(name, text, directory(os.environ))
        except ConfigurationError as error:
            problems.append(str(error))
    if problems:
        raise ConfigurationError("\n".join(problems))
    for name, text in texts.items():
        _note(Given(name, text, "command line"))


def _note(entry: Given) -> None:
    if entry.name in WITHOUT_EFFECT:
        reason = WITHOUT_EFFECT[entry.name].reason
        print(f"omero: {entry.name} has no effect: {reason}", file=sys.stderr)
    elif entry.name.startswith(catalogue.OWN_NAMESPACE) and entry.name not in catalogue.BY_NAME:
        # An app that is installed later may declare it.
        print(f"omero: {entry.name}: {unknown(entry)}", file=sys.stderr)


def _content(file: Path) -> str:
    """The text of a file without the white space at its end."""
    try:
        text = sys.stdin.read() if str(file) == "-" else file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise CommandError(f"{file}: not UTF-8 text") from None
    except OSError as error:
        raise CommandError(f"{file}: cannot be read ({error.strerror})") from None
    return text.rstrip()
