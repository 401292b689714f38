"""One tile of 512 x 512 and three channels of 16 bit, read from files that hold it in several ways.

`make bench-readers` has all formats; these are the ones that have a time to be held against.
"""

import os
import statistics
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import tifffile

from tests.bench import readers
from tests.bench.readers import CHANNELS, SIDE, TILE, Read
from tests.bench.results import Contest, Row, Target
from tests.bench.runs import Run

# The side of a stored tile of the TIFF files.
STORED = 256
QUICK_READS = 20


@dataclass(frozen=True)
class Kind:
    """A format by its name among the readers'. reference: milliseconds, measured on two cores."""

    contest: str
    format: str
    reference: float
    limit: Callable[[Path], Iterator[tuple[str, Read]]] | None = None


def contests(run: Run) -> Iterator[Contest]:
    """One for each kind of file."""
    formats = {name: (file, write, theirs) for name, file, write, theirs in readers.formats()}
    for kind in KINDS:
        file, write, theirs = formats[kind.format]
        path = run.data.made(f"readers-{kind.contest}-{file}", partial(_write, write))
        yield _contest(run, kind, path, theirs)


def _write(write: readers.Write, path: Path) -> None:
    write(path, readers.camera())


def _contest(run: Run, kind: Kind, path: Path, theirs: readers.Theirs | None) -> Contest:
    times: dict[str, list[float]] = {}
    reads = QUICK_READS if run.is_quick else readers.READS
    for _ in range(run.rounds):
        for source in (readers.ours, kind.limit, theirs):
            for name, read in source(path) if source else ():
                times.setdefault(name, []).append(statistics.median(readers.times(read, reads)))
    rows = tuple(
        Row("omeroweb" if name == readers.OURS else name, tuple(taken), name == readers.OURS)
        for name, taken in times.items()
    )
    return Contest(
        kind.contest,
        f"One tile of 512 x 512, 3 channels of 16 bit, of {SIDE} x {SIDE}: {kind.format}",
        "ms",
        rows,
        (
            Target(
                f"the reference, {kind.reference} ms, to ours", kind.reference / rows[0].median, 1
            ),
        ),
        ("less is better here",),
    )


def bare_reads(path: Path) -> Iterator[tuple[str, Read]]:
    """The bytes of the same stored tiles, one system call for each, into memory that is there."""
    with tifffile.TiffFile(path) as tiff:
        offsets = [list(tiff.pages.get(channel).dataoffsets) for channel in CHANNELS]
        length = tiff.pages.first.databytecounts[0]
    across, side = SIDE // STORED, TILE // STORED
    target = [memoryview(bytearray(length)) for _ in range(len(CHANNELS) * side * side)]
    descriptor = os.open(path, os.O_RDONLY)

    def read(x: int, y: int) -> object:
        covered = [
            (y // STORED + row) * across + x // STORED + column
            for row in range(side)
            for column in range(side)
        ]
        places = [page[number] for page in offsets for number in covered]
        return [
            os.preadv(descriptor, [into], offset)
            for into, offset in zip(target, places, strict=True)
        ]

    try:
        yield "limit: the bytes alone, os.preadv", read
    finally:
        os.close(descriptor)


KINDS = (
    Kind("read-raw", "TIFF, uncompressed tiles of 256", 0.4, bare_reads),
    Kind("read-zlib", "TIFF, tiles of 256, zlib", 4.6),
    Kind("read-zarr", "OME-Zarr, chunks of 512, Zstandard", 2.5),
)
