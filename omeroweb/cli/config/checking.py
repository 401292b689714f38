"""`omero config check` and `old`: what all sources together say."""

import os
from argparse import Namespace
from collections import Counter
from pathlib import Path

from omeroweb.cli.command_line import say_notes
from omeroweb.config import Configuration, config_xml, load
from omeroweb.config.catalogue.refused import SUCCESSORS
from omeroweb.config.checks import check_installed
from omeroweb.config.configuration import WITHOUT_EFFECT, collect
from omeroweb.errors import CommandError, ConfigurationError


def check(options: Namespace, _: Path) -> int:
    """Resolve and check everything. Raises ConfigurationError that names all that is wrong."""
    if options.source is not None:
        raise CommandError("check looks at all sources; copy the file to its place first")
    configuration = load(os.environ)
    check_installed(configuration)
    say_notes(configuration)
    print(f"The configuration is valid: {_sources(configuration)}")
    return 0


def old(_: Namespace, file: Path) -> int:
    """What is set under a name of earlier releases, or changes nothing."""
    given, problems = collect(os.environ, {})
    if problems:
        raise ConfigurationError("\n".join(problems))
    stored = config_xml.read(file, os.environ).current
    sources = {name: str(file) for name in stored}
    sources |= {name: entry.source for name, entry in given.items()}
    for name, source in sorted(sources.items()):
        if name in SUCCESSORS:
            refused = SUCCESSORS[name]
            print(f"{name} (from {source}): set {refused.successor} instead ({refused.advice})")
        elif name in WITHOUT_EFFECT:
            print(f"{name} (from {source}): no effect, {WITHOUT_EFFECT[name].reason}")
    return 0


def _sources(configuration: Configuration) -> str:
    if not configuration.given:
        return "nothing is set, all properties have their defaults"
    is_variable = Counter(
        "the environment"
        if entry.source.startswith(("CONFIG_", "OMEROHOST"))
        else _file(entry.source)
        for entry in configuration.given.values()
    )
    parts = [f"{count} from {source}" for source, count in is_variable.items()]
    return f"{len(configuration.given)} set ({', '.join(parts)})"


def _file(source: str) -> str:
    return source.partition(", line ")[0]
