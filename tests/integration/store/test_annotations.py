"""Annotations of every kind on objects of every kind."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.test import TestCase

from omeroweb.errors import BadRequest, Forbidden, NotFound, NotStored
from omeroweb.gateway import base
from omeroweb.gateway.base import AnnotationDraft, AnnotationFilter, AnnotationKind, Kind, Ref
from omeroweb.gateway.embedded import attachments, models
from omeroweb.gateway.embedded.permissions import Rights
from omeroweb.gateway.embedded.queries.annotations import EmbeddedAnnotations
from omeroweb.gateway.embedded.queries.scope import Scope
from tests.integration.store.world import World, make

ALL = base.Slice(0, 1000)
EVERY = AnnotationFilter()
TAG = AnnotationDraft(AnnotationKind.TAG, "GFP")

DRAFTS = (
    AnnotationDraft(AnnotationKind.TAG, "GFP", "my.ns", "green"),
    AnnotationDraft(AnnotationKind.COMMENT, "Schön, ∅ <b>"),
    AnnotationDraft(AnnotationKind.MAP, (("stain", "DAPI"), ("stain", ""), ("dose", "5"))),
    AnnotationDraft(AnnotationKind.LONG, 4, base.RATING),
    AnnotationDraft(AnnotationKind.LONG, -(2**63)),
    AnnotationDraft(AnnotationKind.DOUBLE, 0.1),
    AnnotationDraft(AnnotationKind.BOOLEAN, False),
    AnnotationDraft(AnnotationKind.TERM, "GO:0005634"),
    AnnotationDraft(AnnotationKind.TIMESTAMP, datetime(2024, 2, 29, 12, tzinfo=UTC)),
    AnnotationDraft(AnnotationKind.XML, "<a/>"),
)


@pytest.fixture
def world(undone: None) -> World:
    return make(models.READ_ANNOTATE)


def on(kind: Kind, *ids: int, gateway: base.Gateway) -> list[object]:
    """The values that some objects carry."""
    links = gateway.annotations.of(kind, ids, ALL, EVERY)
    assert links.total == len(links.items)
    return [link.annotation.value for link in links.items]  # type: ignore[attr-defined]


@pytest.mark.parametrize("draft", DRAFTS, ids=lambda draft: f"{draft.kind}")
def test_a_value_of_every_kind_comes_back(world: World, draft: AnnotationDraft) -> None:
    image = world.image()
    annotations = world.as_("owner").annotations
    created = annotations.create(draft, [Ref(Kind.IMAGE, image.id)])
    assert type(created).__name__ == draft.kind
    assert created.value == draft.value  # type: ignore[attr-defined]
    assert (created.namespace, created.description) == (draft.namespace, draft.description)
    (link,) = annotations.of(Kind.IMAGE, [image.id], ALL, EVERY).items
    assert link.annotation == created == annotations.get(created.id)
    assert (link.target, link.target_name) == (Ref(Kind.IMAGE, image.id), "image")
    assert link.owner.user_name == "owner"


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (AnnotationKind.TAG, 5),
        (AnnotationKind.LONG, "5"),
        (AnnotationKind.LONG, True),
        (AnnotationKind.BOOLEAN, 1),
        (AnnotationKind.DOUBLE, "0.1"),
        (AnnotationKind.TIMESTAMP, 5),
        (AnnotationKind.MAP, "stain=DAPI"),
        (AnnotationKind.FILE, "a.txt"),
    ],
)
def test_a_value_of_another_kind_is_refused(
    world: World, kind: AnnotationKind, value: base.AnnotationValue
) -> None:
    annotations = world.as_("owner").annotations
    with pytest.raises(BadRequest, match=f"{kind} with the value .*: expected"):
        annotations.create(AnnotationDraft(kind, value))
    assert annotations.page(ALL, EVERY).total == 0


def test_everything_can_be_annotated(world: World) -> None:
    """One tag on an object of each kind there is."""
    plate = world.plate()
    world.screen("screen", plate)
    image = models.Image.objects.filter(well_sample__well__plate=plate)[0]
    world.project("project", world.dataset("dataset", image))
    roi = models.Roi.objects.create(**world.owned, image=image)
    models.Shape.objects.create(roi=roi, kind="Point", x=1, y=2)
    models.OriginalFile.objects.create(**world.owned, name="a", path="/a", size=1)
    instrument = models.Instrument.objects.create(**world.owned)
    models.LightSource.objects.create(instrument=instrument, kind="Laser")
    for part in (models.Objective, models.Detector, models.Filter, models.Dichroic):
        part.objects.create(instrument=instrument)
    annotations = world.as_("leader").annotations
    tag_set = annotations.create(AnnotationDraft(AnnotationKind.TAG, "set", base.TAG_SET))
    special = {
        Kind.EXPERIMENTER: world.people["leader"].id,
        Kind.EXPERIMENTER_GROUP: world.group.id,
        Kind.ANNOTATION: tag_set.id,
    }
    for kind in Kind:
        model = getattr(models, kind)
        target = Ref(kind, special.get(kind) or model.objects.order_by("id").last().id)
        tag = annotations.create(TAG, [target])
        links = annotations.of(kind, [target.id], ALL, EVERY).items
        assert [link.annotation for link in links] == [tag], kind
        assert annotations.unlink(tag.id, [target]) == 1, kind


def test_one_annotation_is_on_many_objects(world: World) -> None:
    images = [world.image(f"{number}") for number in range(3)]
    gateway = world.as_("owner")
    refs = [Ref(Kind.IMAGE, image.id) for image in images]
    dataset = Ref(Kind.DATASET, world.dataset().id)
    tag = gateway.annotations.create(TAG, [*refs[:2], dataset])
    assert on(Kind.IMAGE, *(image.id for image in images), gateway=gateway) == ["GFP", "GFP"]
    assert on(Kind.DATASET, dataset.id, gateway=gateway) == ["GFP"]
    tagged = gateway.images(ALL, base.Filter(annotation=tag.id))
    assert [image.id for image in tagged.items] == [image.id for image in images[:2]]
    again = gateway.annotations.link(tag.id, refs[1:])
    assert [link.target for link in again] == refs[1:]
    assert len(on(Kind.IMAGE, *(image.id for image in images), gateway=gateway)) == 3


def test_annotations_are_narrowed_and_counted(world: World) -> None:
    image = world.image()
    target = [Ref(Kind.IMAGE, image.id)]
    gateway = world.as_("owner")
    for draft in DRAFTS:
        gateway.annotations.create(draft, target)
    world.as_("member").annotations.create(AnnotationDraft(AnnotationKind.TAG, "of member"), target)

    def found(wanted: AnnotationFilter) -> list[object]:
        page = gateway.annotations.of(Kind.IMAGE, [image.id], ALL, wanted)
        return [link.annotation.value for link in page.items]  # type: ignore[attr-defined]

    assert found(AnnotationFilter(namespaces=(base.RATING,))) == [4]
    assert found(AnnotationFilter(kinds=(AnnotationKind.LONG,))) == [-(2**63), 4]
    assert found(AnnotationFilter(owner=world.people["member"].id)) == ["of member"]
    counts = gateway.annotations.counts(Kind.IMAGE, [image.id])
    assert counts[AnnotationKind.LONG] == counts[AnnotationKind.TAG] == 2
    assert sum(counts.values()) == len(DRAFTS) + 1


def test_tags_lie_in_tag_sets(world: World) -> None:
    gateway = world.as_("owner")
    tag_set = gateway.annotations.create(
        AnnotationDraft(AnnotationKind.TAG, "proteins", base.TAG_SET)
    )
    inside, outside = (gateway.annotations.create(TAG) for _ in range(2))
    set_ref, tag_ref = Ref(Kind.ANNOTATION, tag_set.id), Ref(Kind.ANNOTATION, inside.id)
    gateway.changes.link(set_ref, [tag_ref])
    page = gateway.annotations.page(ALL, AnnotationFilter(tag_set=tag_set.id))
    assert [tag.id for tag in page.items] == [inside.id]
    orphans = gateway.annotations.page(ALL, AnnotationFilter(is_orphaned=True))
    assert [tag.id for tag in orphans.items] == [tag_set.id, outside.id]
    counted = gateway.annotations.get(tag_set.id)
    assert isinstance(counted, base.TagAnnotation)
    assert counted.is_set
    assert counted.child_count == 1
    gateway.changes.unlink(set_ref, [tag_ref])
    assert gateway.annotations.page(ALL, AnnotationFilter(tag_set=tag_set.id)).total == 0
    with pytest.raises(BadRequest, match="is no tag set"):
        gateway.changes.link(tag_ref, [set_ref])


def test_an_annotation_changes_everywhere(world: World) -> None:
    image = world.image()
    gateway = world.as_("owner")
    made = gateway.annotations.create(DRAFTS[2], [Ref(Kind.IMAGE, image.id)])
    draft = AnnotationDraft(AnnotationKind.MAP, (("dose", "6"),), "other.ns")
    changed = gateway.annotations.update(made.id, draft)
    assert changed.namespace == "other.ns"
    assert on(Kind.IMAGE, image.id, gateway=gateway) == [(("dose", "6"),)]
    with pytest.raises(BadRequest, match="MapAnnotation: not a TagAnnotation"):
        gateway.annotations.update(made.id, TAG)
    gateway.annotations.delete([made.id])
    assert on(Kind.IMAGE, image.id, gateway=gateway) == []
    assert not models.MapValue.objects.filter(annotation=made.id).exists()


def test_members_annotate_and_take_off_what_they_put_on(world: World) -> None:
    image = world.image()
    target = [Ref(Kind.IMAGE, image.id)]
    owner, member = world.as_("owner").annotations, world.as_("member").annotations
    tag = owner.create(TAG, target)
    member.link(tag.id, target)
    assert owner.of(Kind.IMAGE, [image.id], ALL, EVERY).total == 2
    assert member.unlink(tag.id, target) == 1
    with pytest.raises(Forbidden, match="may not be taken off by member"):
        member.unlink(tag.id, target)
    with pytest.raises(Forbidden, match=f"Annotation {tag.id} may not be changed by member"):
        member.update(tag.id, TAG)
    assert world.as_("leader").annotations.unlink(tag.id, target) == 1


def test_nothing_is_annotated_where_one_target_is_refused(world: World) -> None:
    mine = world.image("mine")
    hidden = world.image("hidden", owner=world.people["outsider"], group=world.elsewhere)
    gateway = world.as_("member")
    with pytest.raises(NotFound, match=f"Image {hidden.id} not found"):
        gateway.annotations.create(TAG, [Ref(Kind.IMAGE, mine.id), Ref(Kind.IMAGE, hidden.id)])
    assert on(Kind.IMAGE, mine.id, gateway=gateway) == []
    both = [Ref(Kind.IMAGE, mine.id), Ref(Kind.IMAGE, hidden.id)]
    with pytest.raises(BadRequest, match="is in group tails: expected one of group fins"):
        world.as_("admin").annotations.create(TAG, both)


def test_a_file_is_attached_and_goes_with_its_last_annotation(world: World, tmp_path: Path) -> None:
    rights = Rights(world.people["owner"], frozenset({"read", "write"}))
    annotations = EmbeddedAnnotations(Scope(rights), attachments.Folder(tmp_path / "attached"))
    file = annotations.upload("Größe 1.csv", "text/csv", [b"a,", b"b\n"])
    assert (file.name, file.size, file.mimetype) == ("Größe 1.csv", 4, "text/csv")
    assert b"".join(world.as_("member").file_chunks(file, 3)) == b"a,b\n"
    assert world.as_("member").original_file(file.id) == file
    draft = AnnotationDraft(AnnotationKind.FILE, file.id)
    first, second = (annotations.create(draft) for _ in range(2))
    annotations.delete([first.id])
    assert Path(file.location).exists()
    with TestCase.captureOnCommitCallbacks(execute=True):
        annotations.delete([second.id])
    assert not models.OriginalFile.objects.filter(id=file.id).exists()
    assert list((tmp_path / "attached").iterdir()) == []


def test_a_file_that_cannot_be_written_leaves_nothing(world: World, tmp_path: Path) -> None:
    rights = Rights(world.people["owner"], frozenset())
    (tmp_path / "full").write_text("no folder")
    annotations = EmbeddedAnnotations(Scope(rights), attachments.Folder(tmp_path / "full"))
    with pytest.raises(NotStored, match=r"a\.csv was not stored"):
        annotations.upload("a.csv", "text/csv", [b"a"])
    assert not models.OriginalFile.objects.exists()
