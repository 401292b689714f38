"""The files of a fileset that has several, and what files say beyond the OME model."""

import mimetypes
from collections.abc import Collection, Sequence

from omeroweb.gateway.embedded import models
from omeroweb.gateway.embedded.registration.entry import Entry
from omeroweb.gateway.embedded.registration.values import owned, text, word
from omeroweb.pixels.description import Pairs

DIRECTORY = "Directory"


def save(entries: Sequence[Entry], replaced: Collection[int]) -> None:
    """A file is known again by its path: whatever is attached to it stays."""
    stored = models.OriginalFile.objects.filter(entry__fileset__in=replaced)
    before = {(row.entry.fileset_id, row.path): row for row in stored.select_related("entry")}
    models.FilesetEntry.objects.filter(fileset__in=replaced).delete()
    made: list[models.FilesetEntry] = []
    new: list[models.OriginalFile] = []
    for entry in entries:
        states = entry.read.files if len(entry.read.files) > 1 else ()
        for index, state in enumerate(states):
            row = before.pop((entry.fileset.id, str(state.path)), None)
            if row is None:
                row = models.OriginalFile(**owned(entry.fileset), path=str(state.path))
                new.append(row)
            kind = DIRECTORY if state.is_folder else mimetypes.guess_type(state.path.name)[0]
            row.name, row.size, row.modified_ns = (
                word(state.path.name),
                state.size,
                state.modified_ns,
            )
            row.mimetype = kind or ""
            made.append(models.FilesetEntry(fileset=entry.fileset, original_file=row, index=index))
    models.OriginalFile.objects.filter(id__in=[row.id for row in before.values()]).delete()
    known = [entry.original_file for entry in made if entry.original_file.id is not None]
    models.OriginalFile.objects.bulk_update(known, ["name", "size", "modified_ns", "mimetype"])
    models.OriginalFile.objects.bulk_create(new)
    models.FilesetEntry.objects.bulk_create(made)


def save_metadata(entries: Sequence[Entry], replaced: Collection[int]) -> None:
    """Names and values as the format has them: of all images, and of each one."""
    models.OriginalMetadata.objects.filter(fileset__in=replaced).delete()
    made: list[models.OriginalMetadata] = []
    for entry in entries:
        said = entry.read.description.original_metadata
        if said:
            made.append(models.OriginalMetadata(fileset=entry.fileset, entries=_pairs(said)))
        made += [
            models.OriginalMetadata(
                fileset=entry.fileset, image=row, entries=_pairs(image.original_metadata)
            )
            for row, image in entry.described_images
            if image.original_metadata
        ]
    models.OriginalMetadata.objects.bulk_create(made)


def _pairs(said: Pairs) -> list[list[str]]:
    return [[text(name), text(value)] for name, value in said]
