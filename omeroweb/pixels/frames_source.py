"""Images of one resolution, by a reader of somebody else's that mostly reads planes as a whole."""

import contextlib
import threading
from collections.abc import Callable, Iterator, Sequence

import numpy as np

from omeroweb.errors import Unreadable
from omeroweb.pixels.base import Level, PixelArray, StoredTile
from omeroweb.pixels.limits import beyond, limits
from omeroweb.pixels.local_files import reason
from omeroweb.pixels.location import Location
from omeroweb.quantities import Region
from omeroweb.turn import give_way

# What these readers were seen to raise on damaged files; nothing of ours is caught.
DAMAGED = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    MemoryError,
    NotImplementedError,
    OSError,
    RuntimeError,
    SyntaxError,  # an XML parser's
    TypeError,
    ValueError,
)

# (z, c, t) -> (Y, X) in any byte order.
ReadPlane = Callable[[int, int, int], PixelArray]
# The same of a region.
ReadPart = Callable[[int, int, int, Region], PixelArray]


@contextlib.contextmanager
def damage(path: Location, what: str) -> Iterator[None]:
    """What a reader raises over a damaged file becomes Unreadable."""
    try:
        yield
    except DAMAGED as error:
        raise Unreadable(path, f"not a readable {what} file ({reason(error)})") from None


class FramesSource:
    """One image; one thread reads at a time where the reader is not made for more."""

    def __init__(
        self,
        path: Location,
        what: str,
        level: Level,
        read_part: ReadPart,
        close: Callable[[], None],
        *,
        is_thread_safe: bool = False,
    ) -> None:
        self._path = path
        self._what = what
        self.levels: Sequence[Level] = (level,)
        self._read_part = read_part
        self._close = close
        self._lock: contextlib.AbstractContextManager[object] = (
            contextlib.nullcontext() if is_thread_safe else threading.Lock()
        )

    def read(
        self, level: int, z: int, t: int, channels: Sequence[int], region: Region
    ) -> PixelArray:
        """Planes (C, Y, X) of a region."""
        give_way()
        planes = []
        with damage(self._path, self._what):
            for channel in channels:
                with self._lock:
                    planes.append(self._read_part(z, channel, t, region))
            stacked = np.stack(planes)
        return stacked.astype(stacked.dtype.newbyteorder("="), copy=False)

    def stored_tile(self, level: int, z: int, t: int, region: Region) -> StoredTile | None:
        """None: these formats store no pictures."""
        return None

    def close(self) -> None:
        self._close()


def cut_out(read_plane: ReadPlane) -> ReadPart:
    """Regions by a reader that reads planes as a whole."""

    def read_part(z: int, c: int, t: int, region: Region) -> PixelArray:
        x, y, width, height = region
        return read_plane(z, c, t)[y : y + height, x : x + width]

    return read_part


def check_sizes(path: Location, size_x: int, size_y: int, planes: int, itemsize: int) -> None:
    """Raises Unreadable where an image is larger than it may be; planes are read as a whole."""
    if not 0 < size_x <= limits().side or not 0 < size_y <= limits().side:
        raise Unreadable(path, beyond("side", f"{size_x} x {size_y} pixels"))
    if not 0 < planes <= limits().planes:
        raise Unreadable(path, beyond("planes", f"{planes} planes"))
    if size_x * size_y * itemsize > limits().read_bytes:
        raise Unreadable(path, beyond("read_bytes", f"planes of {size_x} x {size_y} pixels"))
