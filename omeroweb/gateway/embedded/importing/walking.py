"""Looking for images below a folder, in the order of names, without keeping what was seen."""

import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from omeroweb import pixels
from omeroweb.gateway.embedded.importing.outcomes import Failure
from omeroweb.pixels.formats import EXPECTED, is_companion_name, is_image_name
from omeroweb.pixels.location import Location, Url

# Bytes of a path: PostgreSQL's index of them takes no more.
PATH_LENGTH = 2600
TOO_LONG = f"its path is longer than {PATH_LENGTH} bytes: move it further up"


@dataclass(frozen=True, slots=True)
class Found:
    """Something that looks like an image, and the folder the search began in.

    size, modified_ns: of the file, or of the metadata file of a Zarr folder, as it was then; 0 for
    an address, which is known by its name alone.
    """

    path: Location
    root: Location
    size: int
    modified_ns: int


def never() -> bool:
    return False


@dataclass(frozen=True)
class Start:
    """Where a search begins, and the folder by which places in the tree of data are named."""

    path: Location
    root: Location

    @classmethod
    def at(cls, path: Location) -> "Start":
        """A path as somebody gives it: a folder is its own root, an image lies in its folder."""
        if isinstance(path, Url):
            return cls(path, path.parent)
        path = path.absolute()
        is_folder = path.is_dir() and not pixels.candidate(path)
        return cls(path, path if is_folder else path.parent)


def search(start: Start, shall_end: Callable[[], bool] = never) -> Iterator[Found | Failure]:
    """Everything below a path that looks like an image.

    A path that does not exist or is no image itself is a Failure.
    """
    path = start.path
    if isinstance(path, Url):
        yield Found(path, start.root, 0, 0)
        return
    try:
        candidate = pixels.candidate(path) if path.exists() else None
    except OSError as error:
        yield _failure(path, error)
        return
    if candidate:
        yield _found(candidate, start.root)
    elif path.is_dir():
        yield from _walk(start, shall_end)
    elif path.exists():
        yield Failure(path, f"{shown(path)}: not an image; expected {EXPECTED}")
    else:
        yield Failure(path, f"{shown(path)}: no such file or folder")


def _walk(start: Start, shall_end: Callable[[], bool]) -> Iterator[Found | Failure]:
    """Links to folders are followed, each folder once: a link may lead back to where it lies."""
    seen: set[tuple[int, int]] = set()
    listings = [_listing(str(start.path), seen)]
    while listings and not shall_end():
        entry = next(listings[-1], None)
        if entry is None:
            listings.pop()
        elif isinstance(entry, Failure):
            yield entry
        elif refusal := _refused(entry):
            yield Failure(Path(entry.path), f"{shown(entry.path)}: {refusal}")
        else:
            sorted_out = _sort_out(entry, start.root)
            if isinstance(sorted_out, str):
                listings.append(_listing(sorted_out, seen))
            elif sorted_out:
                yield sorted_out


def _refused(entry: "os.DirEntry[str]") -> str | None:
    """Why a path can be in no store, where it cannot."""
    if len(os.fsencode(entry.path)) > PATH_LENGTH:
        return TOO_LONG
    return None if is_text(entry.name) else "its name is not UTF-8: rename it"


def _listing(folder: str, seen: set[tuple[int, int]]) -> Iterator["os.DirEntry[str] | Failure"]:
    """The entries of a folder that was not listed before; hidden ones are left out."""
    try:
        folder_stat = os.stat(folder)  # noqa: PTH116 - once per folder, and Path objects cost
        identity = folder_stat.st_dev, folder_stat.st_ino
        if identity in seen:
            return
        seen.add(identity)
        with os.scandir(folder) as listing:
            entries = [entry for entry in listing if not entry.name.startswith(".")]
    except OSError as error:
        yield Failure(Path(folder), f"{shown(folder)}: {error.strerror}")
        return
    # Last first. What names other files comes before them: they need no reading of their own then.
    entries.sort(key=lambda entry: (not is_companion_name(entry.name), entry.name), reverse=True)
    while entries:
        yield entries.pop()


def _sort_out(entry: "os.DirEntry[str]", root: Location) -> "Found | Failure | str | None":
    """An image, a folder to enter (its name), or neither."""
    try:
        if entry.is_dir():
            candidate = pixels.candidate(Path(entry.path))
            return _found(candidate, root) if candidate else entry.path
        if not is_image_name(entry.name):
            return None
        return _of_file(Path(entry.path), root, entry.stat())
    except OSError as error:
        return _failure(Path(entry.path), error)


def _found(candidate: pixels.Candidate, root: Location) -> Found | Failure:
    """A candidate as it is now."""
    try:
        return _of_file(candidate.path, root, candidate.marker().stat())
    except OSError as error:
        return _failure(candidate.path, error)


def _of_file(path: Path, root: Location, found: os.stat_result) -> Found | Failure:
    # A Zarr folder that lacks its metadata stands for itself: reading it says what is wrong.
    if not (stat.S_ISREG(found.st_mode) or stat.S_ISDIR(found.st_mode)):
        return Failure(path, f"{path}: not a regular file")
    return Found(path, root, found.st_size, found.st_mtime_ns)


def _failure(path: Path, error: OSError) -> Failure:
    is_broken_link = isinstance(error, FileNotFoundError) and path.is_symlink()
    reason = "a link that leads nowhere" if is_broken_link else error.strerror
    return Failure(path, f"{shown(path)}: {reason}")


def is_text(name: str) -> bool:
    """Whether a name of the file system is UTF-8; other names no database keeps."""
    return name.isascii() or not any("\udc80" <= letter <= "\udcff" for letter in name)


def shown(path: Location | str) -> str:
    """A path in letters that can be printed and kept, whatever its bytes are."""
    return os.fsencode(str(path)).decode("utf-8", "backslashreplace")
