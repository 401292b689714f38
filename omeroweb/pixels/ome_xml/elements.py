"""What attributes and child elements say, or that they say nothing: wrong values are left out."""

import math
from collections.abc import Iterator
from datetime import UTC, datetime
from xml.etree.ElementTree import Element

from omeroweb.pixels.ome_xml.units import unit_name
from omeroweb.quantities import Length

# What the integer columns of every database take.
LARGEST = 2**63 - 1


def text(element: Element | None, name: str) -> str:
    """An attribute as text; empty where it is not there."""
    return "" if element is None else element.get(name, "")


def child_text(element: Element, name: str) -> str:
    """What a child element holds, without the space around it."""
    return (element.findtext(name) or "").strip()


def number(element: Element, name: str) -> float | None:
    """A finite number; None for anything else."""
    return _finite(element.get(name))


def whole(element: Element, name: str) -> int | None:
    """A whole number, also one that was written as 2.0."""
    value = _finite(element.get(name))
    return None if value is None or abs(value) > LARGEST else int(value)


def boolean(element: Element, name: str) -> bool | None:
    return {"true": True, "1": True, "false": False, "0": False}.get(text(element, name).lower())


def quantity(element: Element, name: str, default_unit: str) -> Length | None:
    """A number with its unit, from the attributes Name and NameUnit. Unknown units: None."""
    value = number(element, name)
    said = element.get(f"{name}Unit")
    unit = default_unit if said is None else unit_name(said)
    return None if value is None or unit is None else Length(value, unit)


def nanometers(element: Element, name: str) -> float | None:
    """A wavelength in nanometers."""
    found = quantity(element, name, "NANOMETER")
    factors = {"NANOMETER": 1.0, "ANGSTROM": 0.1, "MICROMETER": 1000.0, "METER": 1e9}
    return None if found is None or found.unit not in factors else found.value * factors[found.unit]


def moment(value: str) -> datetime | None:
    """A date and time of XML Schema; without a zone it is UTC, as OMERO takes it."""
    try:
        parsed = datetime.fromisoformat(value.strip())
        return parsed.astimezone(UTC) if parsed.tzinfo else parsed.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None


def references(element: Element, name: str) -> Iterator[str]:
    """The ids that child elements of a name refer to."""
    for child in element.iterfind(name):
        found = child.get("ID")
        if found:
            yield found


def _finite(value: str | None) -> float | None:
    try:
        parsed = float(value or "")
    except ValueError:
        return None
    return parsed if math.isfinite(parsed) else None
