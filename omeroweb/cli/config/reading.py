"""`omero config get`, `list`, `keys`, `path`, `version`: nothing is locked, nothing is written."""

import os
import sys
from argparse import Namespace
from collections.abc import Mapping
from pathlib import Path

from omeroweb.config import catalogue, config_xml

MASK = "********"


def get(options: Namespace, file: Path) -> int:
    """One key: the bare value. Several, or none for all: KEY=VALUE lines.

    A key that is not set prints nothing on stdout and is no error.
    """
    texts = stored(file)
    shown = texts if options.show_password else masked(texts)
    if len(options.keys) == 1:
        (key,) = options.keys
        if key in shown:
            print(shown[key])
        else:
            _say_unset(key)
        return 0
    for key in options.keys or sorted(shown):
        if key in shown:
            print(f"{key}={shown[key]}")
        else:
            _say_unset(key)
    return 0


def list_all(options: Namespace, file: Path) -> int:
    print('omero: "config list" is the old name of "config get"', file=sys.stderr)
    return get(options, file)


def keys(_: Namespace, file: Path) -> int:
    for key in sorted(stored(file)):
        print(key)
    return 0


def path(_: Namespace, file: Path) -> int:
    print(file)
    return 0


def version(_: Namespace, __: Path) -> int:
    print(config_xml.VERSION)
    return 0


def stored(file: Path) -> dict[str, str]:
    """The properties of the active profile."""
    return config_xml.read(file, os.environ).current


def masked(texts: Mapping[str, str]) -> dict[str, str]:
    return {key: MASK if catalogue.is_secret(key) else text for key, text in texts.items()}


def _say_unset(key: str) -> None:
    """That a key is not set, and what holds instead; on stderr, for whoever looks."""
    declared = catalogue.BY_NAME.get(key)
    default = declared.default_text({}) if declared else None
    known = f"; the default is {default!r}" if default is not None else ""
    print(f"omero: {key} is not set{known}", file=sys.stderr)
