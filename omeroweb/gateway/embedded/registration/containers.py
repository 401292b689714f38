"""Projects, Datasets and Screens by name: found where they exist, made where they do not."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from omeroweb.gateway.embedded import models
from omeroweb.gateway.embedded.importing.places import Place
from omeroweb.gateway.embedded.registration import rows
from omeroweb.gateway.embedded.registration.entry import Entry

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
    stored = model._default_manager.filter(**vars(owner), name__in=wanted).order_by("-id")
    found = {row.name: row for row in stored}
    made = [model(**vars(owner), name=name) for name in wanted if name not in found]
    model._default_manager.bulk_create(made)
    return {**found, **{row.name: row for row in made}}


def link_images(entries: Sequence[Entry]) -> None:
    """Put the images that are in no plate into their Datasets.

    Images that were in the store before stay where somebody may have put them.
    """
    for owner in {Owner.of(entry.fileset) for entry in entries}:
        _link([entry for entry in entries if Owner.of(entry.fileset) == owner], owner)


def _link(entries: Sequence[Entry], owner: Owner) -> None:
    new = [
        (entry.place, row)
        for entry in entries
        for row, image in entry.described_images
        if not image.well and row.id not in entry.known_images
    ]
    datasets = _datasets({place for place, _ in new}, owner)
    through = models.Image.datasets.through
    rows.insert(
        through,
        [through(image_id=image.id, dataset_id=datasets[place]) for place, image in new],
    )


def _datasets(places: set[Place], owner: Owner) -> dict[Place, int]:
    """The ids of Datasets by place."""
    given = {place: place.dataset_id for place in places if place.dataset_id is not None}
    alone = {place for place in places - given.keys() if not place.project}
    free = named(models.Dataset, {place.dataset for place in alone}, owner)
    found = given | {place: free[place.dataset].id for place in alone}
    return found | _in_projects(places - found.keys(), owner)


def _in_projects(places: set[Place], owner: Owner) -> dict[Place, int]:
    by_name = named(
        models.Project, {place.project for place in places if place.project_id is None}, owner
    )
    projects = {
        place: by_name[place.project].id if place.project_id is None else place.project_id
        for place in places
    }
    through = models.Dataset.projects.through
    links = through._default_manager.filter(
        project__in=set(projects.values()), dataset__name__in={place.dataset for place in places}
    )
    known = {
        (project, name): number
        for project, name, number in links.order_by("-dataset_id").values_list(
            "project_id", "dataset__name", "dataset_id"
        )
    }
    missing = sorted({(projects[place], place.dataset) for place in places} - known.keys())
    made = [models.Dataset(**vars(owner), name=name) for _, name in missing]
    models.Dataset.objects.bulk_create(made)
    through._default_manager.bulk_create(
        through(dataset_id=row.id, project_id=project)
        for row, (project, _) in zip(made, missing, strict=True)
    )
    known |= {pair: row.id for row, pair in zip(made, missing, strict=True)}
    return {place: known[projects[place], place.dataset] for place in places}
