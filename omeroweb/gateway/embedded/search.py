"""Looking for images below a folder, and where in the tree of data they belong."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from omeroweb import pixels
from omeroweb.errors import CommandError
from omeroweb.pixels.formats import EXPECTED


@dataclass(frozen=True)
class Found:
    """Something that looks like an image, and the folder the search began in."""

    candidate: pixels.Candidate
    root: Path

    @property
    def path(self) -> Path:
        return self.candidate.path


@dataclass(frozen=True)
class Failure:
    """A path that could not be read, and why."""

    path: Path
    reason: str


def search(path: Path) -> Iterator[Found | Failure]:
    """Everything below a path that looks like an image, in the order of names.

    Raises CommandError where the path itself does not exist or is no image.
    """
    path = path.absolute()
    if not path.exists():
        raise CommandError(f"{path}: no such file or folder")
    own = pixels.candidate(path)
    if own:
        yield Found(own, path.parent)
    elif path.is_dir():
        yield from _walk(path, path, set())
    else:
        raise CommandError(f"{path}: not an image; expected {EXPECTED}")


def _walk(folder: Path, root: Path, seen: set[tuple[int, int]]) -> Iterator[Found | Failure]:
    """Links to folders are followed, each folder once: a link may lead back to where it lies."""
    try:
        stat = folder.stat()
        if (stat.st_dev, stat.st_ino) in seen:
            return
        seen.add((stat.st_dev, stat.st_ino))
        entries = sorted(folder.iterdir())
    except OSError as error:
        yield Failure(folder, f"{folder}: {error.strerror}")
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        try:
            candidate = pixels.candidate(entry)
            is_folder = entry.is_dir()
        except OSError as error:  # a folder that may be listed and not entered
            yield Failure(entry, f"{entry}: {error.strerror}")
            continue
        if candidate:
            yield Found(candidate, root)
        elif is_folder:
            yield from _walk(entry, root, seen)


def containers(path: Path, root: Path) -> tuple[str, str]:
    """Project and Dataset of a file: the first folder below the root, and the rest of the way.

    A file directly below the root is in the Dataset and Project named as the root; one folder
    further down the folder is the Dataset.
    """
    folders = path.relative_to(root).parts[:-1]
    name = root.name or "images"
    if not folders:
        return name, name
    if len(folders) == 1:
        return name, folders[0]
    return folders[0], "/".join(folders[1:])
