"""Lists of images are in order, whatever was written since their order was derived."""

from collections.abc import Callable, Collection

import pytest
from django.db import connection
from django.db.models import Count, Sum
from django.db.models.functions import Lower

from omeroweb.gateway.base import AnnotationDraft, AnnotationKind, Filter, Kind, Ref, Slice
from omeroweb.gateway.embedded import models
from omeroweb.gateway.embedded.order import index, names
from tests.integration.store import world

NAMES = ("b", "A", "a", "C", "B", "aa", "Ä", "c", "a", "")


@pytest.fixture
def lab(undone: None, monkeypatch: pytest.MonkeyPatch) -> world.World:
    """Images of several people in and outside of datasets and wells; stretches of three images."""
    lab = world.make(models.PRIVATE)
    for number, name in enumerate(NAMES):
        owner = lab.people[("owner", "member")[number % 2]]
        image = lab.image(name, owner=owner)
        if number % 3:
            lab.dataset(f"dataset {number}", image)
    lab.dataset("large", *_images()[2:8])
    lab.plate("a plate", wells=3)
    lab.image("elsewhere", owner=lab.people["outsider"], group=lab.elsewhere)
    monkeypatch.setattr(names, "LEAST", 3)
    index.ORDER.rebuild()
    return lab


def _images() -> list[models.Image]:
    return list(models.Image.objects.order_by("id"))


def _add(lab: world.World) -> None:
    lab.image("aA")
    lab.image("")
    lab.image("zz", owner=lab.people["outsider"], group=lab.elsewhere)


def _rename(lab: world.World) -> None:
    models.Image.objects.filter(name="a").update(name="Zebra")
    image = models.Image.objects.get(name="C")
    image.name = "0"
    image.save()


def _pass_on(lab: world.World) -> None:
    models.Image.objects.filter(name__in=["b", "aa"]).update(
        owner=lab.people["outsider"], group=lab.elsewhere
    )


def _delete(lab: world.World) -> None:
    models.Image.objects.filter(name__in=["a", "Ä"]).delete()


def _put_into_datasets(lab: world.World) -> None:
    lab.dataset("more", *_images()[::2])


def _take_out_of_datasets(lab: world.World) -> None:
    for dataset in models.Dataset.objects.all():
        dataset.images.remove(*_images()[:5])


def _move_between_datasets(lab: world.World) -> None:
    links = models.Image.datasets.through.objects
    other = lab.dataset("other")
    links.filter(image__in=_images()[:4]).exclude(dataset__name="large").update(dataset=other)
    links.filter(image=_images()[4], dataset__name="large").update(image=_images()[0])


def _delete_datasets(lab: world.World) -> None:
    models.Dataset.objects.filter(name__in=["large", "dataset 2"]).delete()


def _empty_wells(lab: world.World) -> None:
    first, sample, _ = models.WellSample.objects.order_by("id")
    first.delete()
    sample.image = models.Image.objects.get(name="elsewhere")
    sample.save()
    models.Plate.objects.get().wells.filter(column=2).delete()


def _add_to_a_plate(lab: world.World) -> None:
    lab.plate("another plate", wells=2)


def _delete_all(lab: world.World) -> None:
    models.Image.objects.all().delete()


CHANGES: list[Callable[[world.World], None]] = [
    _add,
    _rename,
    _pass_on,
    _delete,
    _put_into_datasets,
    _take_out_of_datasets,
    _move_between_datasets,
    _delete_datasets,
    _empty_wells,
    _add_to_a_plate,
    _delete_all,
]


@pytest.mark.parametrize("change", CHANGES)
def test_what_is_derived_follows_every_change(
    lab: world.World, change: Callable[[world.World], None]
) -> None:
    before = _places(), _counted()
    change(lab)
    after = _places(), _counted()
    assert after != before
    _check_pages(lab)
    _check_counts(lab)
    # The stretches stay as they were cut until they are cut anew.
    index.ORDER.rebuild()
    assert _places() == after[0]


def _places() -> list[tuple[object, ...]]:
    columns = ("dataset_id", "name", "image_id", "group", "owner")
    return list(models.ImagePlace.objects.order_by(*columns[:3]).values_list(*columns))


def _counted() -> dict[tuple[int, int, int], int]:
    columns = ("stretch", "group", "owner")
    rows = models.ImageCount.objects.values_list(*columns).annotate(all=Sum("images"))
    return {(stretch, group, owner): all_ for stretch, group, owner, all_ in rows if all_}


def _check_counts(lab: world.World) -> None:
    """What is counted of places is what there is; so is the number of images of each dataset."""
    columns = ("dataset_id", "group", "owner")
    there = models.ImagePlace.objects.order_by().values_list(*columns).annotate(all=Count("*"))
    rows = models.PlaceCount.objects.values_list(*columns).annotate(all=Sum("images"))
    assert {row for row in rows if row[-1]} == set(there)
    links = models.Image.datasets.through.objects
    for dataset in lab.as_("admin").datasets(Slice(), Filter(with_child_count=True)).items:
        assert dataset.child_count == links.filter(dataset=dataset.id).count()


def _check_pages(lab: world.World) -> None:
    """Each page of each list is that part of all visible images that fit, sorted."""
    owner, group = lab.people["owner"].id, lab.group.id
    large = models.Dataset.objects.filter(name__in=["large", "more", "other"]).last()
    inside = large.id if large else 1
    for role in ("owner", "leader", "admin"):
        gateway = lab.as_(role)
        visible = set(gateway.image_ids([Ref(Kind.IMAGE, image.id) for image in _images()]))
        for wanted in (
            Filter(),
            Filter(owner=owner),
            Filter(group=group),
            Filter(is_orphaned=True, owner=owner),
            Filter(dataset=inside),
            Filter(dataset=inside, is_orphaned=True),
        ):
            expected = _expected(visible, wanted)
            for offset in range(0, len(expected) + 1, 4):
                page = gateway.images(Slice(offset, 4), wanted)
                assert page.total == len(expected), (role, wanted)
                assert [item.id for item in page.items] == expected[offset : offset + 4]


def _expected(visible: Collection[int], wanted: Filter) -> list[int]:
    """What the tables of images say, without what is derived."""
    rows = models.Image.objects.filter(id__in=visible)
    if wanted.is_orphaned:
        rows = rows.filter(datasets=None, well_sample=None)
    if wanted.dataset is not None:
        rows = rows.filter(datasets=wanted.dataset)
    if wanted.owner is not None:
        rows = rows.filter(owner=wanted.owner)
    if wanted.group is not None:
        rows = rows.filter(group=wanted.group)
    return list(rows.order_by(Lower("name"), "id").values_list("id", flat=True))


def test_a_list_of_few_among_many_is_sorted(lab: world.World) -> None:
    """One image at each end of the order: nobody walks past all others to the second one."""
    rare = models.ExperimenterGroup.objects.create(name="rare")
    for name in ("", "zzz"):
        lab.image(name, group=rare)
    for number in range(20):
        lab.image(f"m {number}")
    index.ORDER.rebuild()
    page = lab.as_("admin").images(Slice(0, 2), Filter(group=rare.id))
    assert (page.total, [item.name for item in page.items]) == (2, ["", "zzz"])


def test_images_with_an_annotation_are_in_order(lab: world.World) -> None:
    owner = lab.as_("owner")
    tagged = [image for image in _images() if image.owner_id == lab.people["owner"].id]
    draft = AnnotationDraft(AnnotationKind.TAG, "blue")
    tag = owner.annotations.create(draft, [Ref(Kind.IMAGE, image.id) for image in tagged])
    ids = {image.id for image in tagged}
    expected = _expected(ids, Filter())
    page = owner.images(Slice(1, 3), Filter(annotation=tag.id))
    assert (page.total, [item.id for item in page.items]) == (len(ids), expected[1:4])
    large = models.Dataset.objects.get(name="large").id
    expected = _expected(ids, Filter(dataset=large))
    page = owner.images(Slice(), Filter(annotation=tag.id, dataset=large))
    assert [item.id for item in page.items] == expected


def test_the_order_is_cut_anew_where_much_was_added(
    lab: world.World, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not index.tidy()
    for number in range(index.LONGER * (names.LEAST + 1)):
        lab.image(f"m {number}")
    before = models.ImageStretch.objects.count()
    assert index.tidy()
    assert models.ImageStretch.objects.count() > before
    assert not index.tidy()
    _check_pages(lab)


def test_counts_of_places_are_added_up_where_they_have_become_many(
    lab: world.World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index, "MORE", 0)
    dataset = models.Dataset.objects.get(name="large")
    for _ in range(10):
        dataset.images.remove(*_images()[2:4])
        dataset.images.add(*_images()[2:4])
    # SQLite adds up with each change.
    assert index.tidy() == (connection.vendor == "postgresql")
    assert not index.tidy()
    _check_counts(lab)
