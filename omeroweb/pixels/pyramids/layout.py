"""Which images get a pyramid, and how it lies: levels, chunks, shards, blocks of work."""

from collections.abc import Iterator
from dataclasses import dataclass

from omeroweb.pixels.base import Level
from omeroweb.pixels.description import ImageDescription

# Pixels of a plane that are shown without a pyramid.
LARGEST_PLANE = 3000 * 3000
# Pixels along X and Y: what is decoded as one, and what is written as one file.
CHUNK = 512
SHARD = 2048
# How many times its own pixels a tile may make a file decode, so that the file itself is read.
MOST_DECODED = 8
# Channels that one block reads at once: the samples of a colour image share their segments.
CHANNELS_AT_ONCE = 3
# Pixels of one band, over all its channels, where stored units are as wide as the image.
LARGEST_BAND = 96 * 1024 * 1024


@dataclass(frozen=True)
class Layout:
    """The levels of an image with its pyramid; those from ``first`` on are the pyramid's own.

    first: 0 where the file's own full resolution is too slow to read tile by tile.
    is_striped: whether the file's stored units are as wide as the image.
    """

    size_z: int
    size_c: int
    size_t: int
    pixel_type: str
    levels: tuple[Level, ...]
    first: int
    is_striped: bool = False

    def shards(self, level: int) -> tuple[int, int]:
        """How many files a plane of a level has along X and along Y."""
        size = self.levels[level]
        return -(-size.size_x // SHARD), -(-size.size_y // SHARD)

    def blocks(self, level: int) -> Iterator["Block"]:
        """The work of one level, in the order in which it is read best."""
        columns, rows = self.shards(level)
        for t in range(self.size_t):
            for first_channel in range(0, self.size_c, CHANNELS_AT_ONCE):
                last = min(first_channel + CHANNELS_AT_ONCE, self.size_c)
                channels = tuple(range(first_channel, last))
                step = self._shards_of_a_block(level, len(channels))
                for z in range(self.size_z):
                    for row in range(rows):
                        for column in range(0, columns, step):
                            end = min(column + step, columns)
                            yield Block(level, z, t, channels, row, column, end)

    def count(self) -> int:
        """How many blocks the whole pyramid has."""
        return sum(1 for level in range(self.first, len(self.levels)) for _ in self.blocks(level))

    def _shards_of_a_block(self, level: int, channels: int) -> int:
        """Strips are decoded once for a band and not once for each of its shards."""
        if level > 1 or level != self.first or not self.is_striped:
            return 1
        return max(1, LARGEST_BAND // (SHARD * SHARD * channels))


@dataclass(frozen=True)
class Block:
    """What is read, made and written at once: shards of one row, [column, end), of one plane."""

    level: int
    z: int
    t: int
    channels: tuple[int, ...]
    row: int
    column: int
    end: int


def layout_for(image: ImageDescription, largest_plane: int = LARGEST_PLANE) -> Layout | None:
    """How the pyramid of an image lies; None for an image that needs none."""
    full = image.levels[0]
    if len(image.levels) > 1 or full.size_x * full.size_y <= largest_plane:
        return None
    is_slow = _decoded(full.tile_width) * _decoded(full.tile_height) > MOST_DECODED * CHUNK**2
    levels = [Level(full.size_x, full.size_y, CHUNK, CHUNK) if is_slow else full]
    while max(levels[-1].size_x, levels[-1].size_y) > CHUNK:
        above = levels[-1]
        levels.append(Level(half(above.size_x), half(above.size_y), CHUNK, CHUNK))
    return Layout(
        size_z=image.size_z,
        size_c=image.size_c,
        size_t=image.size_t,
        pixel_type=image.pixel_type,
        levels=tuple(levels),
        first=0 if is_slow else 1,
        is_striped=full.tile_width >= full.size_x,
    )


def _decoded(unit: int) -> int:
    """Pixels along one axis that are decoded for a tile, where it begins with a stored unit."""
    return -(-CHUNK // unit) * unit


def half(size: int) -> int:
    """The size of the next coarser level: no pixel is lost at the edge."""
    return -(-size // 2)
