"""ROIs and shapes in the JSON API."""

from collections.abc import Iterator
from typing import Any

import pytest

from omeroweb.gateway import base
from omeroweb.http.session import server
from tests.webgateway.gallery import MEMBER, OUTSIDER, OWNER, Gallery
from tests.webgateway.test_regions_of_interest import SHAPES

SCHEMA = "http://www.openmicroscopy.org/Schemas/OME/2016-06#"
GEOMETRIES: dict[str, dict[str, Any]] = {
    "Rectangle": {"X": 10, "Y": 5, "Width": 30, "Height": 20.5},
    "Mask": {"X": 0, "Y": 0, "Width": 5, "Height": 3},
    "Ellipse": {"X": 30, "Y": 21, "RadiusX": 5, "RadiusY": 8},
    "Point": {"X": 1.5, "Y": 2},
    "Line": {"X1": 1, "Y1": 2, "X2": 9, "Y2": 8, "MarkerEnd": "Arrow"},
    "Polyline": {"Points": "1.0,2.0 3.5,-4.0", "MarkerStart": "Arrow"},
    "Polygon": {"Points": "1.0,2.0 3.0,4.0 5.0,6.0"},
    "Label": {"X": 3, "Y": 4, "Text": "edge"},
}
OF_ALL = {"@type", "@id", "omero:details", "TheZ", "TheT"}


@pytest.fixture(scope="module")
def roi(gallery: Gallery) -> Iterator[base.Roi]:
    """One of each kind of shape, drawn by the owner."""
    rois = server().open(base.Caller(gallery.users[OWNER])).rois
    made = rois.create(gallery.ids["stack"], base.RoiDraft(SHAPES, "cell 4", "manual"))
    yield made
    rois.delete(made.id)


def get(gallery: Gallery, path: str, user: str = MEMBER) -> Any:
    return gallery.client(user).get(f"/api/v0/m/{gallery.path(path)}")


def test_a_roi_has_its_shapes(gallery: Gallery, roi: base.Roi) -> None:
    found = get(gallery, f"rois/{roi.id}/").json()["data"]
    assert (found["@type"], found["@id"]) == (f"{SCHEMA}ROI", roi.id)
    assert (found["Name"], found["Description"]) == ("cell 4", "manual")
    assert found["omero:details"]["owner"]["UserName"] == OWNER
    shapes = {shape["@type"].removeprefix(SCHEMA): shape for shape in found["shapes"]}
    assert shapes.keys() == GEOMETRIES.keys()
    for kind, geometry in GEOMETRIES.items():
        said = {name: value for name, value in shapes[kind].items() if name not in OF_ALL}
        assert {name: said[name] for name in geometry} == geometry
        assert kind == "Rectangle" or said == geometry


def test_a_shape_says_how_it_looks_and_where_it_counts(gallery: Gallery, roi: base.Roi) -> None:
    found = get(gallery, f"shapes/{roi.shapes[0].id}/").json()["data"]
    assert (found["TheZ"], found["TheT"], "TheC" in found) == (2, 1, False)
    # Red in the top byte, as a signed number.
    assert (found["FillColor"], found["StrokeColor"]) == (0x00FF0040, -16776961)
    assert (found["StrokeWidth"]["Unit"], found["StrokeWidth"]["Value"]) == ("PIXEL", 2)
    assert (found["FontSize"]["Symbol"], found["FontSize"]["Value"]) == ("pt", 12)
    assert (found["FontFamily"], found["FontStyle"], found["Text"]) == (
        *("sans-serif", "Normal", "nucleus"),
    )
    transform = found["Transform"]
    assert transform.pop("@type") == f"{SCHEMA}AffineTransform"
    assert transform == {"A00": 1, "A10": 0, "A01": 0, "A11": 1, "A02": 5, "A12": 0}
    assert gallery.client(MEMBER).get(found["url:roi"]).json()["data"]["@id"] == roi.id


@pytest.mark.parametrize("path", ["rois/?image={stack}", "images/{stack}/rois/"])
def test_rois_of_an_image_are_listed(gallery: Gallery, roi: base.Roi, path: str) -> None:
    body = get(gallery, path).json()
    assert [one["@id"] for one in body["data"]] == [roi.id]
    assert body["meta"]["totalCount"] == 1
    assert len(body["data"][0]["shapes"]) == len(SHAPES)
    assert get(gallery, path.replace("stack", "slide")).json()["data"] == []


def test_lists_lead_to_their_rois(gallery: Gallery, roi: base.Roi) -> None:
    image = get(gallery, "images/{stack}/").json()["data"]
    (listed,) = gallery.client(MEMBER).get(image["url:rois"]).json()["data"]
    alone = gallery.client(MEMBER).get(listed.pop("url:roi")).json()["data"]
    assert alone == listed


def test_shapes_are_listed_by_id_and_paged(gallery: Gallery, roi: base.Roi) -> None:
    ids = [shape.id for shape in roi.shapes]
    body = get(gallery, "shapes/?limit=3&offset=2").json()
    assert [one["@id"] for one in body["data"]] == sorted(ids)[2:5]
    assert body["meta"]["totalCount"] == len(ids)
    normalized = get(gallery, "shapes/?normalize=true").json()
    assert [one["UserName"] for one in normalized["experimenters"]] == [OWNER]
    assert normalized["data"][0]["omero:details"]["owner"] == {"@id": gallery.users[OWNER]}


def test_they_are_for_those_who_may_see_the_image(gallery: Gallery, roi: base.Roi) -> None:
    shape = roi.shapes[0].id
    for path in (f"rois/{roi.id}/", f"shapes/{shape}/"):
        assert get(gallery, path, OUTSIDER).status_code == 404
    for path in ("rois/", "rois/?image={stack}", "shapes/"):
        assert get(gallery, path, OUTSIDER).json()["data"] == []


@pytest.mark.parametrize("path", ["rois/", "shapes/", "images/{stack}/rois/"])
def test_lists_are_only_read(gallery: Gallery, path: str) -> None:
    answer = gallery.client(OWNER).delete(f"/api/v0/m/{gallery.path(path)}")
    assert answer.status_code == 405


def test_a_shape_is_deleted_and_then_its_roi(gallery: Gallery) -> None:
    rois = server().open(base.Caller(gallery.users[OWNER])).rois
    made = rois.create(gallery.ids["stack"], base.RoiDraft(SHAPES[:2]))
    first, second = (shape.id for shape in made.shapes)
    assert delete(gallery, f"shapes/{first}/", MEMBER).status_code == 403
    assert delete(gallery, f"shapes/{first}/").json()["data"]["@id"] == first
    (left,) = get(gallery, f"rois/{made.id}/").json()["data"]["shapes"]
    assert left["@id"] == second
    assert delete(gallery, f"rois/{made.id}/", MEMBER).status_code == 403
    was = delete(gallery, f"rois/{made.id}/").json()["data"]
    assert [shape["@id"] for shape in was["shapes"]] == [second]
    for path in (f"rois/{made.id}/", f"shapes/{second}/"):
        assert get(gallery, path).status_code == 404
        assert delete(gallery, path).status_code == 404


def delete(gallery: Gallery, path: str, user: str = OWNER) -> Any:
    return gallery.client(user).delete(f"/api/v0/m/{path}")
