"""How many small files an import takes a second, with its limits measured in the same run.

    make bench-import FILES=1000

The limits: walking and stat alone, tifffile opening the same files, and one process that reads of
them what the store keeps. Wall time depends on what else the machine does; processor time says what
an import costs.
"""

import contextlib
import ctypes
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import tifffile

from omeroweb.pixels.reading import read
from tests.bench.load import BenchFailed
from tests.images import ramp, write_ome_tiff
from tests.server import omero

PER_FOLDER = 100
METADATA = {"Channel": {"Name": ["DAPI", "GFP"]}, "PhysicalSizeX": 0.1, "PhysicalSizeXUnit": "µm"}


def write_files(folder: Path, number: int) -> None:
    """OME-TIFFs of two channels, 64 x 64 pixels of 16 bit, in folders of a hundred."""
    content = write_ome_tiff(
        folder.parent / "one.ome.tif", ramp((2, 64, 64)), metadata=METADATA
    ).read_bytes()
    for index in range(number):
        path = folder / f"{index // PER_FOLDER:04}" / f"{index:06}.ome.tif"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def paths(folder: Path) -> Iterator[Path]:
    """Every file, after one stat of it."""
    for root, _, names in os.walk(folder):
        for name in sorted(names):
            path = Path(root, name)
            path.stat()
            yield path


def walk(folder: Path) -> None:
    for _ in paths(folder):
        pass


def open_with_tifffile(folder: Path) -> None:
    for path in paths(folder):
        with tifffile.TiffFile(path) as tiff:
            _ = tiff.series, tiff.ome_metadata


def read_all(folder: Path) -> None:
    for path in paths(folder):
        read(path)


def adopt_orphans() -> None:
    """Let processes whose parent has ended become ours, so that their time is counted (Linux)."""
    pr_set_child_subreaper = 36
    if ctypes.CDLL(None).prctl(pr_set_child_subreaper, 1, 0, 0, 0):
        raise OSError("prctl(PR_SET_CHILD_SUBREAPER) failed")


def wait_for_orphans() -> None:
    """The readers of an import end a moment after it."""
    with contextlib.suppress(ChildProcessError):
        while os.wait():
            pass


def run_import(folder: Path, omerodir: Path, **more: str) -> None:
    """`omero import`. Raises BenchFailed where it fails."""
    done = omero("import", folder, omerodir=omerodir, **more)
    if done.returncode:
        raise BenchFailed(f"omero import: {done.stderr or done.stdout}")


def measured(what: str, number: int, work: Callable[[], object], who: int) -> None:
    before, began = resource.getrusage(who), time.perf_counter()
    work()
    wall = time.perf_counter() - began
    if who == resource.RUSAGE_CHILDREN:
        wait_for_orphans()
    after = resource.getrusage(who)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(f"{what:42} {number / wall:8.0f} {number / used:10.0f} {used / number * 1000:10.2f}")


def main(number: int) -> None:
    with tempfile.TemporaryDirectory(prefix="omeroweb-bench-") as base:
        folder, omerodir = Path(base, "images"), Path(base, "var")
        write_files(folder, number)
        first = next(paths(folder))
        read(first)
        print(f"{number} files{'':30} files/s  per CPU s    CPU ms")
        own, children = resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN
        measured("walk and stat", number, lambda: walk(folder), own)
        measured("tifffile opens them", number, lambda: open_with_tifffile(folder), own)
        measured("one process reads them", number, lambda: read_all(folder), own)
        # The store, the libraries and the first readers are there before anything is measured.
        adopt_orphans()
        run_import(first, omerodir)
        measured("omero import", number, lambda: run_import(folder, omerodir), children)
        measured(
            "omero import, nothing new", number, lambda: run_import(folder, omerodir), children
        )
        peak = resource.getrusage(children).ru_maxrss / 1024
        print(f"Most memory of one process: {peak:.0f} MB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
