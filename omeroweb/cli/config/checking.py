"""`omero config check` and `old`: what all sources together say."""

import os
from argparse import Namespace
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from omeroweb.cli.command_line import say_notes
from omeroweb.cli.config.output import say
from omeroweb.config import Configuration, catalogue
from omeroweb.config.catalogue.refused import SUCCESSORS
from omeroweb.config.checks import missing
from omeroweb.config.gathering import collect
from omeroweb.config.names import WITHOUT_EFFECT
from omeroweb.config.resolving import resolve
from omeroweb.config.sources import Given, is_variable
from omeroweb.errors import ConfigurationError


def check(options: Namespace, _: Path) -> int:
    """Resolve and check everything. Raises ConfigurationError that names all that is wrong.

    --source: as if that file were in the place of config.xml.
    """
    configuration, problems = resolve(os.environ, {}, options.source)
    problems += [*missing(configuration), *_of_gunicorn(configuration)]
    say_notes(configuration)
    if problems:
        raise ConfigurationError("\n".join(problems))
    say(f"The configuration is valid: {_summary(configuration.given)}")
    return 0


def old(options: Namespace, _: Path) -> int:
    """What is set under a name of earlier releases, or changes nothing."""
    given, problems = collect(os.environ, {}, options.source)
    for name, entry in sorted(given.items()):
        if name in SUCCESSORS:
            refused = SUCCESSORS[name]
            say(f"{name} (from {entry.source}): set {refused.successor} ({refused.advice})")
        elif name in WITHOUT_EFFECT:
            say(f"{name} (from {entry.source}): no effect, {WITHOUT_EFFECT[name].reason}")
    if problems:
        raise ConfigurationError("\n".join(problems))
    return 0


def _of_gunicorn(configuration: Configuration) -> Iterator[str]:
    """What Gunicorn would refuse; it is asked only where it is given something."""
    if not configuration[catalogue.WSGI_ARGS]:
        return
    from omeroweb.cli.gunicorn import check_arguments

    try:
        check_arguments(configuration)
    except ConfigurationError as error:
        yield str(error)


def _summary(given: Mapping[str, Given]) -> str:
    if not given:
        return "nothing is set, every property has its default"
    counts = Counter(_kind(entry.source) for entry in given.values())
    parts = ", ".join(f"{count} from {kind}" for kind, count in counts.items())
    return f"{len(given)} set ({parts})"


def _kind(source: str) -> str:
    """Files count as a whole, variables together."""
    return "the environment" if is_variable(source) else source.partition(", line ")[0]
