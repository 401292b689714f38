"""Wells of plates, and their fields."""

from collections.abc import Collection, Iterator, Sequence

from omeroweb import pixels
from omeroweb.gateway.base import Kind
from omeroweb.gateway.embedded import models
from omeroweb.gateway.embedded.registration import rows
from omeroweb.gateway.embedded.registration.laid import Laid
from omeroweb.gateway.embedded.registration.values import aware, length, rgba, word

# Plate, row, column.
Spot = tuple[int, int, int]


def save(laid: Sequence[Laid], replaced: Collection[int]) -> None:
    stored = models.Well.objects.filter(plate__fileset__in=replaced)
    before = {
        (plate, row, column): number
        for number, plate, row, column in stored.values_list("id", "plate_id", "row", "column")
    }
    made: dict[Spot, models.Well] = {}
    for plate in laid:
        said = {(well.row, well.column): well for well in plate.said.wells}
        taken = {(position.row, position.column) for _, position in plate.fields}
        for row, column in sorted(taken | said.keys()):
            spot = plate.row.id, row, column
            description = said.get((row, column)) or pixels.WellDescription(row, column)
            made[spot] = _well(plate.row, description, before.pop(spot, None))
            plate.entry.annotate(Kind.WELL, made[spot], description.annotations)
    models.Well.objects.filter(id__in=before.values()).delete()
    rows.save(models.Well, list(made.values()))
    _save_samples(laid, made, replaced)


def _well(plate: models.Plate, said: pixels.WellDescription, number: int | None) -> models.Well:
    return models.Well(
        id=number,
        plate=plate,
        row=said.row,
        column=said.column,
        type=word(said.type),
        external_description=word(said.external_description),
        external_identifier=word(said.external_identifier),
        color=rgba(said.color),
    )


def _save_samples(
    laid: Sequence[Laid], wells: dict[Spot, models.Well], replaced: Collection[int]
) -> None:
    """A field is known again by its image."""
    stored = models.WellSample.objects.filter(image__fileset__in=replaced)
    before = dict(stored.values_list("image_id", "id"))
    samples = [sample for plate in laid for sample in _samples(plate, wells, before)]
    models.WellSample.objects.filter(id__in=before.values()).delete()
    rows.save(models.WellSample, samples)


def _samples(
    plate: Laid, wells: dict[Spot, models.Well], before: dict[int, int]
) -> Iterator[models.WellSample]:
    for image, position in plate.fields:
        yield models.WellSample(
            id=before.pop(image.id, None),
            well=wells[plate.row.id, position.row, position.column],
            image=image,
            plate_acquisition=plate.runs.get(position.acquisition),
            field=position.field,
            timepoint=aware(position.timepoint),
            **length("position_x", position.x),
            **length("position_y", position.y),
        )
