"""Taking images out of the store; their files are not touched."""

from collections.abc import Sequence
from pathlib import Path

from django.db import transaction
from django.db.models import QuerySet

from omeroweb.gateway.embedded import models

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
    """Forget filesets, and the containers that hold nothing any more because of that."""
    filesets = models.Fileset.objects.filter(id__in=ids)
    datasets = _ids(models.Dataset.objects.filter(images__fileset__in=filesets))
    projects = _ids(models.Project.objects.filter(datasets__in=datasets))
    screens = _ids(models.Screen.objects.filter(plates__fileset__in=filesets))
    filesets.delete()
    models.Dataset.objects.filter(id__in=datasets, images=None).delete()
    models.Project.objects.filter(id__in=projects, datasets=None).delete()
    models.Screen.objects.filter(id__in=screens, plates=None).delete()


def _ids(
    rows: QuerySet[models.Dataset] | QuerySet[models.Project] | QuerySet[models.Screen],
) -> list[int]:
    return list(rows.values_list("id", flat=True).distinct())
