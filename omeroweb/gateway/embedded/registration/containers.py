"""Projects, Datasets and Screens by name: found where they exist, made where they do not."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from omeroweb.gateway.embedded import models

if TYPE_CHECKING:
    from omeroweb.gateway.embedded.registration.batch import Entry

C = TypeVar("C", models.Project, models.Dataset, models.Screen)


@dataclass(frozen=True)
class Owner:
    """Whose containers are looked for and made."""

    owner_id: int
    group_id: int

    @classmethod
    def of(cls, row: models.Owned) -> "Owner":
        return cls(row.owner_id, row.group_id)


def named(model: type[C], names: Iterable[str], owner: Owner) -> dict[str, C]:
    """The owner's containers of these names, the oldest where there are several of one name."""
    wanted = sorted(set(names))
    rows = model._default_manager.filter(**vars(owner), name__in=wanted).order_by("-id")
    found = {row.name: row for row in rows}
    made = [model(**vars(owner), name=name) for name in wanted if name not in found]
    model._default_manager.bulk_create(made)
    return {**found, **{row.name: row for row in made}}


def link_images(entries: "Sequence[Entry]") -> None:
    """Put the images of files that are no plate into their Datasets.

    Images that were in the store before stay where somebody may have put them.
    """
    loose = [entry for entry in entries if not entry.read.description.plate]
    for owner in {Owner.of(entry.fileset) for entry in loose}:
        _link([entry for entry in loose if Owner.of(entry.fileset) == owner], owner)


def _link(entries: "Sequence[Entry]", owner: Owner) -> None:
    through = models.Image.datasets.through
    images = [image.id for entry in entries for image in entry.images if not entry.is_new(image)]
    rows = through._default_manager.filter(image__in=images)
    linked = set(rows.values_list("image_id", flat=True))
    datasets = _datasets({(entry.place.project, entry.place.dataset) for entry in entries}, owner)
    through._default_manager.bulk_create(
        through(image_id=image.id, dataset_id=datasets[entry.place.project, entry.place.dataset])
        for entry in entries
        for image in entry.images
        if image.id not in linked
    )


def _datasets(wanted: set[tuple[str, str]], owner: Owner) -> dict[tuple[str, str], int]:
    """Ids by the names of Project and Dataset; a Dataset of no Project by its own name."""
    alone = named(models.Dataset, {name for project, name in wanted if not project}, owner)
    found = {("", name): row.id for name, row in alone.items()}
    inside = sorted(pair for pair in wanted if pair[0])
    projects = named(models.Project, {project for project, _ in inside}, owner)
    links = models.Dataset.projects.through._default_manager.filter(
        project__in=[row.id for row in projects.values()],
        dataset__name__in={name for _, name in inside},
    )
    names = {row.id: row.name for row in projects.values()}
    for number, project_id, name in links.order_by("-dataset_id").values_list(
        "dataset_id", "project_id", "dataset__name"
    ):
        found[names[project_id], name] = number
    missing = [pair for pair in inside if pair not in found]
    made = [models.Dataset(**vars(owner), name=name) for _, name in missing]
    models.Dataset.objects.bulk_create(made)
    models.Dataset.projects.through._default_manager.bulk_create(
        models.Dataset.projects.through(dataset_id=row.id, project_id=projects[project].id)
        for row, (project, _) in zip(made, missing, strict=True)
    )
    return found | {pair: row.id for row, pair in zip(made, missing, strict=True)}
