"""Plates with their wells and fields, and the Screens that hold them."""

from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING

from omeroweb import pixels
from omeroweb.gateway.embedded import models
from omeroweb.gateway.embedded.models import NAME_LENGTH
from omeroweb.gateway.embedded.registration import rows
from omeroweb.gateway.embedded.registration.containers import Owner, named

if TYPE_CHECKING:
    from omeroweb.gateway.embedded.registration.batch import Entry


def save(entries: "Sequence[Entry]", replaced: Collection[int]) -> None:
    before = {row.fileset_id: row for row in models.Plate.objects.filter(fileset__in=replaced)}
    plates = [
        (entry, _plate(entry, entry.read.description.plate, before.pop(entry.fileset.id, None)))
        for entry in entries
        if entry.read.description.plate
    ]
    models.Plate.objects.filter(id__in=[row.id for row in before.values()]).delete()
    new = [(entry, row) for entry, row in plates if row.id is None]
    rows.save(models.Plate, [row for _, row in plates])
    _link(new)
    wells = _save_wells(plates)
    # Samples hold nothing that a file does not say.
    models.WellSample.objects.filter(image__fileset__in=replaced).delete()
    models.WellSample.objects.bulk_create(
        _well_sample(wells[row.id, position.row, position.column], image, position)
        for entry, row in plates
        for image, position in _positions(entry)
    )


def _positions(entry: "Entry") -> Iterator[tuple[models.Image, pixels.WellPosition]]:
    for image, description in zip(entry.images, entry.read.description.images, strict=True):
        if description.well:
            yield image, description.well


def _plate(
    entry: "Entry", plate: pixels.PlateDescription, before: models.Plate | None
) -> models.Plate:
    fileset, name = entry.fileset, entry.read.file.path.name
    return models.Plate(
        id=before.id if before else None,
        owner_id=before.owner_id if before else fileset.owner_id,
        group_id=before.group_id if before else fileset.group_id,
        fileset=fileset,
        name=before.name if before else name[:NAME_LENGTH],
        description=(before.description if before else "")
        or (plate.name if plate.name != name else ""),
        rows=plate.rows,
        columns=plate.columns,
        row_naming=plate.row_naming,
        column_naming=plate.column_naming,
        fields=1 + max((position.field for _, position in _positions(entry)), default=0),
    )


def _link(plates: "Sequence[tuple[Entry, models.Plate]]") -> None:
    for entry, row in plates:
        screen = named(models.Screen, [entry.place.screen], Owner.of(entry.fileset))
        row.screens.add(screen[entry.place.screen])


def _save_wells(
    plates: "Sequence[tuple[Entry, models.Plate]]",
) -> dict[tuple[int, int, int], models.Well]:
    """Wells by plate, row and column; those that the file has no more of are deleted."""
    stored = models.Well.objects.filter(plate__in=[row.id for _, row in plates])
    before = {(well.plate_id, well.row, well.column): well for well in stored}
    wanted = {
        (row.id, position.row, position.column)
        for entry, row in plates
        for _, position in _positions(entry)
    }
    gone = [well.id for key, well in before.items() if key not in wanted]
    models.Well.objects.filter(id__in=gone).delete()
    made = [
        models.Well(plate_id=plate, row=row, column=column)
        for plate, row, column in sorted(wanted - before.keys())
    ]
    rows.save(models.Well, made)
    return before | {(well.plate_id, well.row, well.column): well for well in made}


def _well_sample(
    well: models.Well, image: models.Image, position: pixels.WellPosition
) -> models.WellSample:
    return models.WellSample(
        well=well,
        image=image,
        field=position.field,
        position_x=position.x.value if position.x else None,
        position_x_unit=position.x.unit if position.x else "",
        position_y=position.y.value if position.y else None,
        position_y_unit=position.y.unit if position.y else "",
    )
