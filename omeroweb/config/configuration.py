"""The resolved configuration: default < environment < command line, checked as a whole."""

import difflib
from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar, cast

from omeroweb.config import catalogue
from omeroweb.config.property import Property
from omeroweb.config.sources import Given, from_environment
from omeroweb.errors import ConfigurationError

T = TypeVar("T")

OWN_NAMESPACE = "omero.web."


class Configuration:
    """Values of all properties: ``configuration[catalogue.SERVER_PORT]`` is an int."""

    def __init__(self, omerodir: Path, values: Mapping[str, object], sources: Mapping[str, str]):
        self.omerodir = omerodir
        self._values = values
        self._sources = sources

    def __getitem__(self, wanted: Property[T]) -> T:
        return cast(T, self._values[wanted.name])

    def optional(self, wanted: Property[T]) -> T | None:
        """The value of a property that may be unset."""
        return cast("T | None", self._values[wanted.name])

    def source(self, wanted: Property[object]) -> str:
        """Where the value comes from: "default", a variable's name or "command line"."""
        return self._sources.get(wanted.name, "default")


def load(
    environ: Mapping[str, str], command_line: Mapping[str, str] | None = None
) -> Configuration:
    """Resolve and check every property.

    environ: the process environment; OMERODIR in it names the state directory (./var).
    command_line: property name -> text, the strongest source.
    Raises ConfigurationError that names every wrong value at once.
    """
    omerodir = Path(environ.get("OMERODIR") or "var").expanduser().absolute()
    given, problems = from_environment(environ, catalogue.PROPERTIES)
    given += [Given(n, text, "command line") for n, text in (command_line or {}).items()]
    known = {declared.name: declared for declared in catalogue.PROPERTIES}
    texts: dict[str, Given] = {}
    for entry in given:
        if entry.name in known:
            texts[entry.name] = entry
        elif entry.name.startswith(OWN_NAMESPACE):
            problems.append(_unknown(entry, known))
    values: dict[str, object] = {}
    for declared in catalogue.PROPERTIES:
        try:
            values[declared.name] = _value(declared, texts.get(declared.name), omerodir)
        except ValueError as error:
            problems.append(_wrong(declared, texts.get(declared.name), error))
    if problems:
        raise ConfigurationError("\n".join(problems))
    return Configuration(omerodir, values, {name: entry.source for name, entry in texts.items()})


def _value(declared: Property[object], entry: Given | None, omerodir: Path) -> object:
    text = entry.text if entry else declared.default_text()
    if text is None:
        return None
    return declared.parse(text.replace("$OMERODIR", str(omerodir)))


def _wrong(declared: Property[object], entry: Given | None, error: ValueError) -> str:
    shown = "********" if declared.is_secret else repr(entry.text if entry else declared.default)
    source = f" (from {entry.source})" if entry else ""
    return f"{declared.name}={shown}{source}: expected {error}"


def _unknown(entry: Given, known: Mapping[str, object]) -> str:
    nearest = difflib.get_close_matches(entry.name, known, n=1)
    hint = f"; did you mean {nearest[0]}?" if nearest else ""
    return f"{entry.name} (from {entry.source}): no such property{hint}"
