"""Filesets that were read, on their way into the store: many of them in one transaction."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db import DataError, IntegrityError

from omeroweb.gateway.embedded import models
from omeroweb.gateway.embedded.importing.known import Known, known
from omeroweb.gateway.embedded.importing.outcomes import Failure, Imported, Outcome, Unchanged
from omeroweb.gateway.embedded.importing.places import Place, Places
from omeroweb.gateway.embedded.importing.walking import Found
from omeroweb.gateway.embedded.registration import Entry, register
from omeroweb.gateway.embedded.registration.containers import Owner
from omeroweb.gateway.embedded.transactions import one_at_a_time
from omeroweb.pixels.reading import ReadFileset

# A batch is written when it holds as many images, or when its first one has waited as long.
IMAGES_AT_A_TIME = 500
SECONDS_AT_MOST = 1.0
Batched = tuple[Found, ReadFileset]

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

    def __init__(self, destination: Destination) -> None:
        self._destination = destination
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
            outcomes = self._write(batch)
        except REFUSED:
            for one in batch:
                yield self._write_alone(one)
        else:
            yield from outcomes

    def _write_alone(self, one: Batched) -> Outcome:
        try:
            return self._write([one])[0]
        except REFUSED as error:
            path = one[0].path
            return Failure(path, f"{path}: the database refuses it ({_first_line(error)})")

    def _write(self, batch: Sequence[Batched]) -> list[Outcome]:
        with one_at_a_time("import"):
            return self._write_all(batch)

    def _write_all(self, batch: Sequence[Batched]) -> list[Outcome]:
        # Asked again inside: another import of the same folder may have been quicker.
        stored = known(read.file for _, read in batch)
        entries: dict[str, Entry] = {}
        for found, read in batch:
            path = str(read.file.path)
            before = stored.get(path)
            if path not in entries and not (before and before.is_as(read.file)):
                entries[path] = self._entry(found, read, before)
        are_known = {path for path, entry in entries.items() if entry.fileset.id is not None}
        register(list(entries.values()))
        return [
            _outcome(entries.pop(str(found.path), None), found, are_known) for found, _ in batch
        ]

    def _entry(self, found: Found, read: ReadFileset, before: Known | None) -> Entry:
        fileset = (
            models.Fileset.objects.get(id=before.fileset_id)
            if before
            else models.Fileset(
                **vars(self._destination.owner),
                path=str(read.file.path),
                served_folder=self._destination.served_folder,
            )
        )
        fileset.size, fileset.modified_ns = read.file.size, read.file.modified_ns
        return Entry(fileset, read, self._destination.places.place(found.path, found.root))


class Rehearsal(Writer):
    """Says what would be written and leaves the store as it is."""

    def _write(self, batch: Sequence[Batched]) -> list[Outcome]:
        stored = known(read.file for _, read in batch)
        return [self._imagined(found, read, str(read.file.path) in stored) for found, read in batch]

    def _imagined(self, found: Found, read: ReadFileset, is_known: bool) -> Outcome:
        place = self._destination.places.place(found.path, found.root)
        return Imported(found.path, len(read.description.images), _container(place, read), is_known)


def _container(place: Place, read: ReadFileset) -> str:
    return place.screen if read.description.plate else place.of_images


def _outcome(entry: Entry | None, found: Found, are_known: set[str]) -> Outcome:
    if entry is None:
        return Unchanged(found.path)
    is_replacement = str(found.path) in are_known
    container = _container(entry.place, entry.read)
    return Imported(found.path, len(entry.images), container, is_replacement)


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0] if str(error) else type(error).__name__
