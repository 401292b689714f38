"""Filesets that were read, on their way into the store: many of them in one transaction."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from django.db import DataError, IntegrityError, OperationalError

from omeroweb.gateway.embedded import models
from omeroweb.gateway.embedded.deleted_files import forget
from omeroweb.gateway.embedded.importing.known import Known, known
from omeroweb.gateway.embedded.importing.outcomes import (
    Belongs,
    Failure,
    Imported,
    Outcome,
    Unchanged,
)
from omeroweb.gateway.embedded.importing.places import Place, Places
from omeroweb.gateway.embedded.importing.walking import Found, never
from omeroweb.gateway.embedded.registration import Entry, register
from omeroweb.gateway.embedded.registration.containers import Owner
from omeroweb.gateway.embedded.transactions import is_locked, one_at_a_time
from omeroweb.pixels.reading import FileState, ReadFileset

# A batch is written when it holds as many images, or when its first one has waited as long.
IMAGES_AT_A_TIME = 500
SECONDS_AT_MOST = 1.0
Batched = tuple[Found, ReadFileset]

# How long another process may write to the database.
SECONDS_FOR_OTHERS = 30
# How long an import that shall end goes on waiting for one.
SECONDS_AT_A_TIME = 0.5
# What the database says of values that it cannot keep: they are one file's fault.
REFUSED = (DataError, IntegrityError, OverflowError, ValueError)


@dataclass(frozen=True)
class Destination:
    """Whose images they become and where they go.

    served_folder: the folder that the server was told to show; empty for an import by hand.
    """

    owner: Owner
    places: Places
    served_folder: str = ""


class Writer:
    """Collects filesets and writes them; each is in the store as a whole or not at all."""

    def __init__(self, destination: Destination, shall_end: Callable[[], bool] = never) -> None:
        self._destination = destination
        self._shall_end = shall_end
        self._batch: list[Batched] = []
        self._images = 0
        self._since = 0.0

    def add(self, found: Found, read: ReadFileset) -> None:
        if not self._batch:
            self._since = time.monotonic()
        self._batch.append((found, read))
        self._images += len(read.description.images)

    @property
    def is_due(self) -> bool:
        if not self._batch:
            return False
        is_old = time.monotonic() - self._since > SECONDS_AT_MOST
        return self._images >= IMAGES_AT_A_TIME or is_old

    def write(self) -> Iterator[Outcome]:
        """Write what was collected. Raises OperationalError where the database takes nothing."""
        batch, self._batch, self._images = self._batch, [], 0
        if not batch:
            return
        try:
            outcomes = self._write_patiently(batch)
        except REFUSED:
            for one in batch:
                yield self._write_alone(one)
        else:
            yield from outcomes

    def _write_patiently(self, batch: Sequence[Batched]) -> list[Outcome]:
        """Wait for another writer as the database would, but notice when the import shall end.

        What could not be written by then is not said: the next import reads it again.
        """
        deadline = time.monotonic() + SECONDS_FOR_OTHERS
        while True:
            try:
                return self._write(batch)
            except OperationalError as error:
                if not is_locked(error) or time.monotonic() > deadline:
                    raise
                if self._shall_end():
                    return []

    def _write_alone(self, one: Batched) -> Outcome:
        try:
            return self._write([one])[0]
        except REFUSED as error:
            path = one[0].path
            return Failure(path, f"{path}: the database refuses it ({_first_line(error)})")

    def _write(self, batch: Sequence[Batched]) -> list[Outcome]:
        with one_at_a_time("import", SECONDS_AT_A_TIME):
            return self._write_all(batch)

    def _write_all(self, together: Sequence[Batched]) -> list[Outcome]:
        batch, outcomes = _sorted_out(together)
        # Asked again inside: another import of the same folder may have been quicker.
        stored = known(file for _, read in batch for file in read.files)
        filesets = _filesets(batch, stored)
        entries: dict[str, Entry] = {}
        for found, read in batch:
            path = str(read.description.path)
            if path in entries:
                outcomes.append(Belongs(found.path))
            elif all(_is_stored(file, stored) for file in read.files):
                outcomes.append(Unchanged(found.path))
            else:
                is_known = path in filesets
                fileset = filesets.get(path) or self._new_fileset()
                entries[path] = self._entry(found, read, fileset)
                outcomes.append(_imported(found, read, entries[path].place, is_known))
        register(list(entries.values()))
        forget(str(file.path) for entry in entries.values() for file in entry.read.files)
        return outcomes

    def _new_fileset(self) -> models.Fileset:
        destination = self._destination
        return models.Fileset(**vars(destination.owner), served_folder=destination.served_folder)

    def _entry(self, found: Found, read: ReadFileset, fileset: models.Fileset) -> Entry:
        fileset.path = str(read.description.path)
        fileset.format = read.description.format
        fileset.size = sum(file.size for file in read.files)
        fileset.modified_ns = max(file.modified_ns for file in read.files)
        fileset.missing_since = None
        return Entry(fileset, read, self._destination.places.place(found.path, found.root))


def _sorted_out(together: Sequence[Batched]) -> tuple[list[Batched], list[Outcome]]:
    """What was read, without files that say nothing of it and that another one names as its own.

    They came before the one that names them, or nobody would have read them.
    """
    named = {str(file.path) for _, read in together for file in read.files if len(read.files) > 1}
    batch: list[Batched] = []
    outcomes: list[Outcome] = []
    for found, read in together:
        if len(read.files) == 1 and str(read.description.path) in named:
            outcomes.append(Belongs(found.path))
        else:
            batch.append((found, read))
    return batch, outcomes


def _filesets(batch: Sequence[Batched], stored: dict[str, Known]) -> dict[str, models.Fileset]:
    """Filesets that are there already, by the path that stands for them now.

    One is known by any of its files. Where files of several belong together now, the first goes on
    and the others go.
    """
    rows = models.Fileset.objects.in_bulk({known.fileset_id for known in stored.values()})
    found: dict[str, models.Fileset] = {}
    for _, read in batch:
        ours = [stored[str(file.path)] for file in read.files if str(file.path) in stored]
        numbers = [known.fileset_id for known in ours if known.fileset_id in rows]
        if numbers and str(read.description.path) not in found:
            found[str(read.description.path)] = rows.pop(numbers[0])
            merged = [rows.pop(number).id for number in set(numbers[1:]) & rows.keys()]
            models.Fileset.objects.filter(id__in=merged).delete()
    return found


def _is_stored(file: FileState, stored: dict[str, Known]) -> bool:
    before = stored.get(str(file.path))
    return before is not None and before.is_as(file)


class Rehearsal(Writer):
    """Says what would be written and leaves the store as it is."""

    def _write(self, together: Sequence[Batched]) -> list[Outcome]:
        batch, outcomes = _sorted_out(together)
        stored = known(file for _, read in batch for file in read.files)
        seen: set[str] = set()
        for found, read in batch:
            if str(read.description.path) in seen:
                outcomes.append(Belongs(found.path))
                continue
            seen.add(str(read.description.path))
            place = self._destination.places.place(found.path, found.root)
            is_known = any(str(file.path) in stored for file in read.files)
            outcomes.append(_imported(found, read, place, is_known))
        return outcomes


def _imported(found: Found, read: ReadFileset, place: Place, is_known: bool) -> Imported:
    images = len(read.description.images)
    container = place.screen if read.description.plates else place.of_images
    return Imported(found.path, len(read.files), images, container, is_known)


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0] if str(error) else type(error).__name__
