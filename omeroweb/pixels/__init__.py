"""Reading image files in place. No Django here; one file per kind of source behind one protocol."""

from omeroweb.pixels.base import (
    ChannelDescription,
    ImageDescription,
    Level,
    PixelSource,
    PlateDescription,
    WellPosition,
)
from omeroweb.pixels.cache import SourceCache
from omeroweb.pixels.formats import Candidate, candidate, describe, open_source

__all__ = [
    "Candidate",
    "ChannelDescription",
    "ImageDescription",
    "Level",
    "PixelSource",
    "PlateDescription",
    "SourceCache",
    "WellPosition",
    "candidate",
    "describe",
    "open_source",
]
