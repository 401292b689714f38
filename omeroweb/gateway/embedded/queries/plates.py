"""Plates, runs and wells."""

from collections.abc import Sequence

from django.db.models import Max, Min, QuerySet

from omeroweb.errors import NotFound
from omeroweb.gateway import base
from omeroweb.gateway.embedded import convert, models
from omeroweb.gateway.embedded.queries import image_list
from omeroweb.gateway.embedded.queries.scope import Scope, cut, one, unlinked


def plates(scope: Scope, part: base.Slice, wanted: base.Filter) -> base.Page[base.Plate]:
    rows = scope.narrowed(models.Plate.objects.all(), wanted)
    if wanted.screen is not None:
        rows = rows.filter(screens=wanted.screen)
    if wanted.well is not None:
        rows = rows.filter(wells=wanted.well)
    if wanted.is_orphaned:
        rows = unlinked(rows, models.Plate.screens.through, "plate")
    return scope.page(rows, part, convert.plate)


def plate(scope: Scope, plate_id: int) -> base.Plate:
    row = one(scope.visible(models.Plate.objects.all()), plate_id)
    return convert.plate(row, convert.details(row, scope.rights))


def plate_acquisitions(
    scope: Scope, part: base.Slice, wanted: base.Filter
) -> base.Page[base.PlateAcquisition]:
    rows = scope.narrowed(models.PlateAcquisition.objects.all(), wanted)
    if wanted.plate is not None:
        rows = rows.filter(plate=wanted.plate)
    return scope.page(rows, part, convert.plate_acquisition, runs(scope))


def plate_acquisition(scope: Scope, acquisition_id: int) -> base.PlateAcquisition:
    row = one(scope.visible(_runs()), acquisition_id)
    return convert.plate_acquisition(row, convert.details(row, scope.rights))


def wells(scope: Scope, part: base.Slice, wanted: base.Filter) -> base.Page[base.Well]:
    rows = scope.rights.visible(models.Well.objects.all())
    plate = None
    if wanted.plate is not None:
        plate = one(scope.visible(models.Plate.objects.all()), wanted.plate)
        rows = rows.filter(plate=plate)
    if wanted.owner is not None:
        rows = rows.filter(plate__owner=wanted.owner)
    if wanted.group is not None:
        rows = rows.filter(plate__group=wanted.group)
    if wanted.annotation is not None:
        rows = rows.filter(annotation_links__child=wanted.annotation).distinct()
    samples = _samples(wanted)
    if wanted.acquisition is not None or wanted.field is not None:
        rows = rows.filter(id__in=samples.values("well"))
    shown = _described(scope, cut(rows.order_by("column", "row", "id"), part), samples, plate)
    is_whole = part.offset == 0 and len(shown) < part.limit
    return base.Page(shown, len(shown) if is_whole else rows.count())


def well(scope: Scope, well_id: int) -> base.Well:
    rows = scope.rights.visible(models.Well.objects.all())
    found = _described(scope, rows.filter(id=well_id), _samples(base.Filter()))
    if not found:
        raise NotFound(f"Well {well_id} not found")
    return found[0]


def runs(scope: Scope) -> QuerySet[models.PlateAcquisition]:
    """The visible runs with all that a list shows of them."""
    return scope.rights.visible(_runs())


def listed_wells(scope: Scope, ids: Sequence[int]) -> dict[int, base.Well]:
    """The visible ones of the wells with these ids, with their fields."""
    rows = scope.rights.visible(models.Well.objects.filter(id__in=ids))
    return {well.id: well for well in _described(scope, rows, _samples(base.Filter()))}


def _runs() -> QuerySet[models.PlateAcquisition]:
    """Runs with the first and the last index of their fields."""
    return models.PlateAcquisition.objects.annotate(
        first_field=Min("samples__field"), last_field=Max("samples__field")
    )


def _samples(wanted: base.Filter) -> QuerySet[models.WellSample]:
    """The fields that are wanted of wells."""
    rows = models.WellSample.objects.all()
    if wanted.acquisition is not None:
        rows = rows.filter(plate_acquisition=wanted.acquisition)
    if wanted.field is not None:
        rows = rows.filter(field=wanted.field)
    return rows


def _described(
    scope: Scope,
    rows: QuerySet[models.Well],
    samples: QuerySet[models.WellSample],
    plate: models.Plate | None = None,
) -> list[base.Well]:
    """Visible wells with those of their fields that are among the samples, and their images.

    plate: that of all wells, where it is known.
    """
    runs = ("plate_acquisition__owner", "plate_acquisition__group")
    wells = list(rows if plate else rows.prefetch_related("plate__owner", "plate__group"))
    if plate:
        for well in wells:
            well.plate = plate
    inside = list(samples.filter(well__in=[well.id for well in wells]).prefetch_related(*runs))
    images = image_list.in_wells(scope, [row.image_id for row in inside])
    fields: dict[int, list[base.WellSample]] = {}
    for row in inside:
        found = convert.well_sample(row, scope.rights, images[row.image_id])
        fields.setdefault(row.well_id, []).append(found)
    return [convert.well(well, scope.rights, fields.get(well.id, ())) for well in wells]
