"""Plates, runs and wells."""

from django.db.models import Max, Min, Prefetch, QuerySet

from omeroweb.gateway import base
from omeroweb.gateway.embedded import convert, models
from omeroweb.gateway.embedded.queries.scope import Scope, cut, one


def plates(scope: Scope, part: base.Slice, wanted: base.Filter) -> base.Page[base.Plate]:
    rows = scope.narrowed(models.Plate.objects.all(), wanted)
    if wanted.screen is not None:
        rows = rows.filter(screens=wanted.screen)
    if wanted.well is not None:
        rows = rows.filter(wells=wanted.well)
    if wanted.is_orphaned:
        rows = rows.filter(screens=None)
    return scope.page(rows, part, convert.plate)


def plate(scope: Scope, plate_id: int) -> base.Plate:
    row = one(scope.visible(models.Plate.objects.all()), plate_id)
    return convert.plate(row, scope.rights)


def plate_acquisitions(
    scope: Scope, part: base.Slice, wanted: base.Filter
) -> base.Page[base.PlateAcquisition]:
    rows = scope.narrowed(models.PlateAcquisition.objects.all(), wanted)
    if wanted.plate is not None:
        rows = rows.filter(plate=wanted.plate)
    return scope.page(rows, part, convert.plate_acquisition, runs(scope))


def plate_acquisition(scope: Scope, acquisition_id: int) -> base.PlateAcquisition:
    return convert.plate_acquisition(one(scope.visible(_runs()), acquisition_id), scope.rights)


def wells(scope: Scope, part: base.Slice, wanted: base.Filter) -> base.Page[base.Well]:
    rows = scope.rights.visible(models.Well.objects.all())
    if wanted.plate is not None:
        rows = rows.filter(plate=one(scope.visible(models.Plate.objects.all()), wanted.plate))
    if wanted.owner is not None:
        rows = rows.filter(plate__owner=wanted.owner)
    if wanted.group is not None:
        rows = rows.filter(plate__group=wanted.group)
    if wanted.annotation is not None:
        rows = rows.filter(annotation_links__child=wanted.annotation).distinct()
    samples = _samples(wanted)
    if wanted.acquisition is not None or wanted.field is not None:
        rows = rows.filter(id__in=samples.values("well"))
    shown = cut(_with(rows, samples).order_by("column", "row", "id"), part)
    return base.Page([convert.well(row, scope.rights) for row in shown], rows.count())


def well(scope: Scope, well_id: int) -> base.Well:
    rows = scope.rights.visible(models.Well.objects.all())
    return convert.well(one(_with(rows, _samples(base.Filter())), well_id), scope.rights)


def runs(scope: Scope) -> QuerySet[models.PlateAcquisition]:
    """The visible runs with all that a list shows of them."""
    return scope.listed(_runs())


def wells_with_samples(scope: Scope) -> QuerySet[models.Well]:
    """The visible wells with all that a list shows of them."""
    return _with(scope.rights.visible(models.Well.objects.all()), _samples(base.Filter()))


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


def _with(
    rows: QuerySet[models.Well], samples: QuerySet[models.WellSample]
) -> QuerySet[models.Well]:
    """Wells with everything that is shown of them and of their fields."""
    joined = samples.select_related(
        "image__owner",
        "image__group",
        "image__fileset",
        "image__pixels",
        "image__objective_settings__objective",
        "plate_acquisition__owner",
        "plate_acquisition__group",
    )
    return rows.select_related("plate__owner", "plate__group").prefetch_related(
        Prefetch("samples", joined)
    )
