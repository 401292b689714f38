"""Files of settings, `*.omero`: `key=value` lines, or lines as the `omero` command takes them.

    omero.web.public.enabled=true
    config set -- omero.web.prefix /omero
    config append --set -- omero.web.apps '"omero_figure"'
    config remove -- omero.web.apps '"omero_mapr"'

`#` begins a comment line; a final `\\` joins the next line. A value that begins with dashes comes
behind `--`.
"""

import shlex
from collections.abc import Iterator, Mapping
from pathlib import Path

from omeroweb.config.changes import PROPERTY_NAME, Change, check_name, with_element
from omeroweb.errors import ConfigurationError

__all__ = ["Change", "files", "parse", "read", "text_of", "with_element"]

# A folder of them, read at every start.
FOLDER_VARIABLE = "OMERO_WEB_CONFIG_FOLDER"
# A folder of them that a container image was built with: weaker than config.xml.
BUILT_IN_VARIABLE = "OMERO_WEB_BUILT_IN"
EXPECTED = "expected KEY=VALUE, or config set|append|remove KEY VALUE"
OPTIONS = {
    "set": frozenset({"--report"}),
    "append": frozenset({"--report", "--set"}),
    "remove": frozenset({"--report"}),
}


def read(file: Path) -> list[Change]:
    """The changes that a file asks for. Raises ConfigurationError with every line that is wrong."""
    return parse(text_of(file), str(file))


def text_of(file: Path) -> str:
    """The text of a file. Raises ConfigurationError where it cannot be read."""
    try:
        # Editors on Windows begin a file with a mark.
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise ConfigurationError(f"{file}: not UTF-8 text") from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise ConfigurationError(f"{file}: cannot be read ({reason})") from None


def parse(content: str, name: str) -> list[Change]:
    """The changes that a text asks for; name: what messages call it."""
    changes, problems = [], []
    for number, line in _lines(content):
        where = f"{name}, line {number}"
        try:
            changes.append(_change(line, where))
        except ValueError as error:
            problems.append(f"{where}: {error}")
    if problems:
        raise ConfigurationError("\n".join(problems))
    return changes


def files(environ: Mapping[str, str], omerodir: Path) -> list[Path]:
    """The `*.omero` files of $OMERO_WEB_CONFIG_FOLDER, else of $OMERODIR/config, by name.

    None where there is no such folder. Raises ConfigurationError where it cannot be looked into.
    """
    given = environ.get(FOLDER_VARIABLE)
    return _files(Path(given) if given else omerodir / "config")


def built_in(environ: Mapping[str, str]) -> list[Path]:
    """The `*.omero` files of $OMERO_WEB_BUILT_IN, by name; none where it is not set."""
    given = environ.get(BUILT_IN_VARIABLE)
    return _files(Path(given)) if given else []


def _files(folder: Path) -> list[Path]:
    try:
        found = [file for file in folder.iterdir() if file.match("[!.]*.omero")]
    except (FileNotFoundError, NotADirectoryError):
        return []
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise ConfigurationError(f"{folder}: cannot be looked into ({reason})") from None
    return sorted(found)


def _lines(content: str) -> Iterator[tuple[int, str]]:
    """Lines that say something, with the number of their first part."""
    parts: list[str] = []
    first = 1
    for number, line in enumerate([*content.split("\n"), ""], 1):
        if not parts:
            first = number
            if line.lstrip().startswith("#"):
                continue
        if line.endswith("\\"):
            parts.append(line[:-1])
            continue
        whole = "".join([*parts, line]).strip()
        parts = []
        if whole:
            yield first, whole


def _change(line: str, where: str) -> Change:
    key, separator, value = line.partition("=")
    if separator and PROPERTY_NAME.fullmatch(key.strip()):
        change = Change("set", key.strip(), value.strip(), where)
    else:
        change = _command(line, where)
    check_name(change.name)
    return change


def _command(line: str, where: str) -> Change:
    try:
        options, operands = _split(shlex.split(line))
    except ValueError as error:
        raise ValueError(f"{EXPECTED} ({error})") from None
    match operands:
        case ["config", "set", name]:
            kind, value = "set", None
        case ["config", ("set" | "append" | "remove") as kind, name, value]:
            pass
        case _:
            raise ValueError(EXPECTED)
    if options - OPTIONS[kind]:
        raise ValueError(f"{EXPECTED}; a value that begins with -- comes behind --")
    return Change(kind, name, value, where, only_once="--set" in options)


def _split(words: list[str]) -> tuple[set[str], list[str]]:
    """Options and operands; what comes behind -- is no option."""
    head = words[: words.index("--")] if "--" in words else words
    options = {word for word in head if word.startswith("--")}
    operands = [word for word in head if word not in options]
    return options, operands + words[len(head) + 1 :]
