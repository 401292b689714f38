"""Changes of the tree of data."""

import pytest

from omeroweb.errors import BadRequest, Forbidden, NotFound
from omeroweb.gateway import base
from omeroweb.gateway.base import Draft, Kind, Ref
from omeroweb.gateway.embedded import models
from tests.integration.store.world import World, make

ALL = base.Slice(0, 1000)


@pytest.fixture
def world(undone: None) -> World:
    return make(models.READ_ANNOTATE)


def ref(row: models.Owned) -> Ref:
    return Ref(Kind(type(row).__name__), row.pk)


def left(*rows: models.Owned) -> list[str]:
    """The names of those that are still there."""
    return [str(row) for row in rows if type(row)._default_manager.filter(pk=row.pk).exists()]


@pytest.mark.parametrize("kind", [Kind.PROJECT, Kind.DATASET, Kind.SCREEN])
def test_a_container_is_created_and_replaced(world: World, kind: Kind) -> None:
    changes = world.as_("member").changes
    created = changes.create(Draft(kind, "Day 4", "late"))
    assert (type(created).__name__, created.name, created.description) == (kind, "Day 4", "late")
    assert created.details.owner.user_name == "member"
    assert created.details.group.id == world.group.id
    assert created.details.permissions.can_edit
    replaced = changes.replace(created.id, Draft(kind, "Day 5"))
    assert (replaced.id, replaced.name, replaced.description) == (created.id, "Day 5", "")


def test_a_screen_keeps_its_protocol(world: World) -> None:
    protocol = base.ScreenProtocol("primary", "P-7", "fix, stain", "RS-2", "inhibitors")
    screen = world.as_("owner").changes.create(Draft(Kind.SCREEN, "A", protocol=protocol))
    assert world.as_("owner").screen(screen.id).protocol == protocol


@pytest.mark.parametrize(
    "draft",
    [Draft(Kind.PROJECT, " "), Draft(Kind.PROJECT, "n" * 256), Draft(Kind.IMAGE, "image")],
)
def test_what_no_container_can_be_is_refused(world: World, draft: Draft) -> None:
    with pytest.raises(BadRequest, match="expected"):
        world.as_("owner").changes.create(draft)


def test_nobody_creates_where_they_are_no_member(world: World) -> None:
    draft = Draft(Kind.PROJECT, "mine")
    with pytest.raises(NotFound, match=f"ExperimenterGroup {world.group.id} not found"):
        world.as_("outsider").changes.create(draft, group_id=world.group.id)
    with pytest.raises(Forbidden, match="member is no member of group system"):
        world.as_("member").changes.create(draft, group_id=models.SYSTEM_GROUP)
    made = world.as_("admin").changes.create(draft, group_id=world.group.id)
    assert made.details.group.id == world.group.id


def test_what_is_renamed_keeps_the_rest(world: World) -> None:
    image = world.image("before", description="kept")
    gateway = world.as_("owner")
    gateway.changes.rename(ref(image), name="after")
    renamed = gateway.image(image.id)
    assert (renamed.name, renamed.description) == ("after", "kept")
    gateway.changes.rename(ref(image), description="")
    assert gateway.image(image.id).description == ""
    with pytest.raises(BadRequest, match="Well 1 cannot be renamed"):
        gateway.changes.rename(Ref(Kind.WELL, 1), name="B5")


def test_channels_are_named_in_images_that_have_them(world: World) -> None:
    two, three = world.image("two"), world.image("three", channels=3)
    gateway = world.as_("owner")
    assert gateway.changes.name_channels([two.id, three.id], {1: "GFP", 2: "far red"}) == [three.id]

    def names(image: models.Image) -> list[str]:
        pixels = gateway.image(image.id).pixels
        assert pixels is not None
        return [channel.name for channel in pixels.channels]

    assert names(two) == ["channel 0", "channel 1"]
    assert names(three) == ["channel 0", "GFP", "far red"]


def test_links_are_made_and_taken_away(world: World) -> None:
    gateway = world.as_("owner")
    images = [world.image(name) for name in "ab"]
    dataset, project = world.dataset("d"), world.project("p")
    gateway.changes.link(ref(project), [ref(dataset)])
    for _ in range(2):
        gateway.changes.link(ref(dataset), [ref(image) for image in images])
    inside = base.Filter(dataset=dataset.id)
    assert [image.name for image in gateway.images(ALL, inside).items] == ["a", "b"]
    assert gateway.ancestry(images[0].id).projects[0].id == project.id
    gateway.changes.unlink(ref(dataset), [ref(images[0])])
    assert [image.name for image in gateway.images(ALL, inside).items] == ["b"]
    screen, plate = world.screen(), world.plate()
    gateway.changes.link(ref(screen), [ref(plate)])
    assert gateway.plates(ALL, base.Filter(screen=screen.id)).total == 1
    with pytest.raises(BadRequest, match="expected one of Dataset in Project"):
        gateway.changes.link(ref(project), [ref(images[0])])


def test_only_one_who_may_link_both_links_them(world: World) -> None:
    image, dataset = world.image(), world.dataset()
    own = world.as_("member").changes.create(Draft(Kind.DATASET, "own"))
    with pytest.raises(Forbidden, match=f"Image {image.id} may not be linked by member"):
        world.as_("member").changes.link(Ref(Kind.DATASET, own.id), [ref(image)])
    with pytest.raises(Forbidden, match=f"Dataset {dataset.id} may not be linked by member"):
        world.as_("member").changes.unlink(ref(dataset), [ref(image)])


def test_a_container_goes_alone_or_with_what_lies_in_it_alone(world: World) -> None:
    alone, shared = world.image("alone"), world.image("shared")
    first, second = world.dataset("first", alone, shared), world.dataset("second", shared)
    project = world.project("project", first)
    changes = world.as_("owner").changes
    changes.delete([ref(second)])
    assert left(second, alone, shared) == ["alone", "shared"]
    second = world.dataset("second again", shared)
    changes.delete([ref(project)], with_contents=True)
    assert left(project, first, second, alone, shared) == ["second again", "shared"]
    assert not models.Fileset.objects.filter(id=alone.fileset_id).exists()
    assert models.LogicalChannel.objects.count() == 2


def test_a_plate_goes_with_its_images(world: World) -> None:
    plate = world.plate()
    other = world.plate("other")
    screen = world.screen("screen", plate)
    changes = world.as_("owner").changes
    changes.delete([ref(models.PlateAcquisition.objects.get(plate=plate))])
    assert models.WellSample.objects.filter(well__plate=plate).count() == 2
    changes.delete([ref(screen)], with_contents=True)
    assert left(screen, plate, other) == ["other"]
    assert models.Image.objects.count() == 2


def test_images_of_one_fileset_go_together(world: World) -> None:
    first, second = world.image("first"), world.image("second")
    models.Image.objects.update(fileset=first.fileset)
    changes = world.as_("owner").changes
    with pytest.raises(BadRequest, match=f"image {second.id} came in the same files"):
        changes.delete([ref(first)])
    changes.delete([ref(first), ref(second)])
    assert left(first, second) == []


def test_annotations_go_with_the_last_object_they_are_on(world: World) -> None:
    first, second = world.image("first"), world.image("second")
    gateway = world.as_("owner")

    def annotated(kind: base.AnnotationKind, *images: models.Image) -> int:
        draft = base.AnnotationDraft(kind, "text")
        return gateway.annotations.create(draft, [ref(image) for image in images]).id

    alone = annotated(base.AnnotationKind.COMMENT, first)
    shared = annotated(base.AnnotationKind.COMMENT, first, second)
    tag = annotated(base.AnnotationKind.TAG, first)
    gateway.changes.delete([ref(first)], with_annotations=True)
    still = set(models.Annotation.objects.values_list("id", flat=True))
    assert still == {shared, tag}
    assert alone not in still


def test_nothing_goes_where_one_may_not_go(world: World) -> None:
    dataset, image = world.dataset(), world.image()
    own = world.as_("member").changes.create(Draft(Kind.DATASET, "own"))
    with pytest.raises(Forbidden, match=f"Image {image.id} may not be deleted by member"):
        world.as_("member").changes.delete([Ref(Kind.DATASET, own.id), ref(image)])
    with pytest.raises(NotFound, match=f"Dataset {dataset.id} not found"):
        world.as_("outsider").changes.delete([ref(dataset)])
    assert left(dataset, image) == ["dataset", "image"]
    assert world.as_("member").dataset(own.id).name == "own"
