"""Where the texts of properties come from; they only collect, the configuration checks."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from omeroweb.config.masking import MASK, shown
from omeroweb.config.parsers import database_url
from omeroweb.config.property import variable

PREFIX = "CONFIG_"
FILE_SUFFIX = "_FILE"
# The server that container users name; it wins over omero.web.server_list from the environment.
HOST_VARIABLE = "OMEROHOST"
SERVER_LIST = "omero.web.server_list"
SERVER_PORT = 4064
# The database that hosting platforms name; it, too, stands for a property.
DATABASE_VARIABLE = "DATABASE_URL"
DATABASES = "omero.web.databases"
COMMAND_LINE = "command line"
# A variable that names something else was not meant for us.
NAMESPACES = ("omero.", "Ice.")


@dataclass(frozen=True)
class Given:
    """A text somebody gave for a property, and where."""

    name: str
    text: str
    source: str


def is_variable(source: str) -> bool:
    """Whether a source is the environment, and not a file or the command line."""
    return source.startswith((PREFIX, DATABASE_VARIABLE)) or source == HOST_VARIABLE


def from_environment(
    environ: Mapping[str, str], names: Iterable[str]
) -> tuple[list[Given], list[str]]:
    """The texts that CONFIG_* variables, OMEROHOST and DATABASE_URL give, and the problems met.

    names: the properties that a variable can name without a guess.
    CONFIG_<name>_FILE names a file that holds the value; a final line break is dropped.
    """
    known = {variable(name): name for name in names}
    given: list[Given] = []
    problems: list[str] = []
    for named, value in sorted(environ.items()):
        if not named.startswith(PREFIX):
            continue
        plain = named.removesuffix(FILE_SUFFIX)
        name = known.get(named) or known.get(plain) or property_name(plain)
        if plain not in known and named not in known and not name.startswith(NAMESPACES):
            continue  # CONFIG_FILE and the like belong to another program
        if plain == named or named in known:
            given.append(Given(name, value, named))
        elif plain in environ:
            problems.append(f"{name}: given twice, by {plain} and {named}: remove one")
        else:
            try:
                given.append(Given(name, _content(value), named))
            except ValueError as error:
                problems.append(f"{name}: {named}={_file(name, value)} cannot be read ({error})")
    host = environ.get(HOST_VARIABLE)
    if host:
        servers = json.dumps([[host, SERVER_PORT, "omero"]])
        given.append(Given(SERVER_LIST, servers, HOST_VARIABLE))
    database, more = _from_database_url(environ, given)
    return given + database, problems + more


def _from_database_url(
    environ: Mapping[str, str], given: Iterable[Given]
) -> tuple[list[Given], list[str]]:
    """omero.web.databases from DATABASE_URL or the file that DATABASE_URL_FILE names.

    given: what CONFIG_* variables say. Two variables that name a database may mean two of them.
    """
    file_variable = DATABASE_VARIABLE + FILE_SUFFIX
    named = [name for name in (DATABASE_VARIABLE, file_variable) if environ.get(name)]
    if not named:
        return [], []
    named += [entry.source for entry in given if entry.name == DATABASES]
    if len(named) > 1:
        return [], [f"{DATABASES}: given twice, by {named[0]} and {named[1]}: remove one"]
    (source,) = named
    text = environ[source]
    try:
        if source == file_variable:
            text = _content(text)
    except ValueError as error:
        return [], [f"{DATABASES}: {source}={_file(DATABASES, text)} cannot be read ({error})"]
    try:
        return [Given(DATABASES, json.dumps(database_url(text)), source)], []
    except ValueError as error:
        return [], [f"{source}={MASK}: expected {error}"]


def property_name(named: str) -> str:
    """The property that a variable outside the catalogue would name: "__" is "_", "_" is "."."""
    words = named.removeprefix(PREFIX).split("__")
    return "_".join(word.replace("_", ".") for word in words)


def _content(file: str) -> str:
    """The text of a file. Raises ValueError that says why there is none."""
    try:
        return Path(file).read_text(encoding="utf-8").removesuffix("\n")
    except UnicodeDecodeError:
        raise ValueError("not UTF-8 text") from None
    except OSError as error:
        # The system's own words, without the number.
        raise ValueError(error.strerror or str(error)) from None


def _file(name: str, value: str) -> str:
    """The name of a file, unless it may be the secret itself that was put there by mistake."""
    return repr(value) if value.startswith("/") or shown(name, value) != MASK else MASK
