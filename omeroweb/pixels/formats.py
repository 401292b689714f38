"""Which reader takes which path: by name for files, by content for Zarr folders."""

from dataclasses import dataclass
from pathlib import Path

from omeroweb.errors import Unreadable
from omeroweb.pixels import ngff, ome_zarr, tiff, zarr_source
from omeroweb.pixels.base import PixelSource
from omeroweb.pixels.description import FilesetDescription
from omeroweb.pixels.location import Location, Url

TIFF_SUFFIXES = (".tif", ".tiff", ".btf", ".tf2", ".tf8")
EXPECTED = "OME-TIFF (.ome.tif, .ome.tiff, .tif) or OME-Zarr (.ome.zarr, .zarr)"


@dataclass(frozen=True)
class Candidate:
    """A path that looks like an image. Whether it is one is known when it has been read."""

    path: Path
    is_folder: bool

    def marker(self) -> Path:
        """The file whose change means that the image was written anew."""
        return ngff.metadata_file(self.path) or self.path if self.is_folder else self.path


def is_image_name(name: str) -> bool:
    """Whether a file of this name looks like an image; what a walk over many files asks."""
    return name.lower().endswith(TIFF_SUFFIXES)


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
    if isinstance(path, Url):
        raise Unreadable(path, "remote images are not read yet")
    return ome_zarr.describe(path) if path.is_dir() else tiff.describe(path)


def open_source(path: Location, series: int) -> PixelSource:
    """Open one image for reading. Raises Unreadable."""
    if isinstance(path, Url):
        raise Unreadable(path, "remote images are not read yet")
    if not path.exists():
        raise Unreadable(path, "no such file")
    return zarr_source.ZarrSource(path) if path.is_dir() else tiff.open_image(path, series)
