"""Plates with their runs, wells and fields, and the Screens that hold them."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence

from django.utils import timezone

from omeroweb import pixels
from omeroweb.gateway.base import Kind
from omeroweb.gateway.embedded import models
from omeroweb.gateway.embedded.registration import rows, wells
from omeroweb.gateway.embedded.registration.entry import Entry
from omeroweb.gateway.embedded.registration.laid import Laid, Placed
from omeroweb.gateway.embedded.registration.screens import link
from omeroweb.gateway.embedded.registration.values import aware, length, owned, text, word


def save(entries: Sequence[Entry], replaced: Collection[int]) -> None:
    """A plate is known again by its number in the fileset, a well by its row and column."""
    before: dict[int, list[models.Plate]] = defaultdict(list)
    for row in models.Plate.objects.filter(fileset__in=replaced).order_by("-id"):
        before[row.fileset_id].append(row)
    laid = [plate for entry in entries for plate in _laid(entry, before[entry.fileset.id or 0])]
    gone = [row.id for left in before.values() for row in left]
    models.Plate.objects.filter(id__in=gone).delete()
    new = [plate for plate in laid if plate.row.id is None]
    rows.save(models.Plate, [plate.row for plate in laid])
    link(new)
    _save_runs(laid, replaced)
    wells.save(laid, replaced)


def _laid(entry: Entry, before: list[models.Plate]) -> Iterator[Laid]:
    """before: the plates that the fileset had, the first one last."""
    fields: dict[int, list[Placed]] = defaultdict(list)
    for image, description in entry.described_images:
        if description.well:
            fields[description.well.plate].append((image, description.well))
    for number, said in enumerate(entry.read.description.plates):
        row = _plate(entry, said, fields[number], before.pop() if before else None)
        entry.annotate(Kind.PLATE, row, said.annotations)
        yield Laid(entry, said, row, fields[number], {})


def _plate(
    entry: Entry,
    said: pixels.PlateDescription,
    fields: Sequence[Placed],
    before: models.Plate | None,
) -> models.Plate:
    file = entry.read.description.path.name
    is_alone = len(entry.read.description.plates) == 1 or not said.name
    own_name = said.name if is_alone and said.name != file else ""
    return models.Plate(
        id=before.id if before else None,
        created=before.created if before else timezone.now(),
        **owned(before or entry.fileset),
        fileset=entry.fileset,
        name=before.name if before else word(file if is_alone else f"{file} [{said.name}]"),
        description=(before.description if before else "") or text(said.description or own_name),
        rows=said.rows,
        columns=said.columns,
        row_naming=said.row_naming,
        column_naming=said.column_naming,
        fields=1 + max((position.field for _, position in fields), default=0),
        status=word(said.status),
        external_identifier=word(said.external_identifier),
        **length("well_origin_x", said.well_origin_x),
        **length("well_origin_y", said.well_origin_y),
    )


def _save_runs(laid: Sequence[Laid], replaced: Collection[int]) -> None:
    """A run is known again by its number in the plate."""
    before: dict[int, list[models.PlateAcquisition]] = defaultdict(list)
    stored = models.PlateAcquisition.objects.filter(plate__fileset__in=replaced)
    for row in stored.order_by("-id"):
        before[row.plate_id].append(row)
    for plate in laid:
        left = before[plate.row.id]
        for run in plate.said.acquisitions:
            plate.runs[run.key] = _run(plate.row, run, left.pop() if left else None)
            plate.entry.annotate(Kind.PLATE_ACQUISITION, plate.runs[run.key], run.annotations)
    gone = [row.id for left in before.values() for row in left]
    models.PlateAcquisition.objects.filter(id__in=gone).delete()
    rows.save(models.PlateAcquisition, [run for plate in laid for run in plate.runs.values()])


def _run(
    plate: models.Plate,
    said: pixels.PlateAcquisitionDescription,
    before: models.PlateAcquisition | None,
) -> models.PlateAcquisition:
    return models.PlateAcquisition(
        id=before.id if before else None,
        created=before.created if before else timezone.now(),
        **owned(before or plate),
        plate=plate,
        name=before.name if before else word(said.name),
        description=(before.description if before else "") or text(said.description),
        maximum_field_count=said.maximum_field_count,
        start_time=aware(said.start),
        end_time=aware(said.end),
    )
