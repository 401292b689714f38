"""An image that can be opened: where it lies, and how its pixels are had."""

from dataclasses import dataclass
from typing import Protocol

from omeroweb.pixels.base import PixelSource
from omeroweb.pixels.formats import open_source
from omeroweb.pixels.location import Location


class Openable(Protocol):
    """What a cache of opened images needs to know of one: equal ones are opened once."""

    @property
    def path(self) -> Location: ...

    def open(self) -> PixelSource:
        """Raises Unreadable."""
        ...


@dataclass(frozen=True)
class ImageFile:
    """One image of a file, read as the file has it."""

    path: Location
    series: int

    def open(self) -> PixelSource:
        return open_source(self.path, self.series)
