"""What the tags of TIFF pages say beyond pixels: resolution, dates, what scanners write."""

import contextlib
import math
import re
from datetime import UTC, datetime
from typing import Any

import tifffile

from omeroweb.pixels.description import Pairs
from omeroweb.pixels.limits import limits
from omeroweb.pixels.tiff_file import DAMAGED, OpenedTiff
from omeroweb.quantities import Length

# Micrometers of TIFF's units of resolution; 1, no absolute unit, says nothing.
RESOLUTION_UNITS = {2: 25_400.0, 3: 10_000.0}
# Wider pixels are the 72 or 96 dots per inch of programs that know no better.
WIDEST_PIXEL = 100.0
# Characters that are kept of one value, and values of one file.
LONGEST_VALUE = 4096
MOST_VALUES = 2000
# Where pixels lie and how they are compressed is no metadata of anybody's.
STRUCTURE = frozenset(
    {
        "StripOffsets",
        "StripByteCounts",
        "TileOffsets",
        "TileByteCounts",
        "SubIFDs",
        "JPEGTables",
        "ColorMap",
        "McuStarts",
        "McuStartsHighBytes",
        "InterColorProfile",
        "IJMetadata",
        "IJMetadataByteCounts",
        "FreeOffsets",
        "FreeByteCounts",
    }
)


def common(page: tifffile.TiffPage) -> dict[str, Any]:
    """Fields of ImageDescription that any TIFF page may give."""
    said: dict[str, Any] = {"acquired": _date(_value(page, "DateTime"))}
    description = page.description
    is_json = description.startswith("{")
    if description and not is_json and not page.is_imagej and not page.is_svs:
        said["description"] = description[:LONGEST_VALUE]
    unit = RESOLUTION_UNITS.get(int(_value(page, "ResolutionUnit") or 1))
    for field, name in (("physical_size_x", "XResolution"), ("physical_size_y", "YResolution")):
        per_unit = ratio(_value(page, name))
        if unit and per_unit and unit / per_unit < WIDEST_PIXEL:
            said[field] = Length(unit / per_unit, "MICROMETER")
    return said


def aperio(page: tifffile.TiffPage) -> dict[str, Any]:
    """What Aperio's description says: |MPP = 0.4990|AppMag = 20|Date = 12/29/09|..."""
    found = dict(aperio_pairs(page.description))
    said: dict[str, Any] = {"description": page.description[:LONGEST_VALUE]}
    width = positive(found.get("MPP"))
    if width:
        said["physical_size_x"] = said["physical_size_y"] = Length(width, "MICROMETER")
    magnification = positive(found.get("AppMag"))
    if magnification:
        said["magnification"] = magnification
    with contextlib.suppress(ValueError):
        written = f"{found.get('Date')} {found.get('Time')}"
        said["acquired"] = datetime.strptime(written, "%m/%d/%y %H:%M:%S").replace(tzinfo=UTC)
    return said


def aperio_pairs(description: str) -> list[tuple[str, str]]:
    """The names and values of an Aperio description."""
    parts = (part.partition("=") for part in description.split("|")[1:])
    return [(name.strip(), value.strip()) for name, separator, value in parts if separator]


def hamamatsu(page: tifffile.TiffPage) -> dict[str, Any]:
    """Hamamatsu's tag 65421 is the magnification of the objective."""
    magnification = positive(page.tags.valueof(65421))
    return {"magnification": magnification} if magnification else {}


def pairs(file: OpenedTiff) -> Pairs:
    """Original metadata: the tags of the first page, and what its description holds in pairs."""
    found: list[tuple[str, str]] = []
    with file.structure() as tiff:
        page = tiff.pages.first
        for tag in page.tags:
            if tag.name in STRUCTURE or tag.name == "ImageDescription":
                continue
            try:
                value = tag.value
            except DAMAGED:
                continue
            if isinstance(value, bytes) or (isinstance(value, tuple) and len(value) > 16):
                continue
            found.append((tag.name, _shown(value)))
        if tiff.is_svs:
            found += aperio_pairs(page.description)
        elif tiff.is_imagej and tiff.imagej_metadata:
            found += [
                (name, _shown(value))
                for name, value in tiff.imagej_metadata.items()
                if name not in ("LUTs", "Overlays", "ROI", "Ranges")
            ]
        elif page.description:
            found += _lines(page.description)
    allowed = min(MOST_VALUES, limits().metadata_bytes // LONGEST_VALUE)
    return tuple(found[:allowed])


def _lines(description: str) -> list[tuple[str, str]]:
    """name=value lines, as many programs write them; else the description as it is."""
    matches = re.findall(r"^\s*([\w .()-]{1,80}?)\s*[=:]\s*(.+?)\s*$", description, re.MULTILINE)
    return matches[:MOST_VALUES] or [("ImageDescription", description[:LONGEST_VALUE])]


def _shown(value: object) -> str:
    return str(value).replace("\0", "")[:LONGEST_VALUE]


def _value(page: tifffile.TiffPage, name: str) -> Any:
    try:
        return page.tags.valueof(name)
    except DAMAGED:
        return None


def _date(value: object) -> datetime | None:
    """YYYY:MM:DD HH:MM:SS, as TIFF has it."""
    if not isinstance(value, str):
        return None
    try:
        return datetime.strptime(value.strip(), "%Y:%m:%d %H:%M:%S").replace(tzinfo=UTC)
    except ValueError:
        return None


def ratio(value: object) -> float | None:
    if isinstance(value, tuple) and len(value) == 2 and value[1]:
        return positive(value[0] / value[1])
    return positive(value)


def positive(value: object) -> float | None:
    try:
        number = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return None
    return number if math.isfinite(number) and number > 0 else None
