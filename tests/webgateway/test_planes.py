"""Planes, tiles, split views and plots, compared with plain NumPy."""

import json

import numpy as np
import pytest

from omeroweb.rendering import luts
from tests import golden
from tests.webgateway.gallery import Gallery
from tests.webgateway.pictures import assert_alike, decoded

RED, GREEN = "1|0:3000$FF0000", "2|500:2500$00FF00"


def blend(gallery: Gallery, z: int = 1, t: int = 0) -> golden.FloatArray:
    planes = gallery.arrays["stack"][t, z]
    channels = [golden.Shown(0, 3000, (255, 0, 0)), golden.Shown(500, 2500, (0, 255, 0))]
    return golden.picture(planes, channels)


@pytest.mark.parametrize(
    "path",
    [
        "render_image/{stack}/1/0/",
        "render_image_rdef/{stack}/1/0/",
        "render_image/{stack}/",
        "render_image/{stack}/1/",
    ],
)
def test_a_plane_is_blended(gallery: Gallery, path: str) -> None:
    found = decoded(gallery.get(path, c=f"{RED},{GREEN}", m="c", q="1"))
    assert_alike(found, blend(gallery))


def test_a_region_is_the_same_for_complete_settings(gallery: Gallery) -> None:
    query = {"c": f"{RED},{GREEN}", "m": "c", "q": "1", "region": "8,4,24,16"}
    found = decoded(gallery.get("render_image_region_rdef/{stack}/1/0/", **query))
    assert_alike(found, blend(gallery)[4:20, 8:32])
    same = gallery.get("render_image_region/{stack}/1/0/", **query)
    assert (decoded(same) == found).all()


@pytest.mark.parametrize(
    "path", ["render_image_rdef/{stack}/", "render_image_region_rdef/{stack}/0/0/"]
)
def test_incomplete_settings_are_a_bad_request(gallery: Gallery, path: str) -> None:
    answer = gallery.get(path, c="1$FF0000", m="c", tile="0,0,0")
    assert answer.status_code == 400
    assert answer.content == b"c: channel 1 has no window, expected e.g. 1|0:255$FF0000"
    assert answer.headers["Content-Type"].startswith("text/plain")


def test_families_inversion_and_lookup_tables_follow_maps(gallery: Gallery) -> None:
    maps = [
        {"inverted": {"enabled": True}},
        {"quantization": {"family": "polynomial", "coefficient": 0.5}},
    ]
    found = decoded(
        gallery.get(
            "render_image/{stack}/1/0/",
            c=f"1|0:3000$fire.lut,{GREEN}",
            maps=json.dumps(maps),
            q="1",
        )
    )
    fire = luts.lut("fire.lut")
    assert fire is not None
    colors = [tuple(color) for color in fire.table.tolist()]
    channels = [
        golden.Shown(0, 3000, is_inverted=True, lut=colors),
        golden.Shown(500, 2500, (0, 255, 0), family="polynomial", coefficient=0.5),
    ]
    assert_alike(found, golden.picture(gallery.arrays["stack"][0, 1], channels))


def test_an_unknown_table_or_family_leaves_what_there_was(gallery: Gallery) -> None:
    plain = gallery.get("render_image/{stack}/1/0/", c=RED)
    other = gallery.get(
        "render_image/{stack}/1/0/",
        c="1|0:3000$FF0000",
        maps='[{"quantization":{"family":"cubic"}}]',
        m="rainbow",
        q="7",
    )
    assert plain.content == other.content


def test_signed_pixels_have_windows_below_zero(gallery: Gallery) -> None:
    plane = gallery.arrays["signed"][0]
    low, high = int(plane.min()), int(plane.max())
    found = decoded(gallery.get("render_image/{signed}/", c=f"1|{low}:{high}$FFFFFF", q="1"))
    assert_alike(found, golden.picture(plane[np.newaxis], [golden.Shown(low, high)]))


def test_a_split_view_has_a_panel_for_each_channel_and_one_for_all(gallery: Gallery) -> None:
    found = decoded(gallery.get("render_split_channel/{stack}/1/0/", c=f"{RED},{GREEN}", q="1"))
    layout = gallery.get("imgData/{stack}/split_channel.c/").json()
    assert found.shape == (layout["height"], layout["width"], 3)
    panels = [found[2:50, 2:66], found[2:50, 68:132], found[52:100, 2:66]]
    red, green = blend(gallery).copy(), blend(gallery).copy()
    red[..., 1:], green[..., 0] = 0, 0
    for panel, expected in zip(panels, (red, green, blend(gallery)), strict=True):
        assert_alike(panel, expected, 6)
    grey = decoded(gallery.get("render_split_channel/{stack}/1/0/", c=f"{RED},{GREEN}", m="g"))
    layout = gallery.get("imgData/{stack}/split_channel.g/").json()
    assert grey.shape == (layout["height"], layout["width"], 3)
    assert decoded(gallery.get("render_split_channel/{stack}/1/0/", c="-1,-2")).max() > 250


@pytest.mark.parametrize("axis", ["row", "col"])
def test_a_line_plot_lies_over_the_image(gallery: Gallery, axis: str) -> None:
    answer = gallery.get(f"render_{axis}_plot/{{stack}}/1/0/20/", c="1|0:3000$FF0000")
    assert answer.headers["Content-Type"] == "image/gif"
    found = decoded(answer)
    assert found.shape[:2] == (48, 64)
    assert found[..., 3].min() == 0
    drawn = found[..., 3] > 0
    assert (found[drawn][:, :3] == (255, 0, 0)).all()
    plane = gallery.arrays["stack"][0, 1, 0].astype(float)
    line = plane[20] if axis == "row" else plane[:, 20]
    levels = np.rint(255 * line.clip(0, 3000) / 3000)
    extent = 48 if axis == "row" else 64
    places = np.rint(levels / 255 * (extent - 1)).astype(int)
    for position, place in enumerate(places):
        assert drawn[47 - place, position] if axis == "row" else drawn[position, place]


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("render_row_plot/{stack}/0/0/48/", "y=48 is out of range: expected 0 to 47"),
        ("render_col_plot/{stack}/0/0/64/", "x=64 is out of range: expected 0 to 63"),
        ("render_row_plot/{stack}/0/0/4/0/", "w=0: expected a width of lines"),
        ("render_split_channel/{stack}/9/0/", "z=9 is out of range"),
    ],
)
def test_bad_positions_say_what_was_expected(gallery: Gallery, path: str, said: str) -> None:
    answer = gallery.get(path)
    assert answer.status_code == 400
    assert said in answer.content.decode()
