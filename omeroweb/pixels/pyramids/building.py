"""Making a pyramid: block by block, each of them once, by whoever gets to it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from omeroweb.errors import Unreadable
from omeroweb.pixels.formats import open_source
from omeroweb.pixels.location import Location
from omeroweb.pixels.pyramids.layout import SHARD, Block, Layout
from omeroweb.pixels.pyramids.source import PyramidSource
from omeroweb.pixels.pyramids.storage import finish, is_finished, open_array, shard_files
from omeroweb.quantities import Region


@dataclass(frozen=True)
class Pyramid:
    """The pyramid of one image: its file, how it lies, and the folder it is kept in.

    A block is in the folder as a whole or not at all, so that making a pyramid can be interrupted
    anywhere and goes on where it was; two that make the same one lose nothing but time.
    """

    path: Location
    series: int
    layout: Layout
    folder: Path

    def open(self) -> PyramidSource:
        """The image with its pyramid, for reading; complete or not. Raises Unreadable."""
        return PyramidSource(open_source(self.path, self.series), self.layout, self.folder)

    @property
    def is_complete(self) -> bool:
        return is_finished(self.folder)

    def levels(self) -> range:
        """The levels to make, in this order: each is made from the one before."""
        return range(self.layout.first, len(self.layout.levels))

    def missing(self, level: int) -> Iterator[Block]:
        """What is still to be made of a level."""
        for block in self.layout.blocks(level):
            if not all(file.exists() for file in shard_files(self.folder, block)):
                yield block

    def make(self, block: Block, source: PyramidSource | None = None) -> None:
        """Make one block; source: an opened one of this pyramid. Raises Unreadable."""
        if source is None:
            opened = self.open()
            try:
                self.make(block, opened)
            finally:
                opened.close()
            return
        size = self.layout.levels[block.level]
        x, y = block.column * SHARD, block.row * SHARD
        width = min((block.end - block.column) * SHARD, size.size_x - x)
        region = Region(x, y, width, min(SHARD, size.size_y - y))
        planes = source.read_whatever_it_costs(
            block.level, block.z, block.t, block.channels, region
        )
        try:
            array = open_array(self.folder, self.layout, block.level, to_write=True)
            first, last = block.channels[0], block.channels[-1]
            target = array[block.t, first : last + 1, block.z, y : y + region.height, x : x + width]
            target.write(planes).result()
        except (ValueError, OSError) as error:
            raise Unreadable(self.folder, _reason(error)) from None

    def finish(self) -> None:
        """Say that all blocks are made."""
        try:
            finish(self.folder, self.layout, self.path.name)
        except OSError as error:
            raise Unreadable(self.folder, _reason(error)) from None


def _reason(error: Exception) -> str:
    first_line = str(error).splitlines()[0]
    if "No space left" in first_line or "ENOSPC" in first_line:
        return "the disk is full: free some space, then `omero pyramids` goes on where it was"
    return f"the pyramid cannot be written ({first_line})"
