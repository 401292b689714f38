"""Imported files that are not there any more: they are marked, and what the store has stays."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from django.db.models import Q, QuerySet
from django.utils import timezone

from omeroweb.gateway.embedded import models
from omeroweb.gateway.embedded.importing.outcomes import Missing

# Filesets that one query reads, and one update marks.
AT_A_TIME = 500


class Seen:
    """Ids of filesets that a walk came by: one bit for each, however many there are."""

    def __init__(self) -> None:
        self._bits = bytearray()

    def add(self, number: int) -> None:
        byte = number >> 3
        if byte >= len(self._bits):
            self._bits.extend(bytes(byte + 1 - len(self._bits)))
        self._bits[byte] |= 1 << (number & 7)

    def __contains__(self, number: int) -> bool:
        byte = number >> 3
        return byte < len(self._bits) and bool(self._bits[byte] & 1 << (number & 7))


def below(path: Path) -> QuerySet[models.Fileset]:
    """The filesets of a path: of the file itself, or of everything in the folder."""
    folder = str(path).rstrip("/") + "/"
    return models.Fileset.objects.filter(Q(path=str(path)) | Q(path__startswith=folder))


def mark_missing(path: Path, seen: Seen) -> Iterator[Missing]:
    """Mark filesets of a path that a complete walk did not see and whose files are gone."""
    rows = below(path).order_by("id").only("id", "path", "missing_since")
    last = -(2**62)
    while part := list(rows.filter(id__gt=last)[:AT_A_TIME]):
        last = part[-1].id
        gone = [row for row in part if row.id not in seen and _is_gone(row.path)]
        gone += _incomplete(part, {row.id for row in gone})
        new = [row.id for row in gone if row.missing_since is None]
        models.Fileset.objects.filter(id__in=new).update(missing_since=timezone.now())
        for row in gone:
            yield Missing(Path(row.path), is_new=row.missing_since is None)


def mark_found(filesets: Sequence[int]) -> None:
    """Files that were gone are back as they were."""
    if filesets:
        models.Fileset.objects.filter(id__in=filesets).update(missing_since=None)


def _incomplete(part: Sequence[models.Fileset], gone: set[int]) -> list[models.Fileset]:
    """Filesets of several files that lack one of them."""
    files = models.OriginalFile.objects.filter(entry__fileset__in=part)
    lacking = {
        fileset_id
        for fileset_id, path in files.values_list("entry__fileset", "path")
        if fileset_id not in gone and _is_gone(path)
    }
    return [row for row in part if row.id in lacking]


def _is_gone(path: str) -> bool:
    """Whether there is nothing; what may not be looked at is not gone."""
    try:
        os.stat(path)  # noqa: PTH116 - of many files
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False
    return False
