"""Raw pixels, histograms and statistics: numbers that scripts compute with."""

import io
from typing import Any

import imagecodecs
import numpy as np
import pytest
import tifffile

from tests.webgateway.gallery import MEMBER, OUTSIDER, Gallery


def tile(gallery: Gallery, name: str, plane: str, user: str = MEMBER, **query: str | int) -> Any:
    return gallery.client(user).get(f"/tile/{gallery.ids[name]}/{plane}", query)


@pytest.mark.parametrize(
    ("name", "dtype"), [("stack", "<u2"), ("volume", "<f4"), ("signed", "<i2"), ("slide", "|u1")]
)
def test_raw_bytes_are_described_by_headers(gallery: Gallery, name: str, dtype: str) -> None:
    answer = tile(gallery, name, "0/0/0", x=5, y=7, w=20, h=10)
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["X-Pixels-Dtype"] == dtype
    shape = tuple(map(int, answer.headers["X-Pixels-Shape"].split(",")))
    assert shape == (10, 20)
    found = np.frombuffer(answer.content, answer.headers["X-Pixels-Dtype"]).reshape(shape)
    array = gallery.arrays[name]
    plane = array[..., 0] if name == "slide" else array.reshape(-1, *array.shape[-2:])[0]
    assert np.array_equal(found, plane[7:17, 5:25])


def test_a_resolution_and_the_rest_of_the_plane(gallery: Gallery) -> None:
    answer = tile(gallery, "pyramid", "0/0/0/", resolution=1, x=390)
    found = np.frombuffer(answer.content, "<u2").reshape(300, 10)
    assert np.array_equal(found, gallery.arrays["pyramid"][::2, ::2][:, 390:])


def test_png_and_tiff_lose_nothing(gallery: Gallery) -> None:
    expected = gallery.arrays["stack"][1, 2, 1]
    png = tile(gallery, "stack", "2/1/1", format="png")
    assert png.headers["Content-Type"] == "image/png"
    assert np.array_equal(imagecodecs.png_decode(png.content), expected)
    tiff = tile(gallery, "volume", "3/1/0", format="tif")
    assert tiff.headers["Content-Type"] == "image/tiff"
    found = tifffile.imread(io.BytesIO(tiff.content))
    assert np.array_equal(found.squeeze(), gallery.arrays["volume"][1, 3])


@pytest.mark.parametrize(
    ("name", "plane", "query", "status", "said"),
    [
        ("volume", "0/0/0", {"format": "png"}, 400, "format=png holds uint8 and uint16"),
        ("stack", "0/0/0", {"format": "bmp"}, 400, "format=bmp: expected one of raw, png, tif"),
        ("stack", "0/2/0", {}, 400, "c=2 is out of range: expected 0 to 1"),
        ("stack", "9/0/0", {}, 400, "z=9 is out of range"),
        ("stack", "0/0/0", {"x": 64}, 400, "lies outside the image, which is 64 x 48 here"),
        ("stack", "0/0/0", {"w": -1}, 400, "expected pixels from 0 on"),
        ("stack", "0/0/0", {"resolution": 1}, 400, "Invalid resolution level 1"),
        ("stack", "0/0/0", {"x": "a"}, 400, "x='a': expected a whole number"),
    ],
)
def test_bad_tiles_say_what_was_expected(
    gallery: Gallery, name: str, plane: str, query: dict[str, str | int], status: int, said: str
) -> None:
    answer = tile(gallery, name, plane, MEMBER, **query)
    assert answer.status_code == status
    assert said in answer.content.decode()


def test_raw_pixels_are_for_those_who_may_see_the_image(gallery: Gallery) -> None:
    assert tile(gallery, "stack", "0/0/0", OUTSIDER).status_code == 404


def test_a_histogram_counts_every_pixel(gallery: Gallery) -> None:
    plane = gallery.arrays["stack"][1, 2, 1]
    window = gallery.get("imgData/{stack}/").json()["channels"][1]["window"]
    found = gallery.get("histogram_json/{stack}/channel/1/", theZ="2", theT="1", bins="16").json()[
        "data"
    ]
    expected, _ = np.histogram(plane, 16, (window["min"], window["max"]))
    assert found == expected.tolist()
    whole = gallery.get("histogram_json/{stack}/channel/0/and/more").json()["data"]
    assert len(whole) == 256


@pytest.mark.parametrize(
    ("path", "query", "status"),
    [
        ("histogram_json/{stack}/channel/2/", {}, 404),
        ("histogram_json/{stack}/channel/0/", {"theZ": "3"}, 404),
        ("histogram_json/424242/channel/0/", {}, 404),
        ("histogram_json/{stack}/channel/0/", {"bins": "0"}, 400),
    ],
)
def test_what_has_no_histogram(
    gallery: Gallery, path: str, query: dict[str, str], status: int
) -> None:
    answer = gallery.get(path, **query)
    assert answer.status_code == status
    if status == 400:
        assert answer.json() == {"error": "bins=0: expected a number from 1 to 65536"}


def test_statistics_of_a_plane(gallery: Gallery) -> None:
    found = gallery.get("statistics/{stack}/", z="1", t="1").json()
    assert found["region"] == {"x": 0, "y": 0, "width": 64, "height": 48}
    for channel, plane in zip(found["channels"], gallery.arrays["stack"][1, 1], strict=True):
        assert channel["count"] == plane.size
        assert (channel["minimum"], channel["maximum"]) == (plane.min(), plane.max())
        assert channel["mean"] == pytest.approx(plane.mean())
        assert channel["deviation"] == pytest.approx(plane.std())
    part = gallery.get("statistics/{stack}/", c="1", z="0", t="0", x="10", w="5", h="4").json()
    assert [channel["label"] for channel in part["channels"]] == ["GFP"]
    expected = gallery.arrays["stack"][0, 0, 1, :4, 10:15]
    assert part["channels"][0]["mean"] == pytest.approx(expected.mean())
    assert gallery.get("statistics/{stack}/", z="3").json()["message"].startswith("z=3 is out of")
