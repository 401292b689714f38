"""Projects, Datasets and Screens."""

from django.db.models import OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce

from omeroweb.gateway import base
from omeroweb.gateway.embedded import convert, models
from omeroweb.gateway.embedded.queries.scope import Scope, counted, one, unlinked


def projects(scope: Scope, part: base.Slice, wanted: base.Filter) -> base.Page[base.Project]:
    rows = scope.narrowed(models.Project.objects.all(), wanted)
    if wanted.dataset is not None:
        rows = rows.filter(datasets=wanted.dataset)
    shown = scope.rights.visible(models.Project.objects.all())
    shown = counted(
        shown, models.Dataset.projects.through, "project", is_wanted=wanted.with_child_count
    )
    return scope.page(rows, part, convert.project, shown)


def project(scope: Scope, project_id: int, *, with_child_count: bool) -> base.Project:
    rows = scope.visible(models.Project.objects.all())
    rows = counted(rows, models.Dataset.projects.through, "project", is_wanted=with_child_count)
    row = one(rows, project_id)
    return convert.project(row, convert.details(row, scope.rights))


def datasets(scope: Scope, part: base.Slice, wanted: base.Filter) -> base.Page[base.Dataset]:
    rows = scope.narrowed(models.Dataset.objects.all(), wanted)
    if wanted.project is not None:
        rows = rows.filter(projects=wanted.project)
    if wanted.image is not None:
        rows = rows.filter(images=wanted.image)
    if wanted.is_orphaned:
        rows = unlinked(rows, models.Dataset.projects.through, "dataset")
    shown = scope.rights.visible(models.Dataset.objects.all())
    if wanted.with_child_count:
        shown = shown.annotate(child_count=_images_in())
    return scope.page(rows, part, convert.dataset, shown)


def dataset(scope: Scope, dataset_id: int, *, with_child_count: bool) -> base.Dataset:
    rows = scope.visible(models.Dataset.objects.all())
    if with_child_count:
        rows = rows.annotate(child_count=_images_in())
    row = one(rows, dataset_id)
    return convert.dataset(row, convert.details(row, scope.rights))


def _images_in() -> Coalesce:
    """How many images a dataset has, whoever may see them: kept, because one may have very many."""
    counts = models.PlaceCount.objects.filter(dataset_id=OuterRef("pk")).order_by()
    added = counts.values("dataset_id").annotate(all=Sum("images")).values("all")
    return Coalesce(Subquery(added), 0)


def screens(scope: Scope, part: base.Slice, wanted: base.Filter) -> base.Page[base.Screen]:
    rows = scope.narrowed(models.Screen.objects.all(), wanted)
    if wanted.plate is not None:
        rows = rows.filter(plates=wanted.plate)
    shown = scope.rights.visible(models.Screen.objects.all())
    shown = counted(
        shown, models.Plate.screens.through, "screen", is_wanted=wanted.with_child_count
    )
    return scope.page(rows, part, convert.screen, shown)


def screen(scope: Scope, screen_id: int, *, with_child_count: bool) -> base.Screen:
    rows = scope.visible(models.Screen.objects.all())
    rows = counted(rows, models.Plate.screens.through, "screen", is_wanted=with_child_count)
    row = one(rows, screen_id)
    return convert.screen(row, convert.details(row, scope.rights))
