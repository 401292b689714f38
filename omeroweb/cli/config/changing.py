"""`omero config set`, `append` and `remove`: a wrong value is refused before it is written."""

import os
import sys
from argparse import Namespace
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from omeroweb.cli.config.input import text_of
from omeroweb.cli.config.output import say
from omeroweb.config import apps, catalogue, config_xml
from omeroweb.config.changes import Change, check_name
from omeroweb.config.gathering import collect, defaults, directory
from omeroweb.config.masking import masked
from omeroweb.config.names import WITHOUT_EFFECT, is_unknown, unknown
from omeroweb.config.resolving import check_value
from omeroweb.config.sources import COMMAND_LINE, Given
from omeroweb.errors import CommandError, ConfigurationError

Texts = dict[str, str]


def set_value(options: Namespace, file: Path) -> int:
    """Set a property; without a value and a file, unset it."""
    _check_key(options.key)
    value = options.value if options.file is None else text_of(options.file).rstrip()
    apply([Change("set", options.key, value, COMMAND_LINE)], file)
    if options.report:
        done = "Removed" if value is None else "Set"
        _report(done, options.key, value)
    return 0


def append(options: Namespace, file: Path) -> int:
    """Add an element to a list; one that is not set yet begins with its default."""
    _check_key(options.key)
    change = Change("append", options.key, options.value, COMMAND_LINE, options.only_once)
    if apply([change], file) and options.report:
        _report("Appended", options.key, options.value)
    return 0


def remove(options: Namespace, file: Path) -> int:
    """Take an element out of a list. Raises CommandError where the property is not set."""
    _check_key(options.key)

    def is_set(texts: Texts) -> None:
        if options.key not in texts:
            raise CommandError(f"Property {options.key} is not defined in {file}")

    apply([Change("remove", options.key, options.value, COMMAND_LINE)], file, is_set)
    if options.report:
        _report("Removed", options.key, options.value)
    return 0


def apply(
    changes: Sequence[Change], file: Path, check: Callable[[Texts], None] = lambda _: None
) -> bool:
    """Write these changes, all of them or none; returns whether anything is different now.

    check: gets what is stored before anything is changed, and may raise.
    Raises ConfigurationError that names every wrong one.
    """
    with config_xml.changed(file, os.environ) as profiles:
        before = dict(profiles.current)
        check(before)
        for change in changes:
            change.apply(profiles.current, _defaults(change, profiles.current))
        after = dict(profiles.current)
        _check_values(before, after, {change.name: change.where for change in changes})
    return before != after


def _defaults(change: Change, texts: Texts) -> Mapping[str, str]:
    return defaults(texts) if change.needs_default else {}


def _check_key(name: str) -> None:
    """Raises CommandError where a text cannot be the name of a property."""
    key, is_pair, value = name.partition("=")
    if is_pair:
        shown = masked(key, value)
        raise CommandError(
            f'"=" in the name {masked(key, name)!r}: did you mean `config set {key} {shown}`?'
        )
    try:
        check_name(name)
    except ValueError as error:
        raise CommandError(str(error)) from None


def _check_values(before: Texts, after: Texts, where: Mapping[str, str]) -> None:
    """Refuse wrong values and old names; say what is unknown or without effect."""
    changed = [
        Given(name, text, where[name]) for name, text in after.items() if before.get(name) != text
    ]
    problems = []
    for entry in changed:
        try:
            check_value(entry, directory(os.environ))
        except ConfigurationError as error:
            problems.append(str(error))
    if problems:
        raise ConfigurationError("\n".join(problems))
    for entry in changed:
        _note(entry, after)


def _note(entry: Given, texts: Texts) -> None:
    if entry.name in WITHOUT_EFFECT:
        reason = WITHOUT_EFFECT[entry.name].reason
        print(f"omero: {entry.name} has no effect: {reason}", file=sys.stderr)
    elif is_unknown(entry.name) and not _is_of_an_app(entry.name, texts):
        # An app that is added later may declare it.
        print(f"omero: {entry.name}: {unknown(entry)}", file=sys.stderr)


def _is_of_an_app(name: str, texts: Texts) -> bool:
    given, _ = collect(os.environ, {})
    default = Given(catalogue.APPS.name, str(catalogue.APPS.default), "default")
    listed = texts.get(catalogue.APPS.name, given.get(catalogue.APPS.name, default).text)
    declared, _ = apps.properties(listed)
    return any(entry.name == name for entry in declared)


def _report(done: str, key: str, value: str | None) -> None:
    shown = "" if value is None else f":{masked(key, value)}"
    say(f"Changed: {done} {key}{shown}")
