"""The window that an image is first shown with."""

from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from omeroweb.pixels import describe, open_source
from omeroweb.pixels.statistics import Window, windows
from tests.images import Array, write_ome_tiff


def first_windows(path: Path) -> list[Window]:
    image = describe(path).images[0]
    with closing(open_source(path, 0)) as source:
        return windows(source, image)


def window_of(path: Path, data: Array) -> Window:
    return first_windows(write_ome_tiff(path / "a.ome.tif", data, "YX"))[0]


def test_a_few_outliers_do_not_set_the_window(tmp_path: Path) -> None:
    data = np.random.default_rng(1).integers(100, 1000, (200, 200)).astype(np.uint16)
    data[0, 0], data[0, 1] = 0, 65535
    found = window_of(tmp_path, data)
    assert (found.minimum, found.maximum) == (0, 65535)
    assert 100 <= found.start <= 110
    assert 990 <= found.end <= 1000


@pytest.mark.parametrize(("value", "window"), [(0, (0, 1)), (60000, (0, 60000))])
def test_an_image_of_one_value_is_bright_unless_it_is_nothing(
    tmp_path: Path, value: int, window: tuple[float, float]
) -> None:
    found = window_of(tmp_path, np.full((40, 40), value, np.uint16))
    assert (found.start, found.end) == window


def test_an_image_of_nearly_one_value_shows_it_bright(tmp_path: Path) -> None:
    data = np.full((100, 100), 60000, np.uint16)
    data[5, 5] = 7
    found = window_of(tmp_path, data)
    assert (found.start, found.end) == (7, 60000)


def test_not_a_number_is_left_out(tmp_path: Path) -> None:
    data = np.linspace(-1, 1, 2500, dtype=np.float32).reshape(50, 50)
    data[10:20] = np.nan
    found = window_of(tmp_path, data)
    assert (found.minimum, found.maximum) == (-1, 1)
    assert found.start < found.end


def test_an_rgb_picture_of_16_bits_keeps_its_colours(tmp_path: Path) -> None:
    data = np.zeros((40, 40, 3), np.uint16)
    data[..., 0] = np.arange(40) * 100
    data[..., 1] = np.arange(40) * 10
    path = write_ome_tiff(tmp_path / "rgb.ome.tif", data, "YXS", photometric="rgb")
    assert len({(window.start, window.end) for window in first_windows(path)}) == 1


def test_an_rgb_picture_is_shown_as_it_is(tmp_path: Path) -> None:
    data = np.full((40, 40, 3), 90, np.uint8)
    path = write_ome_tiff(tmp_path / "rgb.ome.tif", data, "YXS", photometric="rgb")
    assert first_windows(path) == [Window(0, 255, 0, 255)] * 3
