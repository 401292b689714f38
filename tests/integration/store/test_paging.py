"""Pages of lists: every offset gives what the whole list has there, whatever the order."""

from dataclasses import replace

import pytest

from omeroweb.gateway.base import Filter, Slice
from omeroweb.gateway.embedded import models
from tests.integration.store import world

NAMES = ("b", "A", "a", "C", "B", "aa", "Ä", "c")


@pytest.fixture
def lab(undone: None) -> world.World:
    made = world.make()
    for name in NAMES:
        dataset = models.Dataset.objects.create(**made.owned, name=name)
        dataset.images.add(made.image(f"{name} 1"), made.image(f"{name} 2"))
    return made


def test_pages_from_the_beginning_and_from_the_end_are_the_same_list(lab: world.World) -> None:
    gateway = lab.as_("member")
    whole = [item.id for item in gateway.datasets(Slice(), Filter()).items]
    assert len(whole) == len(NAMES)
    for limit in (1, 3, 5):
        for offset in range(len(NAMES) + 2):
            page = gateway.datasets(Slice(offset, limit), Filter())
            assert [item.id for item in page.items] == whole[offset : offset + limit]
            assert page.total == len(NAMES)
    names = [item.name for item in gateway.datasets(Slice(), Filter()).items]
    assert names[:5] == ["A", "a", "aa", "b", "B"]


def test_children_are_counted_for_what_is_shown(lab: world.World) -> None:
    gateway = lab.as_("member")
    wanted = Filter(with_child_count=True)
    assert {item.child_count for item in gateway.datasets(Slice(), wanted).items} == {2}
    # Also where the list is narrowed by one of the children.
    image = gateway.images(Slice(0, 1), Filter()).items[0]
    narrowed = Filter(image=image.id, with_child_count=True)
    assert [item.child_count for item in gateway.datasets(Slice(), narrowed).items] == [2]


def test_orphans_are_in_no_dataset_and_no_well(lab: world.World) -> None:
    lonely, in_well = lab.image("lonely"), lab.image("in a well")
    plate = models.Plate.objects.create(
        **lab.owned, name="plate", rows=1, columns=1, fields=1, fileset=in_well.fileset
    )
    well = models.Well.objects.create(plate=plate, row=0, column=0)
    models.WellSample.objects.create(well=well, image=in_well, field=0)
    page = lab.as_("member").images(Slice(), Filter(is_orphaned=True))
    assert [item.id for item in page.items] == [lonely.id]


def test_a_list_says_of_an_image_what_is_said_of_it_alone(lab: world.World) -> None:
    in_well = models.Image.objects.get(well_sample__well__plate__name=lab.plate("p", 1).name)
    objective = models.Objective.objects.create(
        instrument=models.Instrument.objects.create(**lab.owned), nominal_magnification=63.0
    )
    settings = models.ObjectiveSettings.objects.create(objective=objective)
    seen = lab.image("magnified", objective_settings=settings)
    models.Pixels.objects.filter(image=seen).update(
        physical_size_x=0.5, physical_size_x_unit="MICROMETER", significant_bits=12
    )
    for role in ("owner", "member", "admin"):
        gateway = lab.as_(role)
        listed = gateway.images(Slice(), Filter()).items
        assert {in_well.id, seen.id} < {item.id for item in listed}
        for item in listed:
            alone = gateway.image(item.id)
            assert alone.pixels is not None
            alone = replace(alone, pixels=replace(alone.pixels, channels=()))
            # What is opened also says how its file is now.
            assert (item.version, bool(alone.version)) == ("", True)
            assert item == replace(alone, version="")


def test_an_image_without_pixels_is_listed_without(lab: world.World) -> None:
    bare = lab.image("bare")
    models.Pixels.objects.filter(image=bare).delete()
    listed = lab.as_("member").images(Slice(), Filter()).items
    assert {item.id for item in listed if item.pixels is None} == {bare.id}
