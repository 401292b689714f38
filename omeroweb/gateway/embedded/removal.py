"""Taking filesets out of the store with all that only they need; files are not touched."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import QuerySet

from omeroweb.gateway.embedded import attachments, models

# Fewer than the variables that SQLite takes in one statement.
AT_A_TIME = 500


def batches(ids: Iterable[int]) -> Iterator[list[int]]:
    """Ids in order, as many at a time as one statement takes."""
    listed = sorted(ids)
    for begin in range(0, len(listed), AT_A_TIME):
        yield listed[begin : begin + AT_A_TIME]


def remove_filesets(ids: Iterable[int]) -> None:
    """Remove filesets with their images and plates, and with what came with them: instruments,
    entries of files, annotations that are on nothing else. The caller opens the transaction.
    """
    for some in batches(ids):
        instruments = ids_of(models.Instrument.objects.filter(images__fileset__in=some))
        files = ids_of(models.OriginalFile.objects.filter(entry__fileset__in=some))
        said = ids_of(models.Annotation.objects.filter(source__in=some))
        delete_images(ids_of(models.Image.objects.filter(fileset__in=some)))
        models.Fileset.objects.filter(id__in=some).delete()
        _delete(models.Instrument.objects.filter(images=None), instruments)
        for part in batches(on_nothing(said)):
            attachments.stored().delete_annotations(part)
        _delete(models.OriginalFile.objects.filter(file_annotations=None), files)


def delete_images(ids: Iterable[int]) -> None:
    """Delete images with what their channels show, which nothing else refers to."""
    for some in batches(ids):
        shown = models.LogicalChannel.objects.filter(channels__pixels__image__in=some)
        logical_channels = ids_of(shown)
        models.Image.objects.filter(id__in=some).delete()
        _delete(models.LogicalChannel.objects.all(), logical_channels)


def on_nothing(annotations: Iterable[int]) -> set[int]:
    """Those of the annotations that are on no object."""
    wanted = set(annotations)
    still: set[int] = set()
    for some in batches(wanted):
        for kind in models.LINKS:
            links = models.links_on(kind).filter(child__in=some)
            still.update(links.values_list("child", flat=True))
    return wanted - still


def ids_of(rows: QuerySet[Any]) -> list[int]:
    return list(rows.values_list("id", flat=True).distinct())


def _delete(rows: QuerySet[Any], ids: Iterable[int]) -> None:
    for some in batches(ids):
        rows.filter(id__in=some).delete()
