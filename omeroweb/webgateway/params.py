"""The query parameters of rendering: `c`, `m`, `p`, `q`, `maps`, `tile`, `region`.

What the reference ignores (an unknown model, a bad colour, a window that is no number) is ignored
here; what it refuses is a BadRequest that says what was expected.
"""

import json
import logging
import re
from dataclasses import dataclass

from django.http import QueryDict

from omeroweb.errors import BadRequest
from omeroweb.gateway.base import Pixels
from omeroweb.quantities import Region
from omeroweb.rendering import Projection

log = logging.getLogger(__name__)

# [-]N[|START:END][$COLOUR]; the window may be missing or empty.
CHANNEL = re.compile(r"(?P<off>-?)(?P<number>\d+)(\|(?P<window>[^$]*))?(\$(?P<color>.+))?")
HEX_DIGITS = re.compile(r"[0-9A-Fa-f]+")

# Widest tile that is served, as the reference cuts it.
MAX_TILE = 1024

TILE_NUMBERS = (3, 5)
REGION_NUMBERS = 4


@dataclass(frozen=True)
class ChannelEntry:
    """One entry of `c`. index counts from 0; what the entry does not say is None."""

    index: int
    is_active: bool
    window: tuple[float, float] | None = None
    color: tuple[int, int, int] | None = None


@dataclass(frozen=True)
class RenderParams:
    """How a picture is asked for. channels: None for the stored settings.

    z_range: first and last plane of a projection, both included; None for the whole stack.
    """

    channels: tuple[ChannelEntry, ...] | None = None
    is_grey: bool | None = None
    quality: float | None = None
    projection: Projection = Projection.NORMAL
    z_range: tuple[int, int] | None = None
    inverted: tuple[bool, ...] = ()

    @classmethod
    def from_query(cls, query: QueryDict) -> "RenderParams":
        listed = query.get("c")
        projection, z_range = _projection(query.get("p", ""))
        return cls(
            channels=channel_entries(listed) if listed else None,
            is_grey={"g": True, "c": False}.get(query.get("m", "")),
            quality=_quality(query.get("q")),
            projection=projection,
            z_range=z_range,
            inverted=_inverted(query.get("maps")),
        )


def channel_entries(text: str) -> tuple[ChannelEntry, ...]:
    """The entries of a `c` parameter; those that do not start with a number are skipped."""
    found = []
    for entry in text.split(","):
        match = CHANNEL.fullmatch(entry.strip())
        if not match or int(match["number"]) < 1:
            log.info("c: entry %r is ignored, expected [-]N[|START:END][$COLOUR]", entry)
            continue
        found.append(
            ChannelEntry(
                int(match["number"]) - 1,
                not match["off"],
                _window(match["window"] or ""),
                color(match["color"] or ""),
            )
        )
    return tuple(found)


def color(text: str) -> tuple[int, int, int] | None:
    """RGB, RGBA, RRGGBB or RRGGBBAA in hex digits as (red, green, blue); None for anything else."""
    if not HEX_DIGITS.fullmatch(text) or len(text) not in (3, 4, 6, 8):
        return None
    digits = "".join(2 * digit for digit in text) if len(text) <= 4 else text
    red, green, blue = bytes.fromhex(digits[:6])
    return red, green, blue


def tile_region(text: str, pixels: Pixels) -> tuple[int, Region]:
    """The level and the pixels of it that `tile=LEVEL,COLUMN,ROW[,W,H]` asks for.

    Tiles at the right and lower edge are cropped to the image. Raises BadRequest.
    """
    numbers = _numbers(text)
    if numbers is None or len(numbers) not in TILE_NUMBERS or min(numbers[:3]) < 0:
        raise BadRequest(
            f"malformed tile argument, tile={text}: expected level,column,row[,width,height], "
            "e.g. tile=0,3,5,256,256"
        )
    level, column, row = numbers[:3]
    if level >= len(pixels.resolutions):
        raise BadRequest(
            f"Invalid resolution level {level}: expected 0 (full resolution) to "
            f"{len(pixels.resolutions) - 1}"
        )
    given_width, given_height = numbers[3:] if len(numbers) == TILE_NUMBERS[1] else (0, 0)
    width = min(given_width if given_width > 0 else pixels.tile_width, MAX_TILE)
    height = min(given_height if given_height > 0 else pixels.tile_height, MAX_TILE)
    size = pixels.resolutions[level]
    asked = Region(column * width, row * height, width, height)
    return level, inside(asked, size.size_x, size.size_y, f"tile={text}")


def plane_region(text: str, pixels: Pixels) -> Region:
    """The full-resolution pixels that `region=X,Y,W,H` asks for. Raises BadRequest."""
    numbers = _numbers(text)
    if numbers is None or len(numbers) != REGION_NUMBERS or min(numbers[2:]) <= 0:
        raise BadRequest(
            f"malformed region argument, region={text}: expected x,y,width,height in pixels"
        )
    return inside(Region(*numbers), pixels.size_x, pixels.size_y, f"region={text}")


def inside(asked: Region, size_x: int, size_y: int, shown: str) -> Region:
    """The part of a region that lies in a plane. Raises BadRequest where there is none."""
    left, top = max(0, asked.x), max(0, asked.y)
    right = min(size_x, asked.x + asked.width)
    bottom = min(size_y, asked.y + asked.height)
    if left >= right or top >= bottom:
        raise BadRequest(f"{shown} lies outside the image, which is {size_x} x {size_y} here")
    return Region(left, top, right - left, bottom - top)


def _numbers(text: str) -> list[int] | None:
    try:
        return [int(part) for part in text.split(",")]
    except ValueError:
        return None


def _window(text: str) -> tuple[float, float] | None:
    try:
        start, end = (float(part) for part in text.split(":"))
    except ValueError:
        return None
    return start, end


def _quality(text: str | None) -> float | None:
    try:
        quality = float(text) if text else None
    except ValueError:
        return None
    return quality if quality is not None and 0 <= quality <= 1 else None


def _projection(text: str) -> tuple[Projection, tuple[int, int] | None]:
    word, _, limits = text.partition("|")
    try:
        kind = Projection(word)
    except ValueError:
        return Projection.NORMAL, None
    match limits.split(":"):
        case [first, last] if first.isdigit() and last.isdigit():
            return kind, (int(first), int(last))
        case _:
            return kind, None


def _inverted(text: str | None) -> tuple[bool, ...]:
    """Which entries of `c` are inverted, by position in the `maps` list."""
    try:
        listed = json.loads(text) if text else []
    except ValueError:
        log.info("maps=%r is ignored, expected a JSON list", text)
        return ()
    if not isinstance(listed, list):
        return ()
    return tuple(_is_inverted(entry) for entry in listed)


def _is_inverted(entry: object) -> bool:
    if not isinstance(entry, dict):
        return False
    said = entry.get("inverted") or entry.get("reverse") or {}
    return isinstance(said, dict) and said.get("enabled") in (True, "true")
