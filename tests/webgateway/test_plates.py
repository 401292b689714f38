"""Plates, wells and runs."""

from typing import Any

from tests.webgateway.gallery import MEMBER, OUTSIDER, Gallery


def grid(gallery: Gallery, rest: str = "", **query: Any) -> Any:
    return gallery.get(f"plate/{gallery.plate}/{rest}", MEMBER, **query).json()


def test_layouts(gallery: Gallery) -> None:
    standard = grid(gallery)
    assert (len(standard["grid"]), len(standard["grid"][0])) == (8, 12)
    assert (standard["rowlabels"][:2], standard["collabels"][:2]) == (["A", "B"], [1, 2])
    assert standard["grid"][7][11] is None
    trimmed = grid(gallery, layout="trim")["grid"]
    assert (len(trimmed), len(trimmed[0])) == (2, 3)
    cell = trimmed[1][2]
    assert set(cell) == {
        *("type", "id", "name", "description", "author", "date", "wellId", "field", "thumb_url")
    }
    assert cell["thumb_url"] == f"/webgateway/render_thumbnail/{cell['id']}/96/"
    assert standard["image_sizes"] == [{"x": 32, "y": 32, "image_id": standard["grid"][0][0]["id"]}]


def test_fields_and_runs(gallery: Gallery) -> None:
    first, second = (grid(gallery, f"{n}/", size=40)["grid"][0][0] for n in (0, 1))
    assert (first["field"], second["field"]) == (0, 1)
    assert first["id"] != second["id"]
    assert first["thumb_url"].endswith("/40/")
    assert grid(gallery, "7/")["grid"][0][0] is None
    assert grid(gallery, "0/424242/")["image_sizes"] == []
    assert grid(gallery, size=0)["message"].startswith("size=0: expected")
    assert gallery.get(f"plate/{gallery.plate}/", OUTSIDER).status_code == 404


def test_a_well_and_its_images(gallery: Gallery) -> None:
    cell = grid(gallery, layout="trim")["grid"][1][2]
    well = gallery.get(f"wellData/{cell['wellId']}/").json()
    assert (well["wellPos"], well["plateId"], well["id"]) == ("B3", gallery.plate, cell["id"])
    fields = gallery.get(f"well/{cell['wellId']}/children/").json()
    assert [field["id"] == cell["id"] for field in fields] == [True, False]
    assert gallery.get(f"well/{cell['wellId']}/children/", run=424242).json() == []
    assert gallery.get("wellData/424242/").json() == {"message": "Well 424242 not found"}
