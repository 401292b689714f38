"""The files behind a fileset, as a download names them."""

from pathlib import Path

from omeroweb.errors import Unreadable
from omeroweb.gateway.base import OriginalFile


def of_fileset(path: Path) -> list[OriginalFile]:
    """The file itself, or every file of a Zarr folder below the folder's own name."""
    try:
        if path.is_dir():
            found = sorted(file for file in path.rglob("*") if file.is_file())
            return [_original(file, path.parent) for file in found]
        return [_original(path, path.parent)]
    except OSError as error:
        raise Unreadable(path, f"{error.strerror}") from None


def _original(file: Path, root: Path) -> OriginalFile:
    return OriginalFile(file.relative_to(root).as_posix(), file.stat().st_size, str(file))
