"""What all sources give together: settings built into an image < config.xml < *.omero files <
environment < command line.
"""

from collections.abc import Callable, Mapping
from pathlib import Path

from omeroweb.config import catalogue, config_xml, omero_files
from omeroweb.config.parsers import path
from omeroweb.config.property import Texts
from omeroweb.config.sources import COMMAND_LINE, Given, from_environment
from omeroweb.errors import ConfigurationError


def directory(environ: Mapping[str, str]) -> Path:
    """The state directory: $OMERODIR, else ./var. Raises ConfigurationError where it is none."""
    given = environ.get("OMERODIR") or "var"
    try:
        return path(given).absolute()
    except (ValueError, OSError) as error:
        raise ConfigurationError(
            f"OMERODIR={given!r}: expected a folder that starts with / ({error})"
        ) from None


def collect(
    environ: Mapping[str, str], command_line: Mapping[str, str], file: Path | None = None
) -> tuple[dict[str, Given], list[str]]:
    """What every source gives, the strongest one for each property, and the problems met.

    file: a config.xml to take in the place of the state directory's own.
    """
    omerodir = directory(environ)
    problems: list[str] = []
    given: dict[str, Given] = {}
    problems += _from_files(lambda: omero_files.built_in(environ), given)
    stored = file or config_xml.config_file(omerodir)
    try:
        texts = config_xml.read(stored, environ).current
        given |= {name: Given(name, text, str(stored)) for name, text in texts.items()}
    except ConfigurationError as error:
        problems.append(str(error))
    problems += _from_files(lambda: omero_files.files(environ, omerodir), given)
    from_variables, more = from_environment(environ, (*catalogue.NAMES, *given))
    given |= {entry.name: entry for entry in from_variables}
    given |= {name: Given(name, text, COMMAND_LINE) for name, text in command_line.items()}
    return given, problems + more


def defaults(texts: Texts) -> dict[str, str]:
    """The defaults of all properties that have one."""
    found = {declared.name: declared.default_text(texts) for declared in catalogue.PROPERTIES}
    return {name: text for name, text in found.items() if text is not None}


def _from_files(find: Callable[[], list[Path]], given: dict[str, Given]) -> list[str]:
    """Change what is given as *.omero files say; what cannot be done is a problem."""
    try:
        files = find()
    except ConfigurationError as error:
        return [str(error)]
    problems = []
    for file in files:
        try:
            changes = omero_files.read(file)
        except ConfigurationError as error:
            problems.append(str(error))
            continue
        problems += [problem for change in changes for problem in _apply(change, given)]
    return problems


def _apply(change: omero_files.Change, given: dict[str, Given]) -> list[str]:
    """Change what is given; returns why that cannot be done."""
    texts = {name: entry.text for name, entry in given.items()}
    try:
        change.apply(texts, defaults(texts) if change.needs_default else {})
    except ConfigurationError as error:
        return [str(error)]
    before, after = given.get(change.name), texts.get(change.name)
    if after is None:
        given.pop(change.name, None)
    elif change.kind == "set" or before is None or before.text != after:
        given[change.name] = Given(change.name, after, change.where)
    return []
