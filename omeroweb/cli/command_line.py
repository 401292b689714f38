"""Options that stand for properties, checked with all others and handed on to child processes."""

import os
import sys
from collections.abc import Mapping

from omeroweb.config import Configuration, load
from omeroweb.config.property import Property
from omeroweb.config.sources import FILE_SUFFIX


def configure(options: Mapping[Property[object], str | None]) -> Configuration:
    """The configuration with the options that were given; from now on the environment has them.

    Raises ConfigurationError that names every wrong value, those of the options with their source.
    """
    given = {declared: text for declared, text in options.items() if text is not None}
    texts = {declared.name: text for declared, text in given.items()}
    load(os.environ, texts)
    for declared, text in given.items():
        # The weaker source would contradict.
        os.environ.pop(declared.variable + FILE_SUFFIX, None)
        os.environ[declared.variable] = text
    configuration = load(os.environ, texts)
    os.environ["OMERODIR"] = str(configuration.omerodir)
    return configuration


def say_notes(configuration: Configuration) -> None:
    """Say on stderr what was set and changes nothing."""
    for note in configuration.notes:
        print(f"omero: {note}", file=sys.stderr)
