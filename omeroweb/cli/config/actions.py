"""From the options of `omero config` to what does it."""

import os
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path

from omeroweb.cli.config import (
    changing,
    checking,
    editing,
    files,
    output,
    printing,
    profiles,
    reading,
)
from omeroweb.config import config_xml
from omeroweb.config.gathering import directory
from omeroweb.errors import CommandError

Action = Callable[[Namespace, Path], int]

ACTIONS: dict[str, Action] = {
    "get": reading.get,
    "list": reading.list_all,
    "keys": reading.keys,
    "path": reading.path,
    "version": reading.version,
    "set": changing.set_value,
    "append": changing.append,
    "remove": changing.remove,
    "def": profiles.define,
    "all": profiles.list_all,
    "drop": profiles.drop,
    "load": files.load,
    "edit": editing.edit,
    "lock": editing.lock,
    "check": checking.check,
    "old": checking.old,
    "parse": printing.parse,
}


def run(options: Namespace) -> int:
    """One action; returns the exit code. Without an action, help."""
    if options.action is None:
        options.print_help()
        return 0
    output.write_utf8()
    status = ACTIONS[options.action](options, _file(options))
    output.flush()
    return status


def _file(options: Namespace) -> Path:
    source: Path | None = options.source
    if source is None:
        return config_xml.config_file(directory(os.environ))
    if not source.is_file():
        raise CommandError(f"File not found: {source}; expected a config.xml")
    return source.absolute()
