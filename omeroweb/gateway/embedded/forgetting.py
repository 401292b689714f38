"""Taking images out of the store; their files are not touched."""

from collections.abc import Sequence
from pathlib import Path

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from omeroweb.gateway.embedded import models
from omeroweb.gateway.embedded.removal import batches, ids_of, remove_filesets


def forget_served(except_folder: str) -> int:
    """Forget the images of folders that were shown before.

    Returns how many images were forgotten. What somebody imported by hand stays.
    """
    earlier = models.Fileset.objects.exclude(served_folder__in=["", except_folder])
    count = models.Image.objects.filter(fileset__in=earlier).count()
    _forget(list(earlier.values_list("id", flat=True)))
    return count


def forget_missing(served_folder: str) -> int:
    """Forget images of the shown folder whose files are gone. Returns how many filesets.

    What somebody annotated, drew on or set how to show is marked and stays: a file may come back.
    """
    shown = models.Fileset.objects.filter(served_folder=served_folder)
    gone = [fileset_id for fileset_id, path in shown.values_list("id", "path") if _is_gone(path)]
    for part in batches(gone):
        worked_on = _worked_on(part)
        models.Fileset.objects.filter(id__in=worked_on, missing_since=None).update(
            missing_since=timezone.now()
        )
        _forget([number for number in part if number not in worked_on])
    return len(gone)


def _worked_on(filesets: Sequence[int]) -> set[int]:
    """Those of some filesets to whose images people have added something."""
    images = models.Image.objects.filter(fileset__in=filesets).filter(
        Exists(models.ImageAnnotationLink.objects.filter(parent=OuterRef("id"), child__source=None))
        | Exists(models.Roi.objects.filter(image=OuterRef("id"), is_from_file=False))
        | Exists(models.RenderingDef.objects.filter(pixels__image=OuterRef("id")))
    )
    return set(images.values_list("fileset_id", flat=True))


def _is_gone(path: str) -> bool:
    return not Path(path).exists()


def _forget(ids: Sequence[int]) -> None:
    for some in batches(ids):
        with transaction.atomic():
            _forget_some(some)


def _forget_some(ids: Sequence[int]) -> None:
    """Forget filesets, what came with them, and the containers that hold nothing any more."""
    filesets = models.Fileset.objects.filter(id__in=ids)
    datasets = ids_of(models.Dataset.objects.filter(images__fileset__in=filesets))
    projects = ids_of(models.Project.objects.filter(datasets__in=datasets))
    screens = ids_of(models.Screen.objects.filter(plates__fileset__in=filesets))
    remove_filesets(ids)
    models.Dataset.objects.filter(id__in=datasets, images=None).delete()
    models.Project.objects.filter(id__in=projects, datasets=None).delete()
    models.Screen.objects.filter(id__in=screens, plates=None).delete()
