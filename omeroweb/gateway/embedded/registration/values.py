"""From values of a file to values of columns."""

from datetime import UTC, datetime
from typing import Any

from omeroweb.gateway.embedded import models
from omeroweb.pixels.shapes import Color
from omeroweb.quantities import Length


def text(said: str) -> str:
    """Text that every database keeps: without NUL and halves of surrogate pairs."""
    if said.isprintable():
        return said
    return said.replace("\0", "").encode("utf-8", "replace").decode("utf-8")


def word(said: str) -> str:
    """Text for a short column; what is longer is cut."""
    return text(said)[: models.NAME_LENGTH]


def length(name: str, said: Length | None) -> dict[str, Any]:
    """The columns of a quantity: its value and, under ``name_unit``, its unit."""
    return {} if said is None else {name: said.value, f"{name}_unit": said.unit}


def nanometers(said: Length | None) -> float | None:
    """A wavelength; other units than nanometers are rare and left out."""
    return said.value if said and said.unit == "NANOMETER" else None


def aware(moment: datetime | None) -> datetime | None:
    """OME-XML times without a zone are taken as UTC."""
    return moment if moment is None or moment.tzinfo else moment.replace(tzinfo=UTC)


def rgba(color: Color | None) -> int | None:
    """0xRRGGBBAA."""
    return color and color.red << 24 | color.green << 16 | color.blue << 8 | color.alpha


def owned(row: models.Owned) -> dict[str, int]:
    """Owner and group, as another object has them."""
    return {"owner_id": row.owner_id, "group_id": row.group_id}
