"""Split views: one panel for each channel, and one with all of them."""

import numpy as np
import pytest

from omeroweb.rendering import ChannelSettings, Plan, grid, montage, render, split_channels

RED, GREEN, BLUE = (255, 0, 0), (0, 255, 0), (0, 0, 255)


@pytest.mark.parametrize(
    ("count", "columns", "rows"),
    [(1, 1, 1), (2, 2, 1), (3, 2, 2), (4, 2, 2), (5, 3, 2), (7, 3, 3), (10, 4, 3)],
)
def test_panels_lie_in_a_grid(count: int, columns: int, rows: int) -> None:
    found = grid(count, 100, 50)
    assert (found.columns, found.rows) == (columns, rows)
    assert (found.width, found.height) == (columns * 102 + 2, rows * 52 + 2)


@pytest.mark.parametrize("is_grey", [False, True])
def test_every_channel_has_a_panel_and_the_colour_model_one_for_all(is_grey: bool) -> None:
    planes = np.random.default_rng(7).integers(0, 255, (3, 10, 20), dtype=np.uint8)
    channels = tuple(ChannelSettings(0, 255, color) for color in (RED, GREEN, BLUE))
    plan = Plan((0, 1, 2), channels, is_grey)
    picture = split_channels(planes, plan)
    assert picture.shape == (26, 46, 3)
    assert (picture[0] == 255).all()
    second = picture[2:12, 24:44]
    assert (second == render(planes[1:2], Plan((1,), channels[1:2], is_grey))).all()
    last = picture[14:24, 24:44]
    assert (last == (255 if is_grey else render(planes, plan))).all()


def test_a_montage_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one panel"):
        montage([])
