"""What every method of the gateway needs of its caller: one case for each method, by its name.

The case of a method calls it on what the owner has, as somebody else. What it returns is empty or
false where that somebody got nothing; a refusal is an error of the gateway.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any

from omeroweb.errors import Unreadable
from omeroweb.gateway import base
from omeroweb.gateway.base import AnnotationDraft, AnnotationKind, Draft, Filter, Kind, Ref, Slice
from omeroweb.gateway.embedded import models
from omeroweb.quantities import Region
from tests.integration.store.world import World

ALL = Slice(0, 1000)
EVERY = base.AnnotationFilter()
COMMENT = AnnotationDraft(AnnotationKind.COMMENT, "changed")
TAG = AnnotationDraft(AnnotationKind.TAG, "new")
POINT = base.RoiDraft((base.Point(x=1, y=2),))


class Needs(Enum):
    """What somebody needs to get what is the owner's."""

    NOTHING = "nothing"
    MEMBERSHIP = "to be in the group"
    SIGHT = "to see it"
    ANNOTATE = "to annotate it"
    ANNOTATE_OR_SKIP = "to annotate it; what may not be annotated is left out"
    EDIT = "to change it"
    LINK = "to link it"


# By the kind of group: who may do what with data of the owner.
SEE_ALL = {"owner", "member", "leader", "admin"}
LEAD = {"owner", "leader", "admin"}
MAY: dict[str, dict[Needs, set[str]]] = {
    models.PRIVATE: {
        Needs.SIGHT: LEAD,
        Needs.ANNOTATE: {"owner"},
        Needs.EDIT: LEAD,
        Needs.LINK: {"owner"},
    },
    models.READ_ONLY: {
        Needs.SIGHT: SEE_ALL,
        Needs.ANNOTATE: LEAD,
        Needs.EDIT: LEAD,
        Needs.LINK: LEAD,
    },
    models.READ_ANNOTATE: {
        Needs.SIGHT: SEE_ALL,
        Needs.ANNOTATE: SEE_ALL,
        Needs.EDIT: LEAD,
        Needs.LINK: LEAD,
    },
    models.READ_WRITE: {
        Needs.SIGHT: SEE_ALL,
        Needs.ANNOTATE: SEE_ALL,
        Needs.EDIT: SEE_ALL,
        Needs.LINK: SEE_ALL,
    },
}


@dataclass(frozen=True)
class Owned:
    """Ids of what the owner has: one object of each kind."""

    user: int
    group: int
    project: int
    dataset: int
    image: int
    loose: int
    screen: int
    plate: int
    run: int
    well: int
    roi: int
    shape: int
    comment: int
    tag: int
    tag_set: int
    file: int
    settings: int


def fill(world: World) -> Owned:
    """One object of each kind, all the owner's. The image's file exists and is none."""
    image, loose = world.image("image"), world.image("loose")
    image.fileset.path = __file__
    image.fileset.save()
    models.Image.objects.filter(id=image.id).update(path=__file__)
    dataset = world.dataset("dataset", image)
    plate = world.plate("plate", wells=1)
    roi = models.Roi.objects.create(**world.owned, image=image)
    gateway = world.as_("owner")
    annotations = gateway.annotations
    tag_set = annotations.create(AnnotationDraft(AnnotationKind.TAG, "set", base.TAG_SET))
    settings = gateway.renderings.save(image.id, gateway.renderings.of(image.id).rendering)
    return Owned(
        user=world.people["owner"].id,
        group=world.group.id,
        project=world.project("project", dataset).id,
        dataset=dataset.id,
        image=image.id,
        loose=loose.id,
        screen=world.screen("screen", plate).id,
        plate=plate.id,
        run=models.PlateAcquisition.objects.get(plate=plate).id,
        well=models.Well.objects.get(plate=plate).id,
        roi=roi.id,
        shape=models.Shape.objects.create(roi=roi, kind="Point", x=1, y=2).id,
        comment=annotations.create(COMMENT, [Ref(Kind.IMAGE, image.id)]).id,
        tag=annotations.create(TAG, [Ref(Kind.ANNOTATION, tag_set.id)]).id,
        tag_set=tag_set.id,
        file=models.OriginalFile.objects.create(**world.owned, name="a", path="/a", size=1).id,
        settings=settings.id,
    )


Call = Callable[[base.Gateway, Owned], Any]


def listed(page: base.Page[Any]) -> bool:
    """Whether a list shows something; how many there are must not tell more."""
    assert page.total == len(page.items)
    return bool(page.items)


def image_known_by_id(of: Owned) -> base.Image:
    """The owner's image as somebody may make it up who knows its id."""
    pixels = base.Pixels(1, 60, 40, 5, 2, 3, "uint16", (base.Resolution(60, 40),), 60, 40)
    details = base.Details(
        base.Experimenter(of.user, "owner"),
        base.ExperimenterGroup(of.group, "", "", ""),
        base.Permissions("rwr---"),
    )
    return base.Image(of.image, "", "", details, 0, "", False, pixels=pixels)


def opened(read: Callable[[], object]) -> bool:
    """The file behind the image is none, which only those find out who may read it."""
    try:
        read()
    except Unreadable:
        return True
    raise AssertionError("a Python file was read as an image")


NEVER: Any = None
CORNER = Region(0, 0, 1, 1)
IMAGE_FILE = base.OriginalFile("a", 1, __file__)


def image_of(of: Owned) -> Ref:
    return Ref(Kind.IMAGE, of.image)


def copied(result: base.Copied) -> bool:
    return bool(result.done)


SETTINGS = base.Rendering(
    tuple(
        base.ChannelBinding(index, is_active=True, start=0, end=1, color=(1, 2, 3, 255))
        for index in range(2)
    )
)

CASES: dict[str, tuple[Needs, Call]] = {
    "event_context": (Needs.NOTHING, lambda g, of: g.event_context()),
    "projects": (Needs.SIGHT, lambda g, of: listed(g.projects(ALL, Filter()))),
    "project": (Needs.SIGHT, lambda g, of: g.project(of.project)),
    "datasets": (Needs.SIGHT, lambda g, of: listed(g.datasets(ALL, Filter()))),
    "dataset": (Needs.SIGHT, lambda g, of: g.dataset(of.dataset)),
    "screens": (Needs.SIGHT, lambda g, of: listed(g.screens(ALL, Filter()))),
    "screen": (Needs.SIGHT, lambda g, of: g.screen(of.screen)),
    "plates": (Needs.SIGHT, lambda g, of: listed(g.plates(ALL, Filter()))),
    "plate": (Needs.SIGHT, lambda g, of: g.plate(of.plate)),
    "plate_acquisitions": (
        Needs.SIGHT,
        lambda g, of: listed(g.plate_acquisitions(ALL, Filter(plate=of.plate))),
    ),
    "plate_acquisition": (Needs.SIGHT, lambda g, of: g.plate_acquisition(of.run)),
    "wells": (Needs.SIGHT, lambda g, of: listed(g.wells(ALL, Filter()))),
    "well": (Needs.SIGHT, lambda g, of: g.well(of.well)),
    "images": (Needs.SIGHT, lambda g, of: listed(g.images(ALL, Filter(dataset=of.dataset)))),
    "image": (Needs.SIGHT, lambda g, of: g.image(of.image)),
    "image_ids": (Needs.SIGHT, lambda g, of: g.image_ids([Ref(Kind.PROJECT, of.project)])),
    "similar_images": (Needs.SIGHT, lambda g, of: g.similar_images(of.image)),
    "search": (
        Needs.SIGHT,
        lambda g, of: g.search(Kind.IMAGE, ALL, base.Search("image")).items,
    ),
    "ancestry": (Needs.SIGHT, lambda g, of: g.ancestry(of.image)),
    "read": (
        Needs.SIGHT,
        lambda g, of: opened(lambda: g.read(image_known_by_id(of), 0, 0, 0, [0], CORNER)),
    ),
    "stored_tile": (
        Needs.SIGHT,
        lambda g, of: opened(lambda: g.stored_tile(image_known_by_id(of), 0, 0, 0, CORNER)),
    ),
    "acquisition": (Needs.SIGHT, lambda g, of: g.acquisition(of.image)),
    "planes": (Needs.SIGHT, lambda g, of: g.planes(of.image, ALL)),
    "original_metadata": (Needs.SIGHT, lambda g, of: g.original_metadata(of.image)),
    "original_files": (Needs.SIGHT, lambda g, of: g.original_files(of.image)),
    "original_file": (Needs.SIGHT, lambda g, of: g.original_file(of.file)),
    # Whoever has been given a file may read it.
    "file_chunks": (Needs.NOTHING, lambda g, of: next(iter(g.file_chunks(IMAGE_FILE, 9)))),
    "people.experimenters": (
        Needs.SIGHT,
        lambda g, of: of.user in {one.id for one in _experimenters(g)},
    ),
    "people.experimenter": (Needs.SIGHT, lambda g, of: g.people.experimenter(of.user)),
    "people.groups": (
        Needs.MEMBERSHIP,
        lambda g, of: of.group in {one.id for one in _groups(g)},
    ),
    "people.group": (Needs.MEMBERSHIP, lambda g, of: g.people.group(of.group)),
    "people.members": (
        Needs.SIGHT,
        lambda g, of: of.user in {one.experimenter.id for one in g.people.members(of.group)},
    ),
    "annotations.of": (
        Needs.SIGHT,
        lambda g, of: listed(g.annotations.of(Kind.IMAGE, [of.image], ALL, EVERY)),
    ),
    "annotations.counts": (
        Needs.SIGHT,
        lambda g, of: g.annotations.counts(Kind.IMAGE, [of.image]),
    ),
    "annotations.page": (Needs.SIGHT, lambda g, of: listed(g.annotations.page(ALL, EVERY))),
    "annotations.get": (Needs.SIGHT, lambda g, of: g.annotations.get(of.comment)),
    "annotations.create": (
        Needs.ANNOTATE,
        lambda g, of: g.annotations.create(TAG, [image_of(of)]),
    ),
    "annotations.update": (Needs.EDIT, lambda g, of: g.annotations.update(of.comment, COMMENT)),
    "annotations.delete": (Needs.EDIT, lambda g, of: g.annotations.delete([of.comment])),
    "annotations.link": (Needs.ANNOTATE, lambda g, of: g.annotations.link(of.tag, [image_of(of)])),
    "annotations.unlink": (
        Needs.EDIT,
        lambda g, of: g.annotations.unlink(of.comment, [image_of(of)]),
    ),
    "annotations.upload": (
        Needs.MEMBERSHIP,
        lambda g, of: g.annotations.upload("a", "", [b"a"], group_id=of.group),
    ),
    "rois.page": (Needs.SIGHT, lambda g, of: listed(g.rois.page(ALL, Filter()))),
    "rois.get": (Needs.SIGHT, lambda g, of: g.rois.get(of.roi)),
    "rois.shapes": (Needs.SIGHT, lambda g, of: listed(g.rois.shapes(ALL, Filter()))),
    "rois.shape": (Needs.SIGHT, lambda g, of: g.rois.shape(of.shape)),
    "rois.create": (Needs.ANNOTATE, lambda g, of: g.rois.create(of.image, POINT)),
    "rois.update": (Needs.EDIT, lambda g, of: g.rois.update(of.roi, POINT)),
    "rois.delete": (Needs.EDIT, lambda g, of: g.rois.delete(of.roi)),
    "rois.delete_shape": (Needs.EDIT, lambda g, of: g.rois.delete_shape(of.shape)),
    "renderings.of": (Needs.SIGHT, lambda g, of: g.renderings.of(of.image)),
    "renderings.of_images": (Needs.SIGHT, lambda g, of: g.renderings.of_images([of.image])),
    "renderings.imported": (Needs.SIGHT, lambda g, of: g.renderings.imported(of.image)),
    "renderings.all_of": (Needs.SIGHT, lambda g, of: g.renderings.all_of(of.image)),
    "renderings.get": (Needs.SIGHT, lambda g, of: g.renderings.get(of.settings)),
    "renderings.save": (
        Needs.ANNOTATE,
        lambda g, of: g.renderings.save(of.image, g.renderings.of(of.image).rendering),
    ),
    "renderings.copy": (
        Needs.ANNOTATE_OR_SKIP,
        lambda g, of: copied(g.renderings.copy(SETTINGS, [of.image])),
    ),
    "renderings.reset": (
        Needs.ANNOTATE_OR_SKIP,
        lambda g, of: copied(g.renderings.reset([of.image])),
    ),
    "renderings.use_owners": (
        Needs.ANNOTATE_OR_SKIP,
        lambda g, of: copied(g.renderings.use_owners([of.image])),
    ),
    "changes.create": (
        Needs.MEMBERSHIP,
        lambda g, of: g.changes.create(Draft(Kind.PROJECT, "new"), group_id=of.group),
    ),
    "changes.replace": (
        Needs.EDIT,
        lambda g, of: g.changes.replace(of.project, Draft(Kind.PROJECT, "new")),
    ),
    "changes.rename": (Needs.EDIT, lambda g, of: g.changes.rename(image_of(of), name="a")),
    "changes.name_channels": (
        Needs.EDIT,
        lambda g, of: g.changes.name_channels([of.image], {0: "GFP"}),
    ),
    "changes.link": (
        Needs.LINK,
        lambda g, of: g.changes.link(Ref(Kind.DATASET, of.dataset), [Ref(Kind.IMAGE, of.loose)]),
    ),
    "changes.unlink": (
        Needs.LINK,
        lambda g, of: g.changes.unlink(Ref(Kind.DATASET, of.dataset), [image_of(of)]),
    ),
    "changes.delete": (
        Needs.EDIT,
        lambda g, of: g.changes.delete([Ref(Kind.PROJECT, of.project)], with_contents=True),
    ),
}


def _experimenters(gateway: base.Gateway) -> list[base.Experimenter]:
    return list(gateway.people.experimenters(ALL, base.PeopleFilter()).items)


def _groups(gateway: base.Gateway) -> list[base.ExperimenterGroup]:
    return list(gateway.people.groups(ALL, base.PeopleFilter()).items)
