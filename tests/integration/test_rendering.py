"""Pictures over HTTP, decoded and compared with a plain NumPy rendering of the same arrays."""

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.integration.client import picture
from tests.integration.conftest import Lab

# JPEG at this quality moves a smooth value by little.
QUALITY = "q=1.0"
TOLERANCE = 4


def shown(
    plane: NDArray[np.generic], start: float, end: float, color: tuple[int, int, int]
) -> NDArray[np.float64]:
    values = (np.clip(plane.astype(float), start, end) - start) / (end - start)
    intensity: NDArray[np.float64] = np.rint(255 * values)[..., None]
    return np.asarray(intensity * np.array(color) / 255, np.float64)


def assert_same(found: NDArray[np.int64], expected: NDArray[np.float64]) -> None:
    assert found.shape == expected.shape
    assert np.abs(found - np.minimum(expected, 255)).mean() < TOLERANCE


def test_a_plane_blends_its_channels(lab: Lab) -> None:
    data = lab.arrays["stack.ome.tif"]
    url = f"/webgateway/render_image/{lab.ids['stack.ome.tif']}/2/1/"
    found = picture(lab.get(f"{url}?c=1|0:3000$FF0000,2|500:2500$00FF00&{QUALITY}"))
    expected = shown(data[1, 2, 0], 0, 3000, (255, 0, 0))
    expected = expected + shown(data[1, 2, 1], 500, 2500, (0, 255, 0))
    assert_same(found, expected)


def test_a_channel_that_is_off_or_not_listed_is_not_shown(lab: Lab) -> None:
    url = f"/webgateway/render_image/{lab.ids['stack.ome.tif']}/0/0/"
    found = picture(lab.get(f"{url}?c=-1|0:3000$FF0000,2|0:3000$00FF00&{QUALITY}"))
    assert found[..., 0].max() < 10
    assert found[..., 1].max() > 50


def test_greyscale_shows_the_first_active_channel(lab: Lab) -> None:
    data = lab.arrays["stack.ome.tif"]
    url = f"/webgateway/render_image/{lab.ids['stack.ome.tif']}/1/0/"
    found = picture(lab.get(f"{url}?c=-1,2|0:2000$FF0000&m=g&{QUALITY}"))
    assert_same(found, shown(data[0, 1, 1], 0, 2000, (255, 255, 255)))


def test_a_maximum_projection_sees_the_whole_stack(lab: Lab) -> None:
    data = lab.arrays["stack.ome.tif"]
    url = f"/webgateway/render_image/{lab.ids['stack.ome.tif']}/0/0/"
    found = picture(lab.get(f"{url}?c=1|0:2000$0000FF&p=intmax&{QUALITY}"))
    assert_same(found, shown(data[0, :, 0].max(axis=0), 0, 2000, (0, 0, 255)))


def test_an_inverted_channel_is_bright_where_it_was_dark(lab: Lab) -> None:
    data = lab.arrays["stack.ome.tif"]
    url = f"/webgateway/render_image/{lab.ids['stack.ome.tif']}/0/0/"
    maps = '[{"inverted":{"enabled":true}}]'
    found = picture(lab.get(f"{url}?c=1|0:2000$FFFFFF&{QUALITY}", params={"maps": maps}))
    assert_same(found, 255 - shown(data[0, 0, 0], 0, 2000, (255, 255, 255)))


@pytest.mark.parametrize(("level", "step"), [(0, 1), (1, 2), (2, 4)])
def test_tiles_come_from_their_level(lab: Lab, level: int, step: int) -> None:
    data = lab.arrays["pyramid.ome.tif"][::step, ::step]
    url = f"/webgateway/render_image_region/{lab.ids['pyramid.ome.tif']}/0/0/"
    window = "c=1|0:8000$FFFFFF"
    found = picture(lab.get(f"{url}?tile={level},1,0,96,80&{window}&{QUALITY}"))
    assert_same(found, shown(data[0:80, 96:192], 0, 8000, (255, 255, 255)))


def test_the_last_tile_is_cropped(lab: Lab) -> None:
    url = f"/webgateway/render_image_region/{lab.ids['pyramid.ome.tif']}/0/0/"
    assert picture(lab.get(f"{url}?tile=0,3,2,256,256")).shape == (88, 32, 3)


def test_a_region_is_cut_from_full_resolution(lab: Lab) -> None:
    data = lab.arrays["pyramid.ome.tif"]
    url = f"/webgateway/render_image_region/{lab.ids['pyramid.ome.tif']}/0/0/"
    found = picture(lab.get(f"{url}?region=50,60,70,80&c=1|0:8000$FFFFFF&{QUALITY}"))
    assert_same(found, shown(data[60:140, 50:120], 0, 8000, (255, 255, 255)))


def test_floating_point_pixels_are_rendered(lab: Lab) -> None:
    data = lab.arrays["volume.ome.zarr"]
    url = f"/webgateway/render_image/{lab.ids['volume.ome.zarr']}/3/0/"
    found = picture(lab.get(f"{url}?c=2|0.5:200.25$FF00FF&{QUALITY}"))
    assert_same(found, shown(data[1, 3], 0.5, 200.25, (255, 0, 255)))


@pytest.mark.parametrize(
    ("size", "shape"), [("", (72, 96, 3)), ("40/", (30, 40, 3)), ("50/50/", (50, 50, 3))]
)
def test_thumbnails_have_the_size_that_was_asked_for(
    lab: Lab, size: str, shape: tuple[int, ...]
) -> None:
    url = f"/webgateway/render_thumbnail/{lab.ids['pyramid.ome.tif']}/{size}"
    assert picture(lab.get(url)).shape == shape


def test_an_answer_that_the_client_has_is_not_sent_again(lab: Lab) -> None:
    url = f"/webgateway/render_image/{lab.ids['stack.ome.tif']}/0/0/"
    first = lab.get(url)
    again = lab.get(url, headers={"If-None-Match": first.headers["ETag"]})
    other = lab.get(url + "?m=g", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert other.status_code == 200


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("render_image/{id}/9/0/", 400, "z=9 is out of range: expected 0 to 2"),
        ("render_image/{id}/0/9/", 400, "t=9 is out of range: expected 0 to 1"),
        ("render_image_region/{id}/0/0/", 400, "tile or region argument required"),
        ("render_image_region/{id}/0/0/?tile=abc", 400, "malformed tile argument, tile=abc"),
        ("render_image_region/{id}/0/0/?region=1,2", 400, "malformed region argument"),
        ("render_image_region/{id}/0/0/?tile=1,0,0", 400, "Invalid resolution level 1"),
        ("render_thumbnail/{id}/99999/", 400, "expected a size"),
        ("render_image/424242/", 404, "Image 424242 not found"),
        ("imgData/424242/", 404, "Image:424242 not found"),
        ("imgData/{id}/?callback=a-b", 400, "Invalid callback"),
    ],
)
def test_bad_requests_say_what_was_expected(lab: Lab, path: str, status: int, said: str) -> None:
    answer = lab.get("/webgateway/" + path.format(id=lab.ids["stack.ome.tif"]))
    assert answer.status_code == status
    assert said in answer.text
    assert "Traceback" not in answer.text


def test_img_data_describes_the_image(lab: Lab) -> None:
    data = lab.get(f"/webgateway/imgData/{lab.ids['stack.ome.tif']}/").json()
    assert data["size"] == {"width": 128, "height": 96, "z": 3, "t": 2, "c": 2}
    assert data["tiles"] is False
    assert "levels" not in data
    assert [channel["label"] for channel in data["channels"]] == ["DAPI", "GFP"]
    assert [channel["color"] for channel in data["channels"]] == ["0000FF", "00FF00"]
    assert (data["meta"]["projectName"], data["meta"]["datasetName"]) == ("Cells", "Monday")
    assert data["rdefs"]["model"] == "color"
    assert data["pixel_range"] == [0, 65535]
    # A grid of ceil(sqrt(3)) columns with a border of 2 around every panel.
    assert data["split_channel"]["c"]["gridx"] == 2


def test_img_data_lists_the_levels_of_a_pyramid(lab: Lab) -> None:
    data = lab.get(f"/webgateway/imgData/{lab.ids['pyramid.ome.tif']}/").json()
    assert (data["tiles"], data["levels"]) == (True, 3)
    assert data["resolutions"]["1"] == {"sizeX": 400, "sizeY": 300}
    assert data["zoomLevelScaling"] == {"0": 1.0, "1": 0.5, "2": 0.25}


def test_img_data_gives_one_member_and_jsonp(lab: Lab) -> None:
    url = f"/webgateway/imgData/{lab.ids['stack.ome.tif']}/"
    assert lab.get(url + "size.width/").json() == 128
    assert lab.get(url + "no.such/").json() is None
    answer = lab.get(url + "size.z/?callback=show")
    assert (answer.text, answer.headers["Content-Type"]) == ("show(3)", "application/javascript")


def test_the_plate_grid_has_an_image_for_each_well(lab: Lab) -> None:
    plate = lab.get("/api/v0/m/plates/").json()["data"][0]["@id"]
    grid = lab.get(f"/webgateway/plate/{plate}/").json()
    assert (len(grid["grid"]), len(grid["grid"][0])) == (8, 12)
    assert grid["rowlabels"][:2] == ["A", "B"]
    assert grid["grid"][0][0]["name"] == "Plate.ome.zarr [Well A1, Field 1]"
    assert grid["grid"][7][11] is None
    trimmed = lab.get(f"/webgateway/plate/{plate}/1/?layout=trim").json()["grid"]
    assert (len(trimmed), len(trimmed[0])) == (2, 3)
    assert trimmed[1][2]["name"] == "Plate.ome.zarr [Well B3, Field 2]"


def test_a_file_that_is_gone_is_said_and_the_rest_served(lab: Lab) -> None:
    path = lab.folder / "Cells/Monday/volume.ome.zarr"
    away = path.with_name("away")
    path.rename(away)
    try:
        gone = lab.get(f"/webgateway/render_thumbnail/{lab.ids['volume.ome.zarr']}/64/")
        assert gone.status_code == 404
        assert gone.text == "volume.ome.zarr cannot be read: the server's log says why"
        assert lab.get(f"/webgateway/render_thumbnail/{lab.ids['stack.ome.tif']}/64/").ok
    finally:
        away.rename(path)
