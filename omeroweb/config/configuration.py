"""The resolved configuration: default < config.xml < *.omero files < environment < command line."""

import difflib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TypeVar, cast

from omeroweb.config import apps, catalogue, config_xml, omero_files
from omeroweb.config.catalogue.refused import SUCCESSORS
from omeroweb.config.checks import contradictions
from omeroweb.config.property import Property, Texts, variable
from omeroweb.config.sources import Given, from_environment
from omeroweb.errors import ConfigurationError

T = TypeVar("T")

WITHOUT_EFFECT = {accepted.name: accepted for accepted in catalogue.WITHOUT_EFFECT}


class Configuration:
    """Values of all properties: ``configuration[catalogue.SERVER_PORT]`` is an int."""

    def __init__(
        self,
        omerodir: Path,
        values: Mapping[str, object],
        given: Mapping[str, Given],
        app_settings: Mapping[str, object],
    ):
        self.omerodir = omerodir
        self.app_settings = app_settings
        self._values = values
        self._given = given

    def __getitem__(self, wanted: Property[T]) -> T:
        return cast(T, self._values[wanted.name])

    def optional(self, wanted: Property[T]) -> T | None:
        """The value of a property that may be unset."""
        return cast("T | None", self._values[wanted.name])

    def source(self, wanted: Property[object]) -> str:
        """Where the value comes from: "default", a file, a variable's name or "command line"."""
        entry = self._given.get(wanted.name)
        return entry.source if entry else "default"

    @property
    def given(self) -> Mapping[str, Given]:
        """Everything that somebody set, by property."""
        return self._given

    @property
    def notes(self) -> list[str]:
        """What was set and changes nothing, one sentence each."""
        notes = []
        for name, entry in sorted(self._given.items()):
            if name in WITHOUT_EFFECT:
                notes.append(
                    f"{name} (from {entry.source}) has no effect: {WITHOUT_EFFECT[name].reason}"
                )
            elif _is_foreign(entry):
                notes.append(f"{name} (from {entry.source}) is no property of OMERO.web: ignored")
        return notes


def load(
    environ: Mapping[str, str], command_line: Mapping[str, str] | None = None
) -> Configuration:
    """Resolve and check every property.

    environ: the process environment; OMERODIR in it names the state directory (./var).
    command_line: property name -> text, the strongest source.
    Raises ConfigurationError that names every wrong value at once.
    """
    omerodir = directory(environ)
    given, problems = collect(environ, command_line or {})
    of_apps, more = apps.properties(_text(catalogue.APPS, given))
    problems += more
    problems += _wrong_names(given.values(), of_apps)
    texts = {name: entry.text for name, entry in given.items()}
    values, more = _values(given, texts, omerodir)
    problems += more
    app_settings, more = apps.settings(of_apps, given)
    problems += more
    if not problems:
        configuration = Configuration(omerodir, values, given, app_settings)
        problems += contradictions(configuration)
    if problems:
        raise ConfigurationError("\n".join(problems))
    return configuration


def _values(
    given: Mapping[str, Given], texts: Texts, omerodir: Path
) -> tuple[dict[str, object], list[str]]:
    """The value of every property, and what to say of wrong texts."""
    values: dict[str, object] = {}
    problems: list[str] = []
    of_defaults: list[str] = []
    for declared in catalogue.PROPERTIES:
        try:
            values[declared.name] = _value(declared, texts, omerodir)
        except ValueError as error:
            if declared.name in given:
                problems.append(_wrong(declared, given[declared.name], error))
            else:
                of_defaults.append(f"{declared.name}: its default does not fit: expected {error}")
    # A default that is wrong was made from a value that is, and that one is reported.
    return values, problems or of_defaults


def directory(environ: Mapping[str, str]) -> Path:
    """The state directory: $OMERODIR, else ./var."""
    return Path(environ.get("OMERODIR") or "var").expanduser().absolute()


def collect(
    environ: Mapping[str, str], command_line: Mapping[str, str]
) -> tuple[dict[str, Given], list[str]]:
    """What every source gives, the strongest one for each property, and the problems met."""
    omerodir = directory(environ)
    file = config_xml.config_file(omerodir)
    problems: list[str] = []
    given: dict[str, Given] = {}
    try:
        stored = config_xml.read(file, environ).current
        given = {name: Given(name, text, str(file)) for name, text in stored.items()}
    except ConfigurationError as error:
        problems.append(str(error))
    for found in omero_files.files(environ, omerodir):
        try:
            _apply(omero_files.read(found), given)
        except ConfigurationError as error:
            problems.append(str(error))
    from_variables, more = from_environment(environ, (*catalogue.NAMES, *given))
    problems += more
    given |= {entry.name: entry for entry in from_variables}
    given |= {name: Given(name, text, "command line") for name, text in command_line.items()}
    return given, problems


def _apply(changes: Iterable[omero_files.Change], given: dict[str, Given]) -> None:
    for change in changes:
        texts = {name: entry.text for name, entry in given.items()}
        change.apply(texts, defaults(texts))
        if change.name in texts:
            given[change.name] = Given(change.name, texts[change.name], change.where)
        else:
            given.pop(change.name, None)


def defaults(texts: Texts) -> dict[str, str]:
    """The defaults of all properties that have one."""
    found = {declared.name: declared.default_text(texts) for declared in catalogue.PROPERTIES}
    return {name: text for name, text in found.items() if text is not None}


def _text(declared: Property[object], given: Mapping[str, Given]) -> str:
    entry = given.get(declared.name)
    return entry.text if entry else str(declared.default)


def check_value(name: str, text: str, omerodir: Path) -> None:
    """Raises ConfigurationError where a text is wrong for a property or the name is refused."""
    entry = Given(name, text, "command line")
    if name in SUCCESSORS:
        raise ConfigurationError(_refused(entry))
    declared = catalogue.BY_NAME.get(name)
    if declared is None:
        return
    try:
        _value(declared, {name: text}, omerodir)
    except ValueError as error:
        raise ConfigurationError(_wrong(declared, entry, error)) from None


def _value(declared: Property[object], texts: Texts, omerodir: Path) -> object:
    text = texts.get(declared.name)
    if text is None:
        text = declared.default_text(texts)
    if text is None:
        return None
    return declared.parse(text.replace("$OMERODIR", str(omerodir)))


def _wrong(declared: Property[object], entry: Given, error: ValueError) -> str:
    shown = "********" if declared.is_secret else repr(entry.text)
    return f"{declared.name}={shown} (from {entry.source}): expected {error}"


def _wrong_names(given: Iterable[Given], of_apps: Iterable[apps.AppProperty]) -> list[str]:
    """What to say of names that mean nothing here, or something else than before."""
    of_app = {declared.name for declared in of_apps}
    problems = []
    for entry in given:
        if entry.name in SUCCESSORS:
            problems.append(_refused(entry))
        elif entry.name.startswith(catalogue.OWN_NAMESPACE) and not (
            _is_known(entry.name) or entry.name in of_app
        ):
            problems.append(f"{entry.name} (from {entry.source}): {unknown(entry)}")
    return problems


def unknown(entry: Given) -> str:
    """That there is no such property, with the nearest name, as the source would write it."""
    nearest = difflib.get_close_matches(entry.name, catalogue.NAMES, n=1)
    if not nearest:
        return "no such property; docs/settings.md lists them"
    is_variable = entry.source.startswith("CONFIG_")
    return f"no such property; did you mean {variable(nearest[0]) if is_variable else nearest[0]}?"


def _refused(entry: Given) -> str:
    refused = SUCCESSORS[entry.name]
    return (
        f"{entry.name} (from {entry.source}): no longer used; set {refused.successor} instead "
        f"({refused.advice}) and unset {entry.name}"
    )


def _is_known(name: str) -> bool:
    return name in catalogue.BY_NAME or name in WITHOUT_EFFECT or name in SUCCESSORS


def _is_foreign(entry: Given) -> bool:
    """Whether a variable that was meant for OMERO names nothing of OMERO.web."""
    is_ours = entry.name.startswith(("omero.", "Ice.")) and not _is_known(entry.name)
    return is_ours and entry.source.startswith("CONFIG_")
