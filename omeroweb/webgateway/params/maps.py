"""The parameter `maps`: a JSON list with one object for each entry of `c`, by position."""

import json
import logging
import math
from dataclasses import dataclass
from typing import Any

from omeroweb.rendering import Family

log = logging.getLogger(__name__)

FAMILIES = {family.value: family for family in Family}
MOST_COEFFICIENT = 100.0


@dataclass(frozen=True)
class MapEntry:
    """How one channel is mapped; what the entry does not say is None."""

    is_inverted: bool | None = None
    family: Family | None = None
    coefficient: float | None = None


def map_entries(text: str | None) -> tuple[MapEntry, ...]:
    """The entries of `maps`; none where it is no JSON list."""
    listed = parsed(text) if text else []
    if listed is None:
        log.info("maps=%r is ignored, expected a JSON list", text)
        return ()
    return tuple(_entry(entry) for entry in listed)


def parsed(text: str) -> list[Any] | None:
    """The JSON list itself; None where it is none."""
    try:
        listed = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return listed if isinstance(listed, list) else None


def _entry(entry: object) -> MapEntry:
    if not isinstance(entry, dict):
        return MapEntry()
    family, coefficient = _quantization(entry.get("quantization"))
    return MapEntry(_is_inverted(entry), family, coefficient)


def _is_inverted(entry: dict[str, Any]) -> bool | None:
    """`reverse` is the older name; `inverted` wins."""
    said = entry.get("inverted", entry.get("reverse"))
    if not isinstance(said, dict) or "enabled" not in said:
        return None
    return said["enabled"] in (True, "true")


def _quantization(said: object) -> tuple[Family | None, float | None]:
    if not isinstance(said, dict):
        return None, None
    family = FAMILIES.get(str(said.get("family")))
    try:
        coefficient = float(said.get("coefficient", 1.0))
    except (TypeError, ValueError, OverflowError):
        coefficient = math.nan
    if family is None or not 0 < coefficient <= MOST_COEFFICIENT:
        log.info(
            "maps: quantization %r is ignored, expected a family of %s and a coefficient above 0",
            said,
            ", ".join(FAMILIES),
        )
        return None, None
    return family, coefficient
