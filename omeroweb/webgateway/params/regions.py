"""Parts of a plane: `tile` and `region`, and x, y, w, h one by one."""

from django.http import QueryDict

from omeroweb.errors import BadRequest
from omeroweb.gateway.base import Pixels
from omeroweb.http.params import WHOLE, whole_number
from omeroweb.quantities import Region

# Widest tile that is served, as the reference cuts it.
MAX_TILE = 1024

TILE_NUMBERS = (3, 5)
REGION_NUMBERS = 4


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
    check_level(level, pixels)
    given_width, given_height = numbers[3:] if len(numbers) == TILE_NUMBERS[1] else (0, 0)
    width = min(given_width if given_width > 0 else pixels.tile_width, MAX_TILE)
    height = min(given_height if given_height > 0 else pixels.tile_height, MAX_TILE)
    asked = Region(column * width, row * height, width, height)
    return level, inside(asked, pixels, level, f"tile={text}")


def plane_region(text: str, pixels: Pixels) -> Region:
    """The full-resolution pixels that `region=X,Y,W,H` asks for. Raises BadRequest."""
    numbers = _numbers(text)
    if numbers is None or len(numbers) != REGION_NUMBERS or min(numbers[2:]) <= 0:
        raise BadRequest(
            f"malformed region argument, region={text}: expected x,y,width,height in pixels"
        )
    return inside(Region(*numbers), pixels, 0, f"region={text}")


def given_region(query: QueryDict, pixels: Pixels) -> tuple[int, Region]:
    """The level `resolution` and the pixels of it that `x`, `y`, `w`, `h` ask for.

    Without w or h: up to the edge. Raises BadRequest.
    """
    level = whole_number(query, "resolution", 0)
    check_level(level, pixels)
    size = pixels.resolutions[level]
    x, y = (whole_number(query, name, 0) for name in "xy")
    width = whole_number(query, "w", 0) or size.size_x
    height = whole_number(query, "h", 0) or size.size_y
    shown = f"x={x}&y={y}&w={width}&h={height}"
    if min(x, y) < 0 or min(width, height) < 0:
        raise BadRequest(f"{shown}: expected pixels from 0 on")
    return level, inside(Region(x, y, width, height), pixels, level, shown)


def check_level(level: int, pixels: Pixels) -> None:
    if not 0 <= level < len(pixels.resolutions):
        raise BadRequest(
            f"Invalid resolution level {level}: expected 0 (full resolution) to "
            f"{len(pixels.resolutions) - 1}"
        )


def inside(asked: Region, pixels: Pixels, level: int, shown: str) -> Region:
    """The part of a region that lies in a plane. Raises BadRequest where there is none."""
    size_x, size_y = pixels.resolutions[level]
    left, top = max(0, asked.x), max(0, asked.y)
    right = min(size_x, asked.x + asked.width)
    bottom = min(size_y, asked.y + asked.height)
    if left >= right or top >= bottom:
        raise BadRequest(f"{shown} lies outside the image, which is {size_x} x {size_y} here")
    return Region(left, top, right - left, bottom - top)


def _numbers(text: str) -> list[int] | None:
    parts = text.split(",")
    return [int(part) for part in parts] if all(map(WHOLE.fullmatch, parts)) else None
