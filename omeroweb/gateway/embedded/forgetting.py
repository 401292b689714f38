"""Taking images out of the store; their files are not touched."""

from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

from django.db import transaction
from django.db.models import Model, QuerySet

from omeroweb.gateway.embedded import models

M = TypeVar("M", bound=Model)

# Fewer than the variables that SQLite takes in one statement.
AT_A_TIME = 500


def forget_served(except_folder: str) -> int:
    """Forget the images of folders that were shown before.

    Returns how many images were forgotten. What somebody imported by hand stays.
    """
    earlier = models.Fileset.objects.exclude(served_folder__in=["", except_folder])
    count = models.Image.objects.filter(fileset__in=earlier).count()
    _forget(list(earlier.values_list("id", flat=True)))
    return count


def forget_missing(served_folder: str) -> int:
    """Forget images of the shown folder whose files are gone. Returns how many filesets."""
    shown = models.Fileset.objects.filter(served_folder=served_folder)
    gone = [fileset_id for fileset_id, path in shown.values_list("id", "path") if _is_gone(path)]
    _forget(gone)
    return len(gone)


def _is_gone(path: str) -> bool:
    return not Path(path).exists()


def _forget(ids: Sequence[int]) -> None:
    for begin in range(0, len(ids), AT_A_TIME):
        with transaction.atomic():
            _forget_some(ids[begin : begin + AT_A_TIME])


def _forget_some(ids: Sequence[int]) -> None:
    """Forget filesets, what came with them, and the containers that hold nothing any more."""
    filesets = models.Fileset.objects.filter(id__in=ids)
    datasets = _ids(models.Dataset.objects.filter(images__fileset__in=filesets))
    projects = _ids(models.Project.objects.filter(datasets__in=datasets))
    screens = _ids(models.Screen.objects.filter(plates__fileset__in=filesets))
    instruments = _ids(models.Instrument.objects.filter(images__fileset__in=filesets))
    files = _ids(models.OriginalFile.objects.filter(entry__fileset__in=filesets))
    said = _ids(models.Annotation.objects.filter(source__in=filesets))
    delete_images(_ids(models.Image.objects.filter(fileset__in=filesets)))
    filesets.delete()
    models.OriginalFile.objects.filter(id__in=files).delete()
    models.Instrument.objects.filter(id__in=instruments, images=None).delete()
    models.Annotation.objects.filter(id__in=_linked_to_nothing(said)).delete()
    models.Dataset.objects.filter(id__in=datasets, images=None).delete()
    models.Project.objects.filter(id__in=projects, datasets=None).delete()
    models.Screen.objects.filter(id__in=screens, plates=None).delete()


def delete_images(ids: Sequence[int]) -> None:
    """Delete images with what their channels show, which nothing else refers to."""
    shown = models.LogicalChannel.objects.filter(channels__pixels__image__in=ids)
    logical_channels = _ids(shown)
    models.Image.objects.filter(id__in=ids).delete()
    models.LogicalChannel.objects.filter(id__in=logical_channels).delete()


def _linked_to_nothing(annotations: Sequence[int]) -> set[int]:
    left = set(annotations)
    for kind in models.LINKS:
        if left:
            rows = models.links_on(kind).filter(child__in=left)
            left -= set(rows.values_list("child_id", flat=True))
    return left


def _ids(rows: QuerySet[M]) -> list[int]:
    return list(rows.values_list("id", flat=True).distinct())
