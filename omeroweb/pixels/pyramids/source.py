"""An image with its pyramid, complete or not: what is not made yet is computed when asked for."""

import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from omeroweb.errors import NotReady, Unreadable
from omeroweb.pixels.base import PIXEL_TYPES, Level, PixelArray, PixelSource, StoredTile
from omeroweb.pixels.pending import result
from omeroweb.pixels.pyramids.halving import halve
from omeroweb.pixels.pyramids.layout import SHARD, Layout
from omeroweb.pixels.pyramids.storage import is_finished, open_array, shard_file
from omeroweb.quantities import Region

# Pixels that are computed at once: a coarse tile covers much of the file.
PIECE = 2048
BAND = 8 * 1024 * 1024
# Pixels of the file that one read may cost while the pyramid is not made: a second or two.
MOST_READ = 256 * 1024 * 1024


class PyramidSource:
    """The levels of a file and of its pyramid as one PixelSource; it owns the file's source."""

    def __init__(self, file: PixelSource, layout: Layout, folder: Path) -> None:
        self._file = file
        self._layout = layout
        self._folder = folder
        self.levels: Sequence[Level] = layout.levels
        self._arrays: dict[int, Any] = {}
        self._lock = threading.Lock()
        self._is_complete = False

    def read(
        self, level: int, z: int, t: int, channels: Sequence[int], region: Region
    ) -> PixelArray:
        """Planes (C, Y, X) of a region.

        Raises Unreadable, and NotReady where the pyramid is not made yet and doing without it
        would read too much of the file.
        """
        cost = self._cost(level, z, t, channels, region)
        if cost > MOST_READ:
            raise NotReady(
                f"{self._folder.name}: the pyramid is still being made; at this zoom the image "
                "can be seen when it is complete, closer views already now"
            )
        return self.read_whatever_it_costs(level, z, t, channels, region)

    def read_whatever_it_costs(
        self, level: int, z: int, t: int, channels: Sequence[int], region: Region
    ) -> PixelArray:
        """The same for whoever makes the pyramid. Raises Unreadable."""
        if self._is_made(level, z, t, channels, region):
            return self._stored(level, z, t, channels, region)
        if level == 0:
            return self._file.read(0, z, t, channels, region)
        return self._computed(level, z, t, channels, region)

    def stored_tile(self, level: int, z: int, t: int, region: Region) -> StoredTile | None:
        """A tile of the file itself; what the pyramid stores is no picture."""
        return self._file.stored_tile(0, z, t, region) if level == 0 else None

    def close(self) -> None:
        with self._lock:
            self._arrays.clear()
        self._file.close()

    def _cost(self, level: int, z: int, t: int, channels: Sequence[int], region: Region) -> int:
        """How many pixels are read of the finest level that is there."""
        if level == 0 or self._is_made(level, z, t, channels, region):
            return len(channels) * region.width * region.height
        return self._cost(level - 1, z, t, channels, self._finer(level, region))

    def _is_made(self, level: int, z: int, t: int, channels: Sequence[int], region: Region) -> bool:
        if level < self._layout.first:
            return False
        self._is_complete = self._is_complete or is_finished(self._folder)
        return self._is_complete or all(
            shard_file(self._folder, level, t, c, z, row, column).exists()
            for c in channels
            for row in _span(region.y, region.height)
            for column in _span(region.x, region.width)
        )

    def _stored(
        self, level: int, z: int, t: int, channels: Sequence[int], region: Region
    ) -> PixelArray:
        rows = slice(region.y, region.y + region.height)
        columns = slice(region.x, region.x + region.width)
        try:
            array = self._array(level)
            pending = [array[t, c, z, rows, columns].read() for c in channels]
            return np.stack([result(future) for future in pending])
        except (ValueError, IndexError, OSError) as error:
            reason = str(error).splitlines()[0]
            raise Unreadable(self._folder, f"the pyramid cannot be read ({reason})") from None

    def _computed(
        self, level: int, z: int, t: int, channels: Sequence[int], region: Region
    ) -> PixelArray:
        """From the next finer level, piece by piece: memory does not grow with the image."""
        shape = (len(channels), region.height, region.width)
        out = np.empty(shape, PIXEL_TYPES[self._layout.pixel_type])
        for piece in self._pieces(region):
            finer = self._finer(level, piece)
            planes = halve(self.read_whatever_it_costs(level - 1, z, t, channels, finer))
            left, top = piece.x - region.x, piece.y - region.y
            out[:, top : top + piece.height, left : left + piece.width] = planes
        return out

    def _finer(self, level: int, region: Region) -> Region:
        """The pixels of the level before that a region is made of."""
        size = self._layout.levels[level - 1]
        x, y = 2 * region.x, 2 * region.y
        width = min(2 * region.width, size.size_x - x)
        return Region(x, y, width, min(2 * region.height, size.size_y - y))

    def _pieces(self, region: Region) -> Iterator[Region]:
        """Squares, or bands of a file that is stored in strips: each of them is decoded once."""
        is_striped = self._layout.is_striped
        step_x = region.width if is_striped else PIECE
        step_y = max(1, BAND // region.width) if is_striped else PIECE
        for y in range(region.y, region.y + region.height, step_y):
            for x in range(region.x, region.x + region.width, step_x):
                width = min(step_x, region.x + region.width - x)
                yield Region(x, y, width, min(step_y, region.y + region.height - y))

    def _array(self, level: int) -> Any:
        with self._lock:
            if level not in self._arrays:
                self._arrays[level] = open_array(self._folder, self._layout, level, to_write=False)
            return self._arrays[level]


def _span(start: int, length: int) -> range:
    """The indices of the shards that [start, start + length) lies in."""
    return range(start // SHARD, (start + length - 1) // SHARD + 1)
