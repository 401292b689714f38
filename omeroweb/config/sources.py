"""Where the texts of properties come from; they only collect, the configuration checks."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from omeroweb.config.property import variable

PREFIX = "CONFIG_"
FILE_SUFFIX = "_FILE"
# The server that container users name; it wins over omero.web.server_list from the environment.
HOST_VARIABLE = "OMEROHOST"
SERVER_LIST = "omero.web.server_list"
SERVER_PORT = 4064


@dataclass(frozen=True)
class Given:
    """A text somebody gave for a property, and where."""

    name: str
    text: str
    source: str


def from_environment(
    environ: Mapping[str, str], names: Iterable[str]
) -> tuple[list[Given], list[str]]:
    """The texts that CONFIG_* variables and OMEROHOST give, and the problems met.

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
        if plain == named or named in known:
            given.append(Given(name, value, named))
            continue
        if plain in environ:
            problems.append(f"{name}: given twice, by {plain} and {named}: remove one")
            continue
        try:
            content = Path(value).read_text(encoding="utf-8").removesuffix("\n")
        except (OSError, ValueError) as error:
            problems.append(f"{name}: {named}={value!r} cannot be read ({reason(error)})")
            continue
        given.append(Given(name, content, named))
    host = environ.get(HOST_VARIABLE)
    if host:
        servers = json.dumps([[host, SERVER_PORT, "omero"]])
        given.append(Given(SERVER_LIST, servers, HOST_VARIABLE))
    return given, problems


def property_name(named: str) -> str:
    """The property that a variable outside the catalogue would name: "__" is "_", "_" is "."."""
    words = named.removeprefix(PREFIX).split("__")
    return "_".join(word.replace("_", ".") for word in words)


def reason(error: OSError | ValueError) -> str:
    """Why a file could not be read, in the system's own words, without the number."""
    if isinstance(error, UnicodeDecodeError):
        return "not UTF-8 text"
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return str(error)
