"""Thumbnails one by one and many at a time."""

import base64

import imagecodecs
import pytest

from tests.webgateway.gallery import OUTSIDER, Gallery
from tests.webgateway.pictures import decoded

PREFIX = "data:image/jpeg;base64,"


def shape(data_url: str) -> tuple[int, ...]:
    assert data_url.startswith(PREFIX)
    jpeg = base64.b64decode(data_url.removeprefix(PREFIX))
    found: tuple[int, ...] = imagecodecs.jpeg_decode(jpeg).shape
    return found


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("render_thumbnail/{pyramid}/", (72, 96, 3)),
        ("render_thumbnail/{pyramid}/40/", (30, 40, 3)),
        ("render_thumbnail/{pyramid}/50/20/", (20, 50, 3)),
        ("render_birds_eye_view/{pyramid}/", (72, 96, 3)),
        ("render_birds_eye_view/{pyramid}/200/", (150, 200, 3)),
    ],
)
def test_sizes(gallery: Gallery, path: str, expected: tuple[int, ...]) -> None:
    assert decoded(gallery.get(path)).shape == expected


def test_the_plane_can_be_chosen(gallery: Gallery) -> None:
    first = gallery.get("render_thumbnail/{stack}/", z="0", t="0", c="1|0:600$FF0000")
    other = gallery.get("render_thumbnail/{stack}/", z="2", t="1", c="1|0:600$FF0000")
    assert decoded(first)[..., 0].mean() < decoded(other)[..., 0].mean()
    missing = gallery.get("render_thumbnail/{stack}/", z="7")
    assert (missing.status_code, missing.content) == (
        400,
        b"z=7 is out of range: expected 0 to 2",
    )


def test_one_as_a_data_url(gallery: Gallery) -> None:
    assert shape(gallery.get("get_thumbnail/{pyramid}/").json()) == (72, 96, 3)
    assert shape(gallery.get("get_thumbnail/{pyramid}/40/40/").json()) == (40, 40, 3)


def test_many_as_data_urls_and_null_for_what_cannot_be_shown(gallery: Gallery) -> None:
    pyramid, stack = gallery.ids["pyramid"], gallery.ids["stack"]
    found = gallery.get("get_thumbnails/40/", id=[pyramid, 424242, stack, pyramid]).json()
    assert list(found) == [str(pyramid), "424242", str(stack)]
    assert shape(found[str(pyramid)]) == (30, 40, 3)
    assert found["424242"] is None
    hidden = gallery.get("get_thumbnails/", OUTSIDER, id=[stack]).json()
    assert hidden == {str(stack): None}


@pytest.mark.parametrize(
    ("ids", "said"),
    [
        (["x"], "id='x': expected the id of one id"),
        (list(range(1, 52)), "Max 50 thumbnails at a time."),
    ],
)
def test_what_cannot_be_asked_for(gallery: Gallery, ids: list[object], said: str) -> None:
    answer = gallery.get("get_thumbnails/", id=ids)
    assert answer.status_code == 400
    assert answer.json()["message"].startswith(said)
