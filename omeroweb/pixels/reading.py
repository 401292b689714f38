"""All that an import needs of one fileset, read in one go by a process that knows no database."""

from dataclasses import dataclass

from omeroweb.errors import OmeroError, Unreadable
from omeroweb.pixels.description import (
    FilesetDescription,
    ImageDescription,
)
from omeroweb.pixels.formats import Candidate, describe, open_source
from omeroweb.pixels.location import Location, Url
from omeroweb.pixels.statistics import Window, windows
from omeroweb.pixels.tiff_file import once_each


@dataclass(frozen=True)
class FileState:
    """A file as it was when it was read; of a Zarr folder the metadata file is meant.

    An address has neither size nor time: it is known by its name alone.
    """

    path: Location
    size: int
    modified_ns: int
    is_folder: bool = False


@dataclass(frozen=True)
class ReadFileset:
    """windows: one per image and channel, in the order of the description."""

    description: FilesetDescription
    windows: tuple[list[Window], ...]
    files: tuple[FileState, ...]


def read(path: Location) -> ReadFileset:
    """Describe a file or Zarr folder and sample its channels. Raises Unreadable.

    A file that is replaced meanwhile is read once more, so that what is kept fits together.
    """
    for _ in range(2):
        before = _state(path)
        try:
            fileset = _read(path)
        except Unreadable:
            if _state(path) == before:
                raise
        else:
            if _state(path) == before:
                return fileset
    raise Unreadable(path, "it changed while it was read; import it again when it is complete")


def _read(path: Location) -> ReadFileset:
    with once_each():
        description = describe(path)
        if not description.images:
            raise Unreadable(path, "it holds no image")
        found = tuple(_windows(image) for image in description.images)
    return ReadFileset(description, found, tuple(_state(file.path) for file in description.files))


def read_or_say(path: Location) -> ReadFileset | str:
    """The same for another process, to which not every exception finds its way: a sentence."""
    try:
        return read(path)
    except OmeroError as error:
        return str(error)
    except Exception as error:  # whatever a library raises over a damaged file is that file's fault
        first = (str(error) or "no reason given").splitlines()[0]
        return f"{path}: its reader failed ({type(error).__name__}: {first})"


def _state(path: Location) -> FileState:
    if isinstance(path, Url):
        return FileState(path, 0, 0)
    try:
        is_folder = path.is_dir()
        found = Candidate(path, is_folder=is_folder).marker().stat()
    except OSError as error:
        raise Unreadable(path, f"{error.strerror}") from None
    return FileState(path, found.st_size, found.st_mtime_ns, is_folder)


def _windows(image: ImageDescription) -> list[Window]:
    source = open_source(image.path, image.series)
    try:
        return windows(source, image)
    finally:
        source.close()
