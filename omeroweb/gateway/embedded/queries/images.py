"""Images, and what they lie in."""

from collections.abc import Sequence
from functools import partial

from django.db.models import Prefetch, Q, QuerySet

from omeroweb.errors import NotFound
from omeroweb.gateway import base
from omeroweb.gateway.embedded import convert, files, models
from omeroweb.gateway.embedded.convert.files import original_file as convert_file
from omeroweb.gateway.embedded.queries import image_order
from omeroweb.gateway.embedded.queries.image_list import listed
from omeroweb.gateway.embedded.queries.scope import Scope, one, shown_of

JOINED = ("fileset", "pixels", "well_sample", "objective_settings__objective")
OPENED = ("pixels__pyramid",)

# How an image gets to the parents of each kind.
PARENTS = {
    base.Kind.IMAGE: "id",
    base.Kind.DATASET: "datasets",
    base.Kind.PROJECT: "datasets__projects",
    base.Kind.WELL: "well_sample__well",
    base.Kind.PLATE_ACQUISITION: "well_sample__plate_acquisition",
    base.Kind.PLATE: "well_sample__well__plate",
    base.Kind.SCREEN: "well_sample__well__plate__screens",
    base.Kind.FILESET: "fileset",
}


def images(scope: Scope, part: base.Slice, wanted: base.Filter) -> base.Page[base.Image]:
    total, ids = image_order.part_of(scope, part, wanted)
    return shown_of(total, ids, partial(listed, scope))


def image_row(scope: Scope, image_id: int) -> models.Image:
    """One image with its channels. Raises NotFound."""
    channels = models.Channel.objects.select_related("logical_channel")
    rows = scope.visible(models.Image.objects.all()).select_related(*JOINED, *OPENED)
    return one(rows.prefetch_related(Prefetch("pixels__channels", channels)), image_id)


def image_ids(scope: Scope, parents: Sequence[base.Ref]) -> list[int]:
    wanted = Q(pk__in=[])
    for kind, path in PARENTS.items():
        ids = [parent.id for parent in parents if parent.kind == kind]
        if ids:
            wanted |= Q(**{f"{path}__in": ids})
    rows: QuerySet[models.Image] = scope.rights.visible(models.Image.objects.filter(wanted))
    return list(rows.order_by("id").values_list("id", flat=True).distinct())


def similar_images(scope: Scope, image_id: int) -> list[int]:
    """Three queries, however many images there are."""
    image = one(scope.visible(models.Image.objects.select_related("pixels")), image_id)
    projects = scope.rights.visible(models.Project.objects.filter(datasets__images=image))
    candidates = scope.rights.visible(
        models.Image.objects.filter(
            datasets__projects__in=projects,
            pixels__type=image.pixels.type,
            pixels__size_c=image.pixels.size_c,
        )
    )
    labels: dict[int, list[str]] = {image.id: []}
    rows = (
        models.Channel.objects.filter(pixels__image__in=candidates.order_by().distinct())
        .order_by("pixels__image", "index")
        .values_list("pixels__image", "logical_channel__name", "logical_channel__emission")
    )
    for owner, name, emission in rows:
        labels.setdefault(owner, []).append(name or f"{emission}")
    return sorted(owner for owner, found in labels.items() if found == labels[image.id])


def ancestry(scope: Scope, image_id: int) -> base.Ancestry:
    image = one(scope.visible(models.Image.objects.all()), image_id)
    datasets = scope.visible(models.Dataset.objects.filter(images=image)).order_by("id")
    projects = scope.visible(
        models.Project.objects.filter(datasets__in=datasets).distinct()
    ).order_by("id")
    sample = (
        models.WellSample.objects.filter(image=image)
        .select_related("well__plate__owner", "well__plate__group")
        .first()
    )
    plate = sample.well.plate if sample else None
    return base.Ancestry(
        tuple(convert.dataset(row, convert.details(row, scope.rights)) for row in datasets),
        tuple(convert.project(row, convert.details(row, scope.rights)) for row in projects),
        sample.well_id if sample else None,
        convert.plate(plate, convert.details(plate, scope.rights)) if plate else None,
    )


def original_file(scope: Scope, file_id: int) -> base.OriginalFile:
    """A file of a fileset where the caller may download that, an attached one where the policy
    lets them. Raises NotFound.
    """
    rows = scope.visible(models.OriginalFile.objects.all()).select_related("entry__fileset")
    row = one(rows, file_id)
    entry = getattr(row, "entry", None)
    image = entry.fileset.images.select_related("group", "well_sample").first() if entry else None
    may = scope.rights.may_download(image) if image else scope.rights.may_download_file(row)
    if not may:
        raise NotFound(f"OriginalFile {file_id} is not for download")
    return convert_file(row)


def original_files(scope: Scope, image_id: int) -> Sequence[base.OriginalFile]:
    rows = scope.visible(models.Image.objects.all()).select_related("fileset", "well_sample")
    row = one(rows, image_id)
    if not scope.rights.may_download(row):
        raise NotFound(f"the original files of image {image_id} are not for download")
    return files.of_fileset(row.fileset)
