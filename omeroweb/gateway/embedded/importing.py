"""Registering images in the store: they stay where they lie, only what they say is kept."""

import os
from pathlib import Path

from omeroweb import pixels
from omeroweb.errors import Unreadable
from omeroweb.gateway.embedded import accounts, models
from omeroweb.gateway.embedded.registration import Registration
from omeroweb.gateway.embedded.search import Found
from omeroweb.gateway.embedded.transactions import one_at_a_time
from omeroweb.pixels.statistics import Window, windows


def register(found: Found, served_folder: str = "") -> int | None:
    """Read one candidate and keep it: all of it or nothing.

    Returns the number of its images, None where it is known and has not changed.
    Raises Unreadable.
    """
    path = found.path
    try:
        stat = found.candidate.marker().stat()
    except OSError as error:
        raise Unreadable(path, f"{error.strerror}") from None
    if _is_known(path, stat):
        return None
    description = pixels.describe(path)
    if not description.images:
        raise Unreadable(path, "it holds no image")
    sampled = [_windows(image) for image in description.images]
    with one_at_a_time("import"):
        # Asked again inside: another import of the same folder may have been quicker.
        if _is_known(path, stat):
            return None
        models.Fileset.objects.filter(path=str(path)).delete()
        fileset = models.Fileset.objects.create(
            owner_id=accounts.ROOT_ID,
            group=accounts.ensure_groups(),
            path=str(path),
            modified_ns=stat.st_mtime_ns,
            size=stat.st_size,
            served_folder=served_folder,
        )
        Registration(fileset, found).save(description, sampled)
    return len(description.images)


def _is_known(path: Path, stat: os.stat_result) -> bool:
    """Whether the file is registered as it is now."""
    as_it_is = {"path": str(path), "modified_ns": stat.st_mtime_ns, "size": stat.st_size}
    return models.Fileset.objects.filter(**as_it_is).exists()


def _windows(image: pixels.ImageDescription) -> list[Window]:
    source = pixels.open_source(image.path, image.series)
    try:
        return windows(source, image)
    finally:
        source.close()
