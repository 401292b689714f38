"""Files of settings, `*.omero`: `key=value` lines, or lines as the `omero` command takes them.

    omero.web.public.enabled=true
    config set -- omero.web.prefix /omero
    config append --set -- omero.web.apps '"omero_figure"'
    config remove -- omero.web.apps '"omero_mapr"'

`#` begins a comment line; a final `\\` joins the next line.
"""

import json
import re
import shlex
from collections.abc import Iterator, Mapping, MutableMapping
from dataclasses import dataclass
from pathlib import Path

from omeroweb.config.property import Texts
from omeroweb.errors import ConfigurationError

# A folder of them, read at every start.
FOLDER_VARIABLE = "OMERO_WEB_CONFIG_FOLDER"
PROPERTY_NAME = re.compile(r"[A-Za-z0-9._-]+")
EXPECTED = "expected KEY=VALUE, or config set|append|remove KEY VALUE"


@dataclass(frozen=True)
class Change:
    """One line: what it does to which property. value None: the property is unset.

    kind: "set", "append" or "remove"; where: file and line, for messages.
    only_once: append nothing that is there already.
    """

    kind: str
    name: str
    value: str | None
    where: str
    only_once: bool = False

    def apply(self, texts: MutableMapping[str, str], defaults: Texts) -> None:
        """Change the texts. Raises ConfigurationError where that cannot be done.

        defaults: what a list that is not set yet begins with.
        """
        if self.kind == "set":
            if self.value is None:
                texts.pop(self.name, None)
            else:
                texts[self.name] = self.value
            return
        try:
            before = texts.get(self.name, defaults.get(self.name, "[]"))
            change = with_element if self.kind == "append" else without_element
            after = change(before, self.value or "", only_once=self.only_once)
        except ValueError as error:
            raise ConfigurationError(f"{self.name} (from {self.where}): {error}") from None
        if after is not None:
            texts[self.name] = after


def with_element(text: str, element: str, *, only_once: bool = False) -> str | None:
    """A JSON list with one more element; None where it stays as it is.

    Raises ValueError that says what is expected.
    """
    elements, added = _list(text), _element(element)
    if only_once and added in elements:
        return None
    return json.dumps([*elements, added])


def without_element(text: str, element: str, *, only_once: bool = False) -> str | None:
    """A JSON list without one element. Raises ValueError where it is not in it."""
    elements, removed = _list(text), _element(element)
    if removed not in elements:
        raise ValueError(f"{element} is not in {text}")
    elements.remove(removed)
    return json.dumps(elements)


def read(file: Path) -> list[Change]:
    """The changes that a file asks for. Raises ConfigurationError with every line that is wrong."""
    try:
        content = file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise ConfigurationError(f"{file}: not UTF-8 text") from None
    except OSError as error:
        raise ConfigurationError(f"{file}: cannot be read ({error.strerror})") from None
    return parse(content, str(file))


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
    """The `*.omero` files of $OMERO_WEB_CONFIG_FOLDER, else of $OMERODIR/config, by name."""
    given = environ.get(FOLDER_VARIABLE)
    folder = Path(given) if given else omerodir / "config"
    return sorted(folder.glob("*.omero"))


def _lines(content: str) -> Iterator[tuple[int, str]]:
    """Lines that say something, with the number of their first part."""
    parts: list[str] = []
    first = 1
    for number, line in enumerate(content.split("\n"), 1):
        if not parts:
            first = number
        if line.endswith("\\"):
            parts.append(line[:-1])
            continue
        whole = "".join([*parts, line]).strip()
        parts = []
        if whole and not whole.startswith("#"):
            yield first, whole
    rest = "".join(parts).strip()
    if rest and not rest.startswith("#"):
        yield first, rest


def _change(line: str, where: str) -> Change:
    key, separator, value = line.partition("=")
    if separator and PROPERTY_NAME.fullmatch(key.strip()):
        return Change("set", key.strip(), value.strip(), where)
    try:
        words = shlex.split(line)
    except ValueError as error:
        raise ValueError(f"{EXPECTED} ({error})") from None
    match [word for word in words if word != "--"]:
        case ["config", "set", name]:
            change = Change("set", name, None, where)
        case ["config", "set", name, value]:
            change = Change("set", name, value, where)
        case ["config", "append", "--set", name, value]:
            change = Change("append", name, value, where, only_once=True)
        case ["config", ("append" | "remove") as kind, name, value]:
            change = Change(kind, name, value, where)
        case _:
            raise ValueError(EXPECTED)
    if not PROPERTY_NAME.fullmatch(change.name):
        raise ValueError(f"illegal property name {change.name!r}: letters, digits, . _ and -")
    return change


def _list(text: str) -> list[object]:
    try:
        elements = json.loads(text)
    except (ValueError, RecursionError):
        elements = None
    if not isinstance(elements, list):
        raise ValueError(f"expected a JSON list to change, not {text!r}")
    return elements


def _element(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise ValueError(
            f"expected JSON, not {text!r}: a string keeps its quotes, e.g. '\"omero_figure\"'"
        ) from None
