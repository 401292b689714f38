"""Where the texts of properties come from; they only collect, the configuration checks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from omeroweb.config.property import Property

PREFIX = "CONFIG_"
FILE_SUFFIX = "_FILE"


@dataclass(frozen=True)
class Given:
    """A text somebody gave for a property, and where."""

    name: str
    text: str
    source: str


def from_environment(
    environ: Mapping[str, str], properties: Iterable[Property[object]]
) -> tuple[list[Given], list[str]]:
    """The texts that CONFIG_* variables give, and the problems met while reading them.

    CONFIG_<name>_FILE names a file that holds the value; a final line break is dropped.
    """
    names = {declared.variable: declared.name for declared in properties}
    given: list[Given] = []
    problems: list[str] = []
    for variable, value in sorted(environ.items()):
        if not variable.startswith(PREFIX):
            continue
        plain = variable.removesuffix(FILE_SUFFIX)
        name = names.get(variable) or names.get(plain) or property_name(plain)
        if plain == variable or variable in names:
            given.append(Given(name, value, variable))
            continue
        if plain in environ:
            problems.append(f"{name}: given twice, by {plain} and {variable}: remove one")
            continue
        try:
            content = Path(value).read_text(encoding="utf-8").removesuffix("\n")
        except (OSError, UnicodeDecodeError) as error:
            problems.append(f"{name}: {variable}={value!r} cannot be read ({reason(error)})")
            continue
        given.append(Given(name, content, variable))
    return given, problems


def property_name(variable: str) -> str:
    """The property that a variable outside the catalogue would name: "__" is "_", "_" is "."."""
    words = variable.removeprefix(PREFIX).split("__")
    return "_".join(word.replace("_", ".") for word in words)


def reason(error: OSError | UnicodeDecodeError) -> str:
    """Why a file could not be read, in the system's own words, without the number."""
    if isinstance(error, UnicodeDecodeError):
        return "not UTF-8 text"
    return error.strerror or type(error).__name__
