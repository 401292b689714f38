"""`omero config get`, `list`, `keys`, `path`, `version`: nothing is locked, nothing is written."""

import os
import sys
from argparse import Namespace
from pathlib import Path

from omeroweb.cli.config.output import say
from omeroweb.config import catalogue, config_xml
from omeroweb.config.gathering import collect, defaults, directory
from omeroweb.config.masking import masked
from omeroweb.errors import ConfigurationError


def get(options: Namespace, file: Path) -> int:
    """One key: the bare value. Several, or none for all: KEY=VALUE lines.

    A key that is not set prints nothing on stdout and is no error.
    """
    texts = _resolved(options.source) if options.resolved else _stored(file)
    for key in options.keys or sorted(texts):
        if key not in texts:
            _say_unset(key, file)
            continue
        text = texts[key] if options.show_password else masked(key, texts[key])
        say(text if len(options.keys) == 1 else f"{key}={text}")
    return 0


def list_all(options: Namespace, file: Path) -> int:
    print(
        'WARNING: "config list" is deprecated, use "config get" instead',
        file=sys.stderr,
        flush=True,
    )
    return get(options, file)


def keys(_: Namespace, file: Path) -> int:
    for key in sorted(_stored(file)):
        say(key)
    return 0


def path(_: Namespace, file: Path) -> int:
    say(str(file))
    return 0


def version(_: Namespace, __: Path) -> int:
    print(config_xml.VERSION)
    return 0


def _stored(file: Path) -> dict[str, str]:
    """The properties of the active profile."""
    return config_xml.read(file, os.environ).current


def _resolved(source: Path | None) -> dict[str, str]:
    """What all sources and the defaults give together. Raises ConfigurationError."""
    given, problems = collect(os.environ, {}, source)
    if problems:
        raise ConfigurationError("\n".join(problems))
    texts = {name: entry.text for name, entry in given.items()}
    omerodir = str(directory(os.environ))
    both = {**defaults(texts), **texts}
    return {name: text.replace("$OMERODIR", omerodir) for name, text in both.items()}


def _say_unset(key: str, file: Path) -> None:
    """What holds instead, for a person; a script sees that nothing was printed."""
    if not sys.stderr.isatty():
        return
    declared = catalogue.BY_NAME.get(key)
    default = declared.default_text({}) if declared else None
    known = f"; its default is {default!r}" if default is not None else ""
    print(f"omero: {key} is not set in {file}{known}", file=sys.stderr)
