"""Reading image files in place. No Django here; one file per kind of source behind one protocol."""

from omeroweb.pixels.base import Level, PixelSource, StoredTile
from omeroweb.pixels.cache import SourceCache
from omeroweb.pixels.description import (
    ChannelDescription,
    FilesetDescription,
    ImageDescription,
    LabelDescription,
    OriginalFileDescription,
    PlateAcquisitionDescription,
    PlateDescription,
    ScreenDescription,
    WellDescription,
    WellPosition,
)
from omeroweb.pixels.formats import Candidate, candidate, describe, open_source
from omeroweb.pixels.image_file import ImageFile, Openable
from omeroweb.pixels.location import Location, Url, location, stamp
from omeroweb.pixels.options import ReadingOptions, configure, options

__all__ = [
    "Candidate",
    "ChannelDescription",
    "FilesetDescription",
    "ImageDescription",
    "ImageFile",
    "LabelDescription",
    "Level",
    "Location",
    "Openable",
    "OriginalFileDescription",
    "PixelSource",
    "PlateAcquisitionDescription",
    "PlateDescription",
    "ReadingOptions",
    "ScreenDescription",
    "SourceCache",
    "StoredTile",
    "Url",
    "WellDescription",
    "WellPosition",
    "candidate",
    "configure",
    "describe",
    "location",
    "open_source",
    "options",
    "stamp",
]
