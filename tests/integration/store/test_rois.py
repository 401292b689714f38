"""Regions of interest: what is kept of a shape, and what a change touches."""

from dataclasses import replace
from typing import Any

import pytest

from omeroweb.errors import BadRequest, Forbidden, NotFound
from omeroweb.gateway import base
from omeroweb.gateway.embedded import models
from omeroweb.quantities import Length
from tests.integration.store.world import World, make

STYLE: dict[str, Any] = {
    "the_z": 3,
    "the_c": 1,
    "the_t": 0,
    "text": "nucleus",
    "fill_color": (0, 255, 0, 64),
    "fill_rule": "NonZero",
    "stroke_color": (255, 0, 0, 255),
    "stroke_width": Length(2.0, "PIXEL"),
    "stroke_dash_array": "5 2",
    "font_family": "sans-serif",
    "font_style": "Bold",
    "font_size": Length(12.0, "POINT"),
    "is_locked": True,
    "transform": base.AffineTransform(1.0, 0.0, 0.0, 1.0, 5.0, -3.5),
}

SHAPES: tuple[base.Shape, ...] = (
    base.Rectangle(x=120.0, y=84.5, width=60.0, height=42.0, **STYLE),
    base.Ellipse(x=300.0, y=210.0, radius_x=25.0, radius_y=18.0),
    base.Point(x=-1e-7, y=71.0),
    base.Line(x1=10.0, y1=12.0, x2=90.0, y2=64.0, marker_end="Arrow"),
    base.Polyline(points=((10.0, 10.0), (20.5, -14.0), (1e21, 0.1)), marker_start="Arrow"),
    base.Polygon(points=((40.0, 40.0), (80.0, 42.0), (61.0, 77.0))),
    base.Label(x=15.0, y=20.0, text="edge"),
    base.Mask(x=200.0, y=150.0, width=5.0, height=3.0, bits=b"\xa5\xfe"),
)


@pytest.fixture
def world(undone: None) -> World:
    return make(models.READ_ANNOTATE)


def without_ids(shapes: tuple[base.Shape, ...]) -> list[base.Shape]:
    return [replace(shape, id=base.UNSAVED) for shape in shapes]


def without_bits(shape: base.Shape) -> base.Shape:
    return replace(shape, bits=None) if isinstance(shape, base.Mask) else shape


def test_every_kind_of_shape_comes_back_as_it_was_drawn(world: World) -> None:
    rois = world.as_("owner").rois
    created = rois.create(world.image().id, base.RoiDraft(SHAPES, "cell 4", "by hand"))
    assert (created.name, created.description) == ("cell 4", "by hand")
    assert without_ids(created.shapes) == [without_bits(shape) for shape in SHAPES]
    assert rois.get(created.id) == created
    single = [rois.shape(shape.id) for shape in created.shapes]
    assert without_ids(tuple(one.shape for one in single)) == list(SHAPES)
    assert {one.roi for one in single} == {replace(created, shapes=())}


def test_rois_of_an_image_come_in_pages_by_id(world: World) -> None:
    image, other = world.image("one"), world.image("other")
    rois = world.as_("owner").rois
    made = [rois.create(image.id, base.RoiDraft(SHAPES[:2], f"{n}")).id for n in range(5)]
    rois.create(other.id, base.RoiDraft(SHAPES))
    page = rois.page(base.Slice(1, 3), base.Filter(image=image.id))
    assert [roi.id for roi in page.items] == made[1:4]
    assert page.total == 5
    shapes = rois.shapes(base.Slice(9, 5), base.Filter(image=image.id))
    assert [one.roi.id for one in shapes.items] == [made[4]]
    assert shapes.total == 10


def test_a_change_keeps_what_it_names_and_deletes_what_it_does_not(world: World) -> None:
    rois = world.as_("owner").rois
    before = rois.create(world.image().id, base.RoiDraft(SHAPES, "before"))
    rectangle = before.shapes[0]
    assert isinstance(rectangle, base.Rectangle)
    moved = replace(rectangle, x=1.0)
    mask = before.shapes[-1]
    new = base.Point(x=5.0, y=6.0)
    after = rois.update(before.id, base.RoiDraft((moved, mask, new), "after"))
    assert after.name == "after"
    assert [shape.id for shape in after.shapes][:2] == [moved.id, mask.id]
    assert after.shapes[0] == moved
    assert without_ids(after.shapes)[2] == new
    found = rois.shape(mask.id).shape
    assert isinstance(found, base.Mask)
    assert found.bits == b"\xa5\xfe"


def test_the_last_shape_may_go_and_the_roi_stays(world: World) -> None:
    rois = world.as_("owner").rois
    roi = rois.create(world.image().id, base.RoiDraft(SHAPES[:1]))
    rois.delete_shape(roi.shapes[0].id)
    assert rois.get(roi.id).shapes == ()
    rois.delete(roi.id)
    with pytest.raises(NotFound, match=f"Roi {roi.id} not found"):
        rois.get(roi.id)


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        (base.Polygon(points=((1.0, 2.0),)), "Polygon of 1 points: expected 2 or more"),
        (base.Mask(x=0, y=0, width=5, height=3, bits=b"\0"), "5 x 3 pixels with 1 bytes"),
        (base.Mask(x=0, y=0, width=5, height=3), "no bits"),
        (base.Point(id=7, x=0, y=0), "shape 7"),
    ],
)
def test_what_no_shape_can_be_is_refused(world: World, wrong: base.Shape, reason: str) -> None:
    image = world.image()
    with pytest.raises(BadRequest, match=reason):
        world.as_("owner").rois.create(image.id, base.RoiDraft((wrong,)))
    assert world.as_("owner").rois.page(base.Slice(), base.Filter(image=image.id)).total == 0


def test_a_shape_of_another_roi_is_no_part_of_a_change(world: World) -> None:
    rois = world.as_("owner").rois
    image = world.image()
    mine, other = (rois.create(image.id, base.RoiDraft(SHAPES[:1])) for _ in range(2))
    with pytest.raises(BadRequest, match=f"expected one of the shapes of ROI {mine.id}"):
        rois.update(mine.id, base.RoiDraft(other.shapes))


def test_who_annotates_draws_and_changes_their_own(world: World) -> None:
    image = world.image()
    drawn = world.as_("member").rois.create(image.id, base.RoiDraft(SHAPES[:1]))
    assert drawn.details.owner.user_name == "member"
    with pytest.raises(Forbidden):
        world.as_("owner").rois.delete(drawn.id)
    world.as_("leader").rois.delete(drawn.id)
