"""The embedded store as one caller sees it."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar, cast

from django.db.models import Count, QuerySet
from django.db.models.functions import Lower
from numpy.typing import NDArray

from omeroweb import pixels
from omeroweb.errors import NotFound, Unreadable
from omeroweb.gateway import base
from omeroweb.gateway.embedded import convert, files, models
from omeroweb.gateway.embedded.permissions import Rights
from omeroweb.quantities import Region

N = TypeVar("N", bound=models.Named)
R = TypeVar("R")


class EmbeddedGateway:
    """Implements Gateway with Django models and image files on disk."""

    def __init__(self, caller: base.Caller, rights: Rights, sources: pixels.SourceCache) -> None:
        self._caller = caller
        self._rights = rights
        self._sources = sources
        # Where the images lie that this caller was shown: reading one asks the database no more.
        self._locations: dict[int, tuple[pixels.Location, int]] = {}

    def event_context(self) -> base.EventContext:
        user, memberships = self._rights.experimenter, self._rights.memberships
        default = memberships[0].group
        return base.EventContext(
            user.id,
            user.user_name,
            default.id,
            default.name,
            self._rights.is_admin,
            tuple(member.group_id for member in memberships),
            tuple(member.group_id for member in memberships if member.is_owner),
            self._caller.session_uuid,
        )

    # --- containers -----------------------------------------------------------

    def projects(self, part: base.Slice, wanted: base.Filter) -> base.Page[base.Project]:
        rows = self._narrowed(models.Project.objects.all(), wanted)
        if wanted.dataset is not None:
            rows = rows.filter(datasets=wanted.dataset)
        return self._page(_counted(rows, "datasets", wanted), part, convert.project)

    def project(self, project_id: int, *, with_child_count: bool = False) -> base.Project:
        wanted = base.Filter(with_child_count=with_child_count)
        rows = _counted(self._visible(models.Project.objects.all()), "datasets", wanted)
        return convert.project(self._one(rows, project_id), self._rights)

    def datasets(self, part: base.Slice, wanted: base.Filter) -> base.Page[base.Dataset]:
        rows = self._narrowed(models.Dataset.objects.all(), wanted)
        if wanted.project is not None:
            rows = rows.filter(projects=wanted.project)
        if wanted.image is not None:
            rows = rows.filter(images=wanted.image)
        if wanted.is_orphaned:
            rows = rows.filter(projects=None)
        return self._page(_counted(rows, "images", wanted), part, convert.dataset)

    def dataset(self, dataset_id: int, *, with_child_count: bool = False) -> base.Dataset:
        wanted = base.Filter(with_child_count=with_child_count)
        rows = _counted(self._visible(models.Dataset.objects.all()), "images", wanted)
        return convert.dataset(self._one(rows, dataset_id), self._rights)

    def screens(self, part: base.Slice, wanted: base.Filter) -> base.Page[base.Screen]:
        rows = self._narrowed(models.Screen.objects.all(), wanted)
        if wanted.plate is not None:
            rows = rows.filter(plates=wanted.plate)
        return self._page(_counted(rows, "plates", wanted), part, convert.screen)

    def screen(self, screen_id: int, *, with_child_count: bool = False) -> base.Screen:
        wanted = base.Filter(with_child_count=with_child_count)
        rows = _counted(self._visible(models.Screen.objects.all()), "plates", wanted)
        return convert.screen(self._one(rows, screen_id), self._rights)

    def plates(self, part: base.Slice, wanted: base.Filter) -> base.Page[base.Plate]:
        rows = self._narrowed(models.Plate.objects.all(), wanted)
        if wanted.screen is not None:
            rows = rows.filter(screens=wanted.screen)
        if wanted.is_orphaned:
            rows = rows.filter(screens=None)
        return self._page(rows, part, convert.plate)

    def plate(self, plate_id: int) -> base.Plate:
        rows = self._visible(models.Plate.objects.all())
        return convert.plate(self._one(rows, plate_id), self._rights)

    def wells(self, part: base.Slice, plate_id: int) -> base.Page[base.Well]:
        plate = self._one(self._visible(models.Plate.objects.all()), plate_id)
        rows = models.Well.objects.filter(plate=plate)
        shown = (
            rows.select_related("plate__owner", "plate__group")
            .prefetch_related(
                "samples__image__owner",
                "samples__image__group",
                "samples__image__fileset",
                "samples__image__pixels",
            )
            .order_by("column", "row", "id")[part.offset : part.offset + part.limit]
        )
        return base.Page([convert.well(row, self._rights) for row in shown], rows.count())

    # --- images ---------------------------------------------------------------

    def images(self, part: base.Slice, wanted: base.Filter) -> base.Page[base.Image]:
        rows = self._narrowed(models.Image.objects.all(), wanted)
        if wanted.dataset is not None:
            rows = rows.filter(datasets=wanted.dataset)
        if wanted.is_orphaned:
            rows = rows.filter(datasets=None, well_sample=None)
        rows = rows.select_related("fileset", "pixels", "well_sample")
        return self._page(rows, part, convert.image)

    def image(self, image_id: int) -> base.Image:
        rows = self._visible(models.Image.objects.all())
        rows = rows.select_related("fileset", "pixels", "well_sample")
        rows = rows.prefetch_related("pixels__channels")
        row = self._one(rows, image_id)
        self._locations[row.id] = (pixels.location(row.path), row.series)
        return convert.image(row, self._rights, with_channels=True)

    def ancestry(self, image_id: int) -> base.Ancestry:
        image = self._one(self._visible(models.Image.objects.all()), image_id)
        datasets = self._visible(models.Dataset.objects.filter(images=image)).order_by("id")
        projects = self._visible(
            models.Project.objects.filter(datasets__in=datasets).distinct()
        ).order_by("id")
        sample = (
            models.WellSample.objects.filter(image=image)
            .select_related("well__plate__owner", "well__plate__group")
            .first()
        )
        return base.Ancestry(
            tuple(convert.dataset(row, self._rights) for row in datasets),
            tuple(convert.project(row, self._rights) for row in projects),
            sample.well_id if sample else None,
            convert.plate(sample.well.plate, self._rights) if sample else None,
        )

    def read(
        self,
        image: base.Image,
        level: int,
        z: int,
        t: int,
        channels: Sequence[int],
        region: Region,
    ) -> NDArray[Any]:
        with self._sources.borrow(*self._location(image.id)) as source:
            return source.read(level, z, t, channels, region)

    def _location(self, image_id: int) -> tuple[pixels.Location, int]:
        if image_id not in self._locations:
            row = self._one(self._visible(models.Image.objects.all()), image_id)
            self._locations[image_id] = (pixels.location(row.path), row.series)
        return self._locations[image_id]

    def original_files(self, image_id: int) -> Sequence[base.OriginalFile]:
        rows = self._visible(models.Image.objects.all()).select_related("fileset", "well_sample")
        row = self._one(rows, image_id)
        if not self._rights.may_download(row):
            raise NotFound(f"the original files of image {image_id} are not for download")
        return files.of_fileset(Path(row.fileset.path))

    def file_chunks(self, file: base.OriginalFile, size: int) -> Iterator[bytes]:
        try:
            with Path(file.location).open("rb") as stream:
                while chunk := stream.read(size):
                    yield chunk
        except OSError as error:
            raise Unreadable(file.path, f"{error.strerror}") from None

    # --- common to all --------------------------------------------------------

    def _visible(self, rows: QuerySet[N]) -> QuerySet[N]:
        return self._rights.visible(rows).select_related("owner", "group")

    def _narrowed(self, rows: QuerySet[N], wanted: base.Filter) -> QuerySet[N]:
        rows = self._visible(rows)
        if wanted.owner is not None:
            rows = rows.filter(owner=wanted.owner)
        if wanted.group is not None:
            rows = rows.filter(group=wanted.group)
        return rows

    def _page(
        self, rows: QuerySet[N], part: base.Slice, to_dataclass: Callable[[N, Rights], R]
    ) -> base.Page[R]:
        total = rows.count()
        shown = rows.order_by(Lower("name"), "id")[part.offset : part.offset + part.limit]
        return base.Page([to_dataclass(row, self._rights) for row in shown], total)

    def _one(self, rows: QuerySet[N], wanted_id: int) -> N:
        row = rows.filter(id=wanted_id).first()
        if row is None:
            raise NotFound(f"{rows.model.__name__} {wanted_id} not found")
        return row


def _counted(rows: QuerySet[N], children: str, wanted: base.Filter) -> QuerySet[N]:
    """The same rows with the number of their children, where it was asked for."""
    if wanted.with_child_count:
        rows = cast("QuerySet[N]", rows.annotate(child_count=Count(children)))
    return rows
