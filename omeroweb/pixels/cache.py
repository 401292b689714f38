"""Opened images, kept per process, bounded in number."""

from contextlib import AbstractContextManager

from omeroweb.pixels.base import PixelSource
from omeroweb.pixels.image_file import Openable
from omeroweb.pixels.lending import LendingCache, version


class SourceCache:
    """Opened images of this process. One whose file was replaced is opened anew."""

    def __init__(self, limit: int) -> None:
        self._lent: LendingCache[tuple[Openable, int], PixelSource] = LendingCache(limit)

    def borrow(self, image: Openable) -> AbstractContextManager[PixelSource]:
        """The opened source of one image, for the duration of a block. Raises Unreadable."""
        return self._lent.borrow((image, version(image.path)), image.open)

    def __len__(self) -> int:
        return len(self._lent)

    def close(self) -> None:
        """Close everything that is not lent out."""
        self._lent.close()
