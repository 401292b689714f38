"""From texts to values: default < config.xml < *.omero files < environment < command line."""

from collections.abc import Mapping
from pathlib import Path

from omeroweb.config import apps, catalogue
from omeroweb.config.catalogue.refused import SUCCESSORS
from omeroweb.config.checks import contradictions
from omeroweb.config.configuration import Configuration
from omeroweb.config.gathering import collect, directory
from omeroweb.config.masking import shown
from omeroweb.config.names import refused, wrong_names
from omeroweb.config.parsers import plain_text
from omeroweb.config.property import Property, Texts
from omeroweb.config.sources import Given
from omeroweb.errors import ConfigurationError


def load(
    environ: Mapping[str, str], command_line: Mapping[str, str] | None = None
) -> Configuration:
    """Resolve and check every property.

    environ: the process environment; OMERODIR in it names the state directory (./var).
    command_line: property name -> text, the strongest source.
    Raises ConfigurationError that names every wrong value at once.
    """
    configuration, problems = resolve(environ, command_line or {})
    if problems:
        raise ConfigurationError("\n".join(problems))
    return configuration


def resolve(
    environ: Mapping[str, str], command_line: Mapping[str, str], file: Path | None = None
) -> tuple[Configuration, list[str]]:
    """The configuration, and everything that is wrong with it, one sentence each.

    file: a config.xml to take in the place of the state directory's own.
    A wrong value has its default here: to look for more that is wrong, not to start with.
    """
    omerodir = directory(environ)
    given, problems = collect(environ, command_line, file)
    of_apps, more = apps.properties(_text(catalogue.APPS, given))
    problems += more
    problems += wrong_names(given.values(), of_apps, apps.missing(_text(catalogue.APPS, given)))
    values, more = _values(given, omerodir)
    problems += more
    app_settings, more = apps.settings(of_apps, given)
    problems += more
    configuration = Configuration(omerodir, values, given, app_settings)
    if not problems:
        problems += contradictions(configuration)
    return configuration, problems


def check_value(entry: Given, omerodir: Path) -> None:
    """Raises ConfigurationError where a text is wrong for a property or the name is refused."""
    if entry.name in SUCCESSORS:
        raise ConfigurationError(refused(entry))
    declared = catalogue.BY_NAME.get(entry.name)
    if declared is None:
        return
    try:
        _value(declared, {entry.name: entry.text}, omerodir)
    except ValueError as error:
        raise ConfigurationError(wrong(entry, error)) from None


def wrong(entry: Given, error: ValueError) -> str:
    """What was given, where, and what is expected."""
    return f"{entry.name}={shown(entry.name, entry.text)} (from {entry.source}): expected {error}"


def _values(given: Mapping[str, Given], omerodir: Path) -> tuple[dict[str, object], list[str]]:
    """The value of every property, and what to say of wrong texts."""
    values: dict[str, object] = {}
    problems: list[str] = []
    texts: dict[str, str] = {}
    for declared in catalogue.PROPERTIES:
        entry = given.get(declared.name)
        if entry is None:
            continue
        try:
            values[declared.name] = _value(declared, {entry.name: entry.text}, omerodir)
        except ValueError as error:
            problems.append(wrong(entry, error))
        else:
            texts[entry.name] = _plain(values[declared.name], entry.text)
    for declared in catalogue.PROPERTIES:
        if declared.name not in values:
            values[declared.name], more = _default(declared, texts, omerodir)
            problems += more
    return values, problems


def _plain(value: object, text: str) -> str:
    """The text that defaults of others are made from: " 4_080 " is 4080."""
    return str(value) if type(value) is int else text


def _default(declared: Property[object], texts: Texts, omerodir: Path) -> tuple[object, list[str]]:
    """A default, made from the texts of other properties where it follows them.

    texts: those that hold, of which this property has none.
    """
    try:
        return _value(declared, texts, omerodir), []
    except ValueError as error:
        problem = f"{declared.name}: its default does not fit the others: expected {error}; set it"
        return _value(declared, {}, omerodir), [problem]


def _value(declared: Property[object], texts: Texts, omerodir: Path) -> object:
    text = texts.get(declared.name)
    if text is None:
        text = declared.default_text(texts)
    if text is None:
        return None
    return declared.parse(plain_text(text).replace("$OMERODIR", str(omerodir)))


def _text(declared: Property[object], given: Mapping[str, Given]) -> str:
    entry = given.get(declared.name)
    return entry.text if entry else str(declared.default)
