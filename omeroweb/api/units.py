"""Units and types as the JSON API writes them. Source: OME model 2016-06."""

from typing import Any

from omeroweb.quantities import Length

SCHEMA = "http://www.openmicroscopy.org/Schemas/OME/2016-06"

SYMBOLS = {
    "ANGSTROM": "Å",
    "PICOMETER": "pm",
    "NANOMETER": "nm",
    "MICROMETER": "µm",
    "MILLIMETER": "mm",
    "CENTIMETER": "cm",
    "METER": "m",
    "INCH": "in",
    "PIXEL": "pixel",
    "POINT": "pt",
    "REFERENCEFRAME": "reference frame",
    "NANOSECOND": "ns",
    "MICROSECOND": "µs",
    "MILLISECOND": "ms",
    "SECOND": "s",
    "MINUTE": "min",
    "HOUR": "h",
    "DAY": "d",
}
TIMES = frozenset({"NANOSECOND", "MICROSECOND", "MILLISECOND", "SECOND", "MINUTE", "HOUR", "DAY"})

# Ids of OMERO's PixelsType enumeration by the order in which the API documents them.
PIXEL_TYPE_IDS = {
    name: number
    for number, name in enumerate(
        ("bit", "int8", "int16", "int32", "uint8", "uint16", "uint32", "float", "double"), start=1
    )
}


def ome(name: str) -> str:
    """The @type of a schema type."""
    return f"{SCHEMA}#{name}"


def omero(name: str) -> str:
    """The @type of a type that only OMERO has; clients know the prefix "TBD"."""
    return f"TBD#{name}"


def length(quantity: Length) -> dict[str, Any]:
    return {
        "@type": omero("TimeI" if quantity.unit in TIMES else "LengthI"),
        "Unit": quantity.unit,
        "Symbol": SYMBOLS.get(quantity.unit, quantity.unit.lower()),
        "Value": quantity.value,
    }


def nanometers(value: float) -> dict[str, Any]:
    return length(Length(value, "NANOMETER"))


def signed_rgba(color: tuple[int, int, int], alpha: int = 255) -> int:
    """A colour as a signed 32-bit integer, red in the top byte; opaque if nothing else is said."""
    red, green, blue = color
    unsigned = red << 24 | green << 16 | blue << 8 | alpha
    return unsigned - (1 << 32) if unsigned >= 1 << 31 else unsigned
