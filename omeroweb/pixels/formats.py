"""Which reader takes which path: by name for files, by content for Zarr folders."""

import importlib
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, cast

from omeroweb.errors import Unreadable
from omeroweb.pixels import ngff, ome_zarr, zarr_labels, zarr_source
from omeroweb.pixels.base import PixelSource
from omeroweb.pixels.description import FilesetDescription
from omeroweb.pixels.location import Location, Url

EXPECTED = (
    "OME-TIFF, TIFF, SVS, NDPI, PNG, JPEG, OME-Zarr (.zarr), and with 'omeroweb[formats]' CZI, "
    "ND2, LIF, DV, MRXS and other slides"
)

COMPANION_SUFFIX = ".companion.ome"
# Name of a module here -> endings of the files it reads. Modules are imported when they are needed.
READERS: dict[str, tuple[str, ...]] = {
    "tiff": (
        *(".tif", ".tiff", ".btf", ".tf2", ".tf8", COMPANION_SUFFIX),
        *(".svs", ".ndpi", ".scn", ".qptiff", ".lsm", ".stk"),
    ),
    "pictures": (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".webp"),
    "slides": (".mrxs", ".vms", ".vmu", ".svslide", ".bif"),
    "czi": (".czi",),
    "nd2": (".nd2",),
    "lif": (".lif", ".lof"),
    "dv": (".dv", ".r3d"),
    "bioio_source": (".sld", ".oib", ".oif", ".ims", ".vsi"),
}
BY_SUFFIX = {suffix: name for name, suffixes in READERS.items() for suffix in suffixes}
SUFFIXES = tuple(BY_SUFFIX)
# Readers that read remotely, too.
REMOTE_READERS = ("tiff",)


class Reader(Protocol):
    """What a module for a kind of file has."""

    def describe(self, path: Location) -> FilesetDescription: ...

    def open_image(self, path: Location, series: int) -> PixelSource: ...


@dataclass(frozen=True)
class Candidate:
    """A path that looks like an image. Whether it is one is known when it has been read."""

    path: Path
    is_folder: bool

    def marker(self) -> Path:
        """The file whose change means that the image was written anew."""
        if not self.is_folder:
            return self.path
        listed = (
            ngff.metadata_file(folder) for folder in (self.path, self.path / zarr_labels.FOLDER)
        )
        # Labels are often added long after the image was written.
        files = [file for file in listed if file]
        return max(files, key=lambda file: file.stat().st_mtime_ns, default=self.path)


def is_image_name(name: str) -> bool:
    """Whether a file of this name looks like an image; what a walk over many files asks."""
    return name.lower().endswith(SUFFIXES)


def is_companion_name(name: str) -> bool:
    """Whether a file of this name is metadata of others."""
    return name.lower().endswith(COMPANION_SUFFIX)


def candidate(path: Path) -> Candidate | None:
    """The path as something to import, or None where neither name nor content speak for it."""
    if path.is_dir():
        is_zarr = path.suffix.lower() == ".zarr" or ngff.metadata_file(path) is not None
        return Candidate(path, is_folder=True) if is_zarr else None
    return Candidate(path, is_folder=False) if is_image_name(path.name) else None


def describe(path: Location) -> FilesetDescription:
    """Everything to register about the images of one file or Zarr folder, or of one address.

    Where a file is one of several that belong together, it is all of them that are described:
    every one of these files gives the same answer. Raises Unreadable with the file and the reason.
    """
    reader = _reader(path)
    return reader.describe(path) if reader else ome_zarr.describe(path)


def open_source(path: Location, series: int) -> PixelSource:
    """Open one image for reading. Raises Unreadable."""
    if isinstance(path, Path) and not path.exists():
        raise Unreadable(path, "no such file")
    reader = _reader(path)
    return reader.open_image(path, series) if reader else zarr_source.ZarrSource(path)


def _reader(path: Location) -> Reader | None:
    """The reader of a file by the end of its name; None for folders, which are OME-Zarr."""
    if isinstance(path, Path) and path.is_dir():
        return None
    name = path.name.lower()
    found = next((reader for end, reader in BY_SUFFIX.items() if name.endswith(end)), None)
    if isinstance(path, Url):
        if found is None:  # a folder, wherever it is: its metadata say whether it is OME-Zarr
            return None
        if found not in REMOTE_READERS:
            raise Unreadable(path, "only OME-Zarr and TIFF are read remotely")
    if found is None:
        raise Unreadable(path, f"not an image; expected {EXPECTED}")
    module = importlib.import_module(f"omeroweb.pixels.{found}")
    return cast(Reader, module)
