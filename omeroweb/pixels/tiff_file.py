"""One opened TIFF file: its structure by tifffile, its pages, its bytes.

tifffile knows the format; this file sees to it that threads can share an opened file and that what
is kept of its pages is bounded.
"""

import logging
import os
import struct
import threading
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Protocol, cast

import tifffile

from omeroweb.errors import Unreadable
from omeroweb.pixels.limits import beyond, limits
from omeroweb.pixels.local_files import LocalBytes, check_regular, reason
from omeroweb.pixels.location import Location, Url
from omeroweb.pixels.remote import open_remote
from omeroweb.pixels.tiff_storage import Page, StoredPage, stored_page
from omeroweb.turn import give_way

# What tifffile and imagecodecs were seen to raise on damaged files; nothing of ours is caught.
DAMAGED = (
    tifffile.TiffFileError,
    struct.error,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    MemoryError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
)

# Offsets of tiles that are kept of the pages of one file; a page of a large slide has 100,000.
OFFSETS_KEPT = 400_000

# Files that once_each() keeps open; of a fileset of more, the others are opened as often as before.
KEPT_OPEN = 16

# tifffile logs what it leaves out of a damaged file and goes on; nobody would read that there.
# describe() makes a refusal of it, see structural_errors().
TIFFFILE_LOG = logging.getLogger("tifffile")
TIFFFILE_LOG.propagate = False
TIFFFILE_LOG.addHandler(logging.NullHandler())


class Bytes(Protocol):
    """Ranges of a file, wherever it lies."""

    def read(self, offset: int, count: int) -> bytes: ...

    def read_into(self, offset: int, target: memoryview) -> None: ...

    def read_many(self, ranges: Iterable[tuple[int, int]]) -> Iterator[bytes]: ...


class OpenedTiff:
    """A TIFF file that several threads read. Raises Unreadable where it is none."""

    def __init__(self, path: Location) -> None:
        self.path = path
        self._users = 1
        self._lock = threading.RLock()
        self._pages: OrderedDict[tuple[int, int], StoredPage] = OrderedDict()
        self._offsets_kept = 0
        self.bytes: Bytes
        if isinstance(path, Url):
            remote = open_remote(path)
            self.size = remote.size
            self.tiff = _parse(remote.stream(), path)
            self.bytes = remote
        else:
            self.size = check_regular(path).st_size
            self.tiff = _parse(os.fspath(path), path)
            self.bytes = LocalBytes(self.tiff.filehandle.fileno())

    def page(self, number: int, level: int) -> StoredPage:
        """A page, or the page of one of its sub-resolutions (level 1 and above).

        Raises IndexError where there is none and whatever tifffile raises for a damaged one.
        """
        with self._lock:
            key = (number, level)
            stored = self._pages.get(key)
            if stored is None:
                stored = self._read_page(number, level)
                self._keep(key, stored)
            else:
                self._pages.move_to_end(key)
            return stored

    def check_end(self, end: int) -> None:
        """Raises Unreadable where the file ends before a byte that belongs to its pixels."""
        if end <= self.size:
            if isinstance(self.path, Url) and end > 0:
                self.bytes.read(end - 1, 1)
            return
        raise Unreadable(
            self.path, f"truncated, its pixels end at byte {end} and the file at {self.size}"
        )

    @contextmanager
    def structure(self) -> Iterator[tifffile.TiffFile]:
        """tifffile's view of the file, for one thread at a time: it seeks."""
        with self._lock:
            yield self.tiff

    def share(self) -> "OpenedTiff":
        """The same file for one more user, who closes it, too."""
        with self._lock:
            self._users += 1
        return self

    def close(self) -> None:
        """The last user's closes the file."""
        with self._lock:
            self._users -= 1
            is_last = self._users == 0
        if is_last:
            self.tiff.close()

    def _read_page(self, number: int, level: int) -> StoredPage:
        give_way()
        page = cast(tifffile.TiffPage, self.tiff.pages.get(number))
        if level:
            below = page.pages
            if below is None or level > len(below):
                raise IndexError(f"page {number} has no sub-resolution {level}")
            page = cast(tifffile.TiffPage, below.get(level - 1))
        check_page(page)
        page.init_decode()
        return stored_page(page)

    def _keep(self, key: tuple[int, int], stored: StoredPage) -> None:
        self._pages[key] = stored
        self._offsets_kept += len(stored.page.dataoffsets)
        while self._offsets_kept > OFFSETS_KEPT and len(self._pages) > 1:
            _, oldest = self._pages.popitem(last=False)
            self._offsets_kept -= len(oldest.page.dataoffsets)


_kept: ContextVar[dict[Location, OpenedTiff] | None] = ContextVar("kept", default=None)


@contextmanager
def once_each() -> Iterator[None]:
    """Inside the block a file that open_tiff() opened stays open, and is opened once.

    For one import of a file: its structure, its metadata and its pixels are asked for one after the
    other, and parsing the structure is most of the work for a small one.
    """
    kept: dict[Location, OpenedTiff] = {}
    token = _kept.set(kept)
    try:
        yield
    finally:
        _kept.reset(token)
        for file in kept.values():
            file.close()


def are_files_kept() -> bool:
    """Whether this is inside a block of once_each()."""
    return _kept.get() is not None


def open_tiff(path: Location) -> OpenedTiff:
    """An opened file, for the caller to close. Raises Unreadable."""
    kept = _kept.get()
    if kept is None:
        return OpenedTiff(path)
    if path in kept:
        return kept[path].share()
    file = OpenedTiff(path)
    if len(kept) < KEPT_OPEN:
        kept[path] = file.share()
    return file


def check_page(page: Page) -> None:
    """Raises ValueError for sizes that no real file has, before memory is taken for them."""
    keyframe: Any = page.keyframe
    check_lengths(keyframe)
    allowed = limits()
    width, height = keyframe.imagewidth, keyframe.imagelength
    if max(width, height) > allowed.side:
        raise ValueError(beyond("side", f"{width} x {height} pixels"))
    if keyframe.dtype is None:
        raise ValueError(
            f"samples of {keyframe.bitspersample} bits in format {keyframe.sampleformat} "
            "are not supported"
        )
    rows, columns = (
        (keyframe.tilelength, keyframe.tilewidth)
        if keyframe.is_tiled
        else (min(keyframe.rowsperstrip, height), width)
    )
    samples = keyframe.shaped[4]
    size = rows * columns * samples * keyframe.dtype.itemsize
    # Uncompressed strips are not decoded: only what is asked for of them is read.
    if size > allowed.segment_bytes and keyframe.compression != tifffile.COMPRESSION.NONE:
        raise ValueError(beyond("segment_bytes", f"tiles or strips of {size} bytes"))


def check_lengths(page: tifffile.TiffPage) -> None:
    """Raises ValueError for a page without pixels; it names the tag."""
    lengths = [("ImageWidth", page.imagewidth), ("ImageLength", page.imagelength)]
    if page.is_tiled:
        lengths += [("TileWidth", page.tilewidth), ("TileLength", page.tilelength)]
    else:
        lengths.append(("RowsPerStrip", page.rowsperstrip))
    for tag, length in lengths:
        if length < 1:
            raise ValueError(f"tag {tag} is {length}, expected 1 or more")


def _parse(file: Any, path: Location) -> tifffile.TiffFile:
    try:
        return tifffile.TiffFile(file)
    except DAMAGED as error:
        raise Unreadable(path, f"not a readable TIFF file ({reason(error)})") from None


class _Collector(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.messages: list[str] = []
        self._thread = threading.get_ident()

    def emit(self, record: logging.LogRecord) -> None:
        if record.thread == self._thread:
            self.messages.append(record.getMessage())


@contextmanager
def structural_errors() -> Iterator[list[str]]:
    """What tifffile reports as an error in files that this thread reads inside the block."""
    collector = _Collector()
    TIFFFILE_LOG.addHandler(collector)
    try:
        yield collector.messages
    finally:
        TIFFFILE_LOG.removeHandler(collector)
