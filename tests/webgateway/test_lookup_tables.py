"""The list of lookup tables and the picture of them."""

from tests.webgateway.gallery import Gallery
from tests.webgateway.pictures import decoded


def test_the_list_tells_where_each_table_is_in_the_picture(gallery: Gallery) -> None:
    found = gallery.get("luts/", rgb="true").json()
    tables = found["luts"]
    assert len(tables) > 30
    names = [table["name"] for table in tables]
    assert names == sorted(names, key=str.lower)
    assert "fire.lut" in names
    assert found["png_luts"][-1] == "gradient.png"
    picture = decoded(gallery.get("luts_png/"))
    assert picture.shape == (10 * len(found["png_luts_new"]), 256, 4)
    for table in tables:
        row = picture[10 * table["png_index_new"] + 5]
        assert row[:, :3].tolist() == table["rgb"]
        assert found["png_luts_new"][table["png_index_new"]] == table["path"] + table["name"]
    assert picture[-1, 0, 3] == 255
    assert picture[-1, 255, 3] == 0


def test_colours_come_only_where_they_are_asked_for(gallery: Gallery) -> None:
    assert "rgb" not in gallery.get("luts/").json()["luts"][0]
