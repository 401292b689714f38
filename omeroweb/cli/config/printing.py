"""`omero config parse`: all properties that there are, in several forms."""

from argparse import Namespace
from itertools import groupby
from pathlib import Path

from omeroweb.cli.config.output import say
from omeroweb.config import catalogue, omero_files
from omeroweb.config.masking import masked
from omeroweb.config.property import Property


def parse(options: Namespace, _: Path) -> int:
    if options.file is not None:
        for change in omero_files.read(options.file):
            say(f"{change.name}={masked(change.name, change.value or '')}")
        return 0
    properties = [
        declared
        for declared in catalogue.PROPERTIES
        if not (options.no_web and declared.name.startswith(catalogue.OWN_NAMESPACE))
    ]
    if options.rst:
        _rst(properties)
    elif options.keys:
        _keys(properties)
    elif options.headers:
        _headers(properties)
    else:
        _defaults(properties)
    return 0


def _defaults(properties: list[Property[object]]) -> None:
    for declared in sorted(properties, key=lambda one: one.name):
        say(f"{declared.name}={declared.default_text({}) or ''}")


def _groups(properties: list[Property[object]]) -> list[tuple[str, list[Property[object]]]]:
    by_group = sorted(properties, key=lambda one: (one.group, one.name))
    return [(group, list(members)) for group, members in groupby(by_group, lambda one: one.group)]


def _keys(properties: list[Property[object]]) -> None:
    for group, members in _groups(properties):
        say(group)
        for declared in members:
            say(f"  {declared.name}")


def _headers(properties: list[Property[object]]) -> None:
    for group, members in _groups(properties):
        say(f"{group} ({len(members)})")


def _rst(properties: list[Property[object]]) -> None:
    for group, members in _groups(properties):
        say(f"{group.capitalize()}\n{'=' * len(group)}\n")
        for declared in members:
            say(f"{declared.name}\n{'-' * len(declared.name)}\n\n{declared.help}\n")
            default = declared.default_help or declared.default_text({})
            say(f"Default: {default if default else '[empty]'}\n")
