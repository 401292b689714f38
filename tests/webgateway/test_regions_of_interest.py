"""ROIs as JSON, and shapes and masks as pictures."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from omeroweb.gateway import base
from omeroweb.http.session import server
from omeroweb.quantities import Length
from tests.webgateway.gallery import MEMBER, OUTSIDER, OWNER, Gallery
from tests.webgateway.pictures import decoded

STYLE: dict[str, Any] = {
    "text": "nucleus",
    "fill_color": (0, 255, 0, 64),
    "stroke_color": (255, 0, 0, 255),
    "stroke_width": Length(2.0, "PIXEL"),
    "font_size": Length(12.0, "POINT"),
    "font_family": "sans-serif",
    "font_style": "Normal",
    "transform": base.AffineTransform(1.0, 0.0, 0.0, 1.0, 5.0, 0.0),
}
SHAPES: tuple[base.Shape, ...] = (
    base.Rectangle(the_z=2, the_t=1, x=10, y=5, width=30, height=20.5, **STYLE),
    base.Mask(the_z=1, the_t=0, x=0, y=0, width=5, height=3, bits=b"\xa5\xfe"),
    base.Ellipse(the_z=1, the_t=1, x=30, y=21, radius_x=5, radius_y=8),
    base.Point(x=1.5, y=2),
    base.Line(the_z=0, x1=1, y1=2, x2=9, y2=8, marker_end="Arrow"),
    base.Polyline(the_z=0, points=((1, 2), (3.5, -4)), marker_start="Arrow"),
    base.Polygon(the_z=0, points=((1, 2), (3, 4), (5, 6))),
    base.Label(the_z=0, x=3, y=4, text="edge"),
)


@pytest.fixture(scope="module")
def roi(gallery: Gallery) -> Iterator[base.Roi]:
    """One of each kind of shape, drawn by the owner."""
    rois = server().open(base.Caller(gallery.users[OWNER])).rois
    made = rois.create(gallery.ids["stack"], base.RoiDraft(SHAPES))
    yield made
    rois.delete(made.id)


def by_type(gallery: Gallery) -> dict[str, dict[str, Any]]:
    (found,) = gallery.get("get_rois_json/{stack}/", MEMBER).json()
    return {shape["type"]: shape for shape in found["shapes"]}


def test_every_kind_of_shape_has_its_geometry(gallery: Gallery, roi: base.Roi) -> None:
    shapes = by_type(gallery)
    assert shapes["Rectangle"] == {
        "id": roi.shapes[0].id,
        "type": "Rectangle",
        "theT": 1,
        "theZ": 2,
        "x": 10,
        "y": 5,
        "width": 30,
        "height": 20.5,
        "textValue": "nucleus",
        "fontSize": 12.0,
        "fontStyle": "Normal",
        "fontFamily": "sans-serif",
        "fillColor": "#00ff00",
        "fillAlpha": 0.25098,
        "strokeColor": "#ff0000",
        "strokeAlpha": 1.0,
        "strokeWidth": 2.0,
        "transform": "matrix(1.0 0.0 0.0 1.0 5.0 0.0)",
    }
    geometry = {
        name: {key: value for key, value in shape.items() if key not in ("id", "theZ", "theT")}
        for name, shape in shapes.items()
        if name != "Rectangle"
    }
    assert geometry == {
        "Mask": {"type": "Mask", "x": 0, "y": 0, "width": 5, "height": 3},
        "Ellipse": {"type": "Ellipse", "x": 30, "y": 21, "radiusX": 5, "radiusY": 8},
        "Point": {"type": "Point", "x": 1.5, "y": 2},
        "Line": {"type": "Line", "x1": 1, "y1": 2, "x2": 9, "y2": 8, "markerEnd": "Arrow"},
        "PolyLine": {
            "type": "PolyLine",
            "points": "M 1.0 2.0 L 3.5 -4.0",
            "markerStart": "Arrow",
        },
        "Polygon": {"type": "Polygon", "points": "M 1.0 2.0 L 3.0 4.0 L 5.0 6.0 z"},
        "Label": {"type": "Label", "x": 3, "y": 4, "textValue": "edge"},
    }


def test_shapes_come_by_plane_and_those_on_all_planes_first(
    gallery: Gallery, roi: base.Roi
) -> None:
    (found,) = gallery.get("get_rois_json/{stack}/").json()
    planes = [(shape.get("theZ", -1), shape.get("theT", -1)) for shape in found["shapes"]]
    assert planes == sorted(planes)
    assert planes[0] == (-1, -1)


def test_only_the_first_rois_may_be_asked_for(gallery: Gallery, roi: base.Roi) -> None:
    rois = server().open(base.Caller(gallery.users[OWNER])).rois
    second = rois.create(gallery.ids["stack"], base.RoiDraft(SHAPES[:1]))
    for query, found in (("", 2), ("?limit=2", 2), ("?limit=1", 1), ("?limit=0", 0)):
        listed = gallery.get(f"get_rois_json/{{stack}}/{query}").json()
        assert [one["id"] for one in listed] == [roi.id, second.id][:found]
    rois.delete(second.id)
    for query in ("?limit=-1", "?limit=two"):
        assert gallery.get(f"get_rois_json/{{stack}}/{query}").status_code == 400


def test_one_shape(gallery: Gallery, roi: base.Roi) -> None:
    ellipse = by_type(gallery)["Ellipse"]
    assert gallery.get(f"get_shape_json/{roi.id}/{ellipse['id']}/").json() == ellipse
    answer = gallery.get(f"get_shape_json/{roi.id + 1}/{ellipse['id']}/")
    assert (answer.status_code, answer.json()["message"]) == (
        404,
        f"Roi {roi.id + 1} has no shape {ellipse['id']}",
    )


def test_rois_are_for_those_who_may_see_the_image(gallery: Gallery, roi: base.Roi) -> None:
    assert gallery.get("get_rois_json/{stack}/", OUTSIDER).status_code == 404
    assert gallery.get(f"render_roi_thumbnail/{roi.id}", OUTSIDER).status_code == 404
    mask = roi.shapes[1].id
    assert gallery.get(f"render_shape_mask/{mask}/", OUTSIDER).status_code == 404


def test_a_mask_is_transparent_where_no_bit_is_set(gallery: Gallery, roi: base.Roi) -> None:
    found = decoded(gallery.get(f"render_shape_mask/{roi.shapes[1].id}/"))
    # a5 fe: rows of five bits that follow each other.
    bits = np.array([[1, 0, 1, 0, 0], [1, 0, 1, 1, 1], [1, 1, 1, 1, 1]])
    assert (found == bits[..., None] * (255, 255, 0, 255)).all()
    rectangle = gallery.get(f"render_shape_mask/{roi.shapes[0].id}/")
    assert (rectangle.status_code, rectangle.content.decode()) == (
        404,
        f"shape {roi.shapes[0].id} is no mask",
    )


@pytest.mark.parametrize(
    ("color", "shown"),
    [("", (255, 255, 255)), ("?color=0f0", (0, 255, 0)), ("?color=pink", (255, 0, 0))],
)
def test_a_shape_is_drawn_over_what_lies_around_it(
    gallery: Gallery, roi: base.Roi, color: str, shown: tuple[int, int, int]
) -> None:
    found = decoded(gallery.get(f"render_shape_thumbnail/{roi.shapes[0].id}/{color}"))
    assert found.shape == (167, 250, 3)
    # The rectangle from (15, 5) to (45, 25.5) lies in the middle; 4 pixels for one of the image.
    half_width, half_height = 30 * 4 // 2, 20.5 * 4 // 2
    for x, y in ((125 - half_width, 83), (125, 83 - half_height)):
        near = found[int(y) - 2 : int(y) + 3, int(x) - 2 : int(x) + 3].reshape(-1, 3)
        assert np.abs(near - shown).sum(axis=1).min() < 90
    # Above the image there is nothing.
    assert np.abs(found[0, 125] - 221).max() < 25


def test_a_roi_is_seen_on_the_default_plane_if_it_can_be(gallery: Gallery, roi: base.Roi) -> None:
    # The default plane is z 1, t 0, where the mask is.
    mask = gallery.get(f"render_shape_thumbnail/{roi.shapes[1].id}/").content
    assert gallery.get(f"render_roi_thumbnail/{roi.id}/").content == mask


def test_a_shape_outside_the_image_is_on_grey(gallery: Gallery) -> None:
    rois = server().open(base.Caller(gallery.users[OWNER])).rois
    far = base.Rectangle(x=1e5, y=1e5, width=10, height=10)
    wrong_plane = base.Rectangle(the_z=7, x=0, y=0, width=10, height=10)
    made = rois.create(gallery.ids["pyramid"], base.RoiDraft((far, wrong_plane)))
    try:
        found = decoded(gallery.get(f"render_shape_thumbnail/{made.shapes[0].id}/?color=000"))
        assert np.abs(found[10, 10] - 221).max() < 10
        answer = gallery.get(f"render_shape_thumbnail/{made.shapes[1].id}/")
        assert answer.status_code == 400
    finally:
        rois.delete(made.id)
