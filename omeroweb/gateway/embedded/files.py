"""The files behind a fileset, as a download names them, and their content."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from omeroweb.errors import Forbidden, Unreadable
from omeroweb.gateway.base import OriginalFile
from omeroweb.gateway.embedded import models
from omeroweb.pixels import Url, location
from omeroweb.pixels.formats import is_image_name
from omeroweb.pixels.remote import remote_chunks


def of_fileset(fileset: models.Fileset) -> Sequence[OriginalFile]:
    """The files of a fileset; of a folder, every file below the folder's own name.

    Raises Unreadable, and Forbidden for a remote folder: nobody says what is in it.
    """
    entries = models.FilesetEntry.objects.filter(fileset=fileset).select_related("original_file")
    rows = [entry.original_file for entry in entries]
    place = location(fileset.path)
    if isinstance(place, Url):
        if not rows and not is_image_name(place.name):
            raise Forbidden(
                f"{place.name} is a folder on another server: it is read from there, and has to be "
                "downloaded from there"
            )
        places = [location(row.path) for row in rows] or [place]
        return [OriginalFile(found.name, None, str(found)) for found in places]
    if rows:
        folder = Path(os.path.commonpath([str(Path(row.path).parent) for row in rows]))
        return [_registered(row, folder) for row in rows]
    path = Path(fileset.path)
    try:
        if path.is_dir():
            found = sorted(file for file in path.rglob("*") if file.is_file())
            return [_found(file, path.parent) for file in found]
        return [_found(path, path.parent)]
    except OSError as error:
        raise Unreadable(path, f"{error.strerror}") from None


def chunks(file: OriginalFile, size: int) -> Iterator[bytes]:
    """The content of a file, at most ``size`` bytes at a time. Raises Unreadable."""
    place = location(file.location)
    if isinstance(place, Url):
        yield from remote_chunks(place, size)
        return
    try:
        with Path(file.location).open("rb") as stream:
            while chunk := stream.read(size):
                yield chunk
    except OSError as error:
        raise Unreadable(file.path, f"{error.strerror}") from None


def _registered(row: models.OriginalFile, folder: Path) -> OriginalFile:
    path = Path(row.path).relative_to(folder).as_posix()
    return OriginalFile(path, row.size, row.path, row.id, row.mimetype)


def _found(file: Path, folder: Path) -> OriginalFile:
    return OriginalFile(file.relative_to(folder).as_posix(), file.stat().st_size, str(file))
