"""Changes of one property: set, unset, an element more or less in a JSON list."""

import json
import re
from collections.abc import MutableMapping
from dataclasses import dataclass

from omeroweb.config.config_xml import INTERNAL
from omeroweb.config.masking import LONGEST, MASK, quoted, shown
from omeroweb.config.property import Texts
from omeroweb.errors import ConfigurationError

PROPERTY_NAME = re.compile(r"[A-Za-z0-9._-]+")


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

    @property
    def needs_default(self) -> bool:
        """Whether the change begins with the property's default where it is not set."""
        return self.kind != "set"

    def apply(self, texts: MutableMapping[str, str], defaults: Texts) -> None:
        """Change the texts. Raises ConfigurationError where that cannot be done.

        defaults: what a list that is not set yet begins with.
        """
        if self.kind != "set":
            after = self._list_after(texts.get(self.name, defaults.get(self.name, "[]")))
        elif self.value is None:
            texts.pop(self.name, None)
            return
        else:
            after = self.value
        if after is not None:
            texts[self.name] = after

    def _list_after(self, before: str) -> str | None:
        change = with_element if self.kind == "append" else without_element
        try:
            return change(before, self.value or "", only_once=self.only_once)
        except ValueError as error:
            is_secret = shown(self.name, before) == MASK
            reason = "expected JSON: an element, and a list that it is in" if is_secret else error
            raise ConfigurationError(f"{self.name} (from {self.where}): {reason}") from None


def with_element(text: str, element: str, *, only_once: bool = False) -> str | None:
    """A JSON list with one more element; None where it stays as it is.

    Raises ValueError that says what is expected.
    """
    elements, added = _list(text), _element(element)
    if only_once and _place(added, elements) is not None:
        return None
    return _written([*elements, added])


def without_element(text: str, element: str, *, only_once: bool = False) -> str | None:
    """A JSON list without one element. Raises ValueError where it is not in it."""
    elements, removed = _list(text), _element(element)
    place = _place(removed, elements)
    if place is None:
        raise ValueError(f"{_short(element)} is not in {_short(text)}")
    del elements[place]
    return _written(elements)


def check_name(name: str) -> None:
    """Raises ValueError where a text cannot be the name of a property."""
    if not PROPERTY_NAME.fullmatch(name):
        raise ValueError(
            f"Illegal property name: {quoted(name)}; expected letters, digits, . _ and -"
        )
    if name in INTERNAL:
        raise ValueError(f"{name} is kept by config.xml itself; omero config def changes profiles")


def _place(element: object, elements: list[object]) -> int | None:
    """Where an element is, as JSON compares: true is not 1, keys have no order."""
    wanted = _written(element, sort_keys=True)
    written = [_written(entry, sort_keys=True) for entry in elements]
    return written.index(wanted) if wanted in written else None


def _written(value: object, *, sort_keys: bool = False) -> str:
    try:
        return json.dumps(value, ensure_ascii=False, allow_nan=False, sort_keys=sort_keys)
    except RecursionError:
        raise ValueError("expected JSON that is nested less deeply") from None


def _list(text: str) -> list[object]:
    try:
        elements = json.loads(text)
    except (ValueError, RecursionError):
        elements = None
    if not isinstance(elements, list):
        raise ValueError(f"expected a JSON list to change, not {_short(text)!r}")
    return elements


def _element(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise ValueError(
            f"expected JSON, not {_short(text)!r}: a string keeps its quotes, e.g. "
            "'\"omero_figure\"'"
        ) from None


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}..."
