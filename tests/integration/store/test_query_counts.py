"""A longer page takes no more queries than a short one; one tile takes as few as can be."""

from collections.abc import Callable
from typing import Any, get_origin, get_type_hints

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from omeroweb.gateway import base
from omeroweb.gateway.base import AnnotationDraft, AnnotationKind, Filter, Kind, Ref, Slice
from omeroweb.gateway.embedded import models
from tests.integration.store.world import World, make

MANY = 6
COUNTED = Filter(with_child_count=True)
EVERY = base.AnnotationFilter()


@pytest.fixture
def world(undone: None) -> World:
    """Several of everything, with annotations, in groups with several members."""
    world = make(models.READ_ANNOTATE)
    gateway = world.as_("owner")
    shapes = tuple(base.Point(x=1, y=number) for number in range(3))
    for number in range(MANY):
        image = world.image(f"image {number}")
        target = [Ref(Kind.IMAGE, image.id)]
        world.project(f"project {number}", world.dataset(f"dataset {number}", image))
        gateway.rois.create(image.id, base.RoiDraft(shapes))
        gateway.annotations.create(AnnotationDraft(AnnotationKind.MAP, (("a", "b"),)), target)
        gateway.annotations.create(AnnotationDraft(AnnotationKind.TAG, "s", base.TAG_SET), target)
        models.PlaneInfo.objects.create(pixels=image.pixels, the_t=number, the_z=0, the_c=0)
        for z in range(MANY):
            models.PlaneInfo.objects.create(pixels=image.pixels, the_t=number, the_z=z + 1, the_c=0)
        colleague = models.Experimenter.objects.create(user_name=f"colleague {number}")
        models.GroupExperimenterMap.objects.create(group=world.group, experimenter=colleague)
        models.GroupExperimenterMap.objects.create(
            group=models.ExperimenterGroup.objects.create(name=f"group {number}"),
            experimenter=world.people["owner"],
        )
    world.screen("screen", world.plate("plate", wells=MANY), world.plate("other", wells=2))
    for number in range(MANY):
        world.screen(f"screen {number}")
        models.PlateAcquisition.objects.create(
            **world.owned, name=f"run {number}", plate=models.Plate.objects.get(name="plate")
        )
        models.Plate.objects.create(
            **world.owned,
            name=f"plate {number}",
            rows=1,
            columns=1,
            fields=0,
            fileset=models.Fileset.objects.order_by("id")[0],
        )
    return world


def _image_ids() -> list[int]:
    return list(models.Image.objects.order_by("id").values_list("id", flat=True))


Asked = Callable[[base.Gateway, Slice], Any]

LISTS: dict[str, Asked] = {
    "projects": lambda g, part: g.projects(part, COUNTED),
    "datasets": lambda g, part: g.datasets(part, COUNTED),
    "screens": lambda g, part: g.screens(part, COUNTED),
    "plates": lambda g, part: g.plates(part, Filter()),
    "plate_acquisitions": lambda g, part: g.plate_acquisitions(part, Filter()),
    "wells": lambda g, part: g.wells(part, Filter()),
    "images": lambda g, part: g.images(part, Filter()),
    "planes": lambda g, part: g.planes(_image_ids()[0], part),
    "people.experimenters": lambda g, part: g.people.experimenters(part, base.PeopleFilter()),
    "people.groups": lambda g, part: g.people.groups(
        part, base.PeopleFilter(with_child_count=True)
    ),
    "annotations.of": lambda g, part: g.annotations.of(Kind.IMAGE, _image_ids(), part, EVERY),
    "annotations.page": lambda g, part: g.annotations.page(part, EVERY),
    "rois.page": lambda g, part: g.rois.page(part, Filter()),
    "rois.shapes": lambda g, part: g.rois.shapes(part, Filter()),
}


# The same lists where something narrows them, and searches.
NARROWED: dict[str, Callable[[base.Gateway, Slice, World], Any]] = {
    "images of an owner": lambda g, part, world: g.images(
        part, Filter(owner=world.people["owner"].id)
    ),
    "images of a group": lambda g, part, world: g.images(part, Filter(group=world.group.id)),
    "images of a dataset": lambda g, part, world: g.images(part, Filter(dataset=_id("Dataset"))),
    "images, orphaned": lambda g, part, world: g.images(part, Filter(is_orphaned=True)),
    "wells of a plate": lambda g, part, world: g.wells(part, Filter(plate=_id("Plate"))),
    "plates, orphaned": lambda g, part, world: g.plates(part, Filter(is_orphaned=True)),
    "search for projects": lambda g, part, world: _search(g, Kind.PROJECT, part),
    "search for datasets": lambda g, part, world: _search(g, Kind.DATASET, part),
    "search for images": lambda g, part, world: _search(g, Kind.IMAGE, part),
    "search for screens": lambda g, part, world: _search(g, Kind.SCREEN, part),
    "search for plates": lambda g, part, world: _search(g, Kind.PLATE, part),
}


def _search(gateway: base.Gateway, kind: Kind, part: Slice) -> base.Matches[base.Searchable]:
    return gateway.search(kind, part, base.Search("large"))


def _id(model: str) -> int:
    """The id of the large dataset or plate."""
    found: int = getattr(models, model).objects.get(name="large").id
    return found


def paged(protocol: type[Any], prefix: str = "") -> list[str]:
    """The names of all methods that return pages."""
    found = []
    for name, member in vars(protocol).items():
        if isinstance(member, property):
            found += paged(get_type_hints(member.fget)["return"], f"{name}.")
        elif callable(member) and not name.startswith("_"):
            returned = get_type_hints(member).get("return")
            if get_origin(returned) is base.Page:
                found.append(prefix + name)
    return found


def test_every_list_is_measured_here() -> None:
    assert sorted(LISTS) == sorted(paged(base.Gateway))


def test_a_longer_page_takes_no_more_queries(world: World) -> None:
    measured: dict[str, tuple[int, int]] = {}
    for name, ask in LISTS.items():
        counts = []
        for limit in (2, MANY - 1):
            gateway = world.as_("owner")
            with CaptureQueriesContext(connection) as captured:
                page = ask(gateway, Slice(0, limit))
            assert len(page.items) == limit, name
            assert page.total > limit, name
            counts.append(len(captured))
        measured[name] = (counts[0], counts[1])
    assert {name: counts for name, counts in measured.items() if counts[0] != counts[1]} == {}


def test_a_longer_page_of_a_narrowed_list_takes_no_more_queries(world: World) -> None:
    images = [world.image(f"large {number}") for number in range(MANY)]
    for number in range(MANY):
        world.image(f"orphan {number}")
        world.plate(f"large {number}", wells=1)
        world.screen(f"large {number}")
        world.project(f"large {number}", world.dataset(f"large {number}"))
    world.plate("large", wells=MANY)
    world.dataset("large", *images)
    measured = {}
    for name, ask in NARROWED.items():
        counts = []
        for limit in (2, MANY - 1):
            gateway = world.as_("owner")
            with CaptureQueriesContext(connection) as captured:
                assert len(ask(gateway, Slice(0, limit), world).items) == limit, name
            counts.append(len(captured))
        measured[name] = counts
    assert {name: counts for name, counts in measured.items() if counts[0] != counts[1]} == {}


def test_a_tile_asks_for_its_caller_the_image_and_the_channels(world: World) -> None:
    image_id = _image_ids()[0]
    with CaptureQueriesContext(connection) as captured:
        world.as_("member").image(image_id)
    asked = [query["sql"].split(" WHERE ")[0].split(" FROM ")[1] for query in captured]
    tables = [text.split('"')[1].removeprefix("embedded_") for text in asked]
    assert tables == ["experimenter", "groupexperimentermap", "image", "channel"]


def test_settings_of_a_tile_take_two_queries_more(world: World) -> None:
    image_id = _image_ids()[0]
    owner = world.as_("owner").renderings
    owner.save(image_id, owner.of(image_id).rendering)
    gateway = world.as_("member")
    gateway.image(image_id)
    with CaptureQueriesContext(connection) as captured:
        assert gateway.renderings.of(image_id).is_saved
    assert len(captured) == 2


def test_all_wells_of_a_plate_ask_for_it_once(world: World) -> None:
    plate = world.plate("whole", wells=MANY)
    gateway = world.as_("owner")
    gateway.event_context()
    with CaptureQueriesContext(connection) as captured:
        page = gateway.wells(Slice(), Filter(plate=plate.id))
    assert (len(page.items), page.total) == (MANY, MANY)
    asked = [query["sql"] for query in captured]
    assert sum('FROM "embedded_plate"' in sql for sql in asked) == 1
    assert not any("COUNT(" in sql for sql in asked)
    for offset, limit in ((0, MANY), (MANY - 1, 5), (MANY, 5), (0, 2), (0, 0)):
        part = gateway.wells(Slice(offset, limit), Filter(plate=plate.id))
        assert (len(part.items), part.total) == (min(limit, MANY - offset), MANY)
