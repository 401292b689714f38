"""Histograms, statistics and line plots against numbers that can be counted by hand."""

import numpy as np
import pytest

from omeroweb.rendering import (
    ChannelSettings,
    Plan,
    draw_column,
    draw_row,
    histogram,
    line_levels,
    statistics,
)

RED, GREEN = (255, 0, 0), (0, 255, 0)


def test_a_histogram_counts_every_pixel_between_the_ends() -> None:
    plane = np.array([[0, 1, 2, 3], [4, 99, 100, 101]], np.uint16)
    assert histogram(plane, 4, 0, 100).tolist() == [5, 0, 0, 2]
    assert histogram(plane, 1, 0, 100).tolist() == [7]


def test_a_histogram_of_signed_and_floating_point_values() -> None:
    assert histogram(np.array([[-128, 0, 127]], np.int8), 2, -128, 127).tolist() == [1, 2]
    values = np.array([[-1.0, 0.25, np.nan, np.inf]], np.float32)
    assert histogram(values, 2, -1, 1).tolist() == [1, 1]


def test_a_histogram_of_a_single_value_has_a_first_bin() -> None:
    assert histogram(np.full((3, 3), 7, np.uint8), 3, 7, 7).tolist() == [9, 0, 0]


@pytest.mark.parametrize(
    "dtype", ["int8", "uint8", "int16", "uint16", "int32", "uint32", "float32", "float64"]
)
def test_statistics_of_parts_are_those_of_the_whole(dtype: str) -> None:
    values = np.random.default_rng(6).normal(60, 20, (50, 40)).clip(0, 127).astype(dtype)
    found = statistics(iter([values[:7], values[7:8], values[8:]]))
    assert found is not None
    assert found.count == 2000
    assert (found.minimum, found.maximum) == (values.min(), values.max())
    assert found.mean == pytest.approx(values.astype(float).mean())
    assert found.deviation == pytest.approx(values.astype(float).std())


def test_statistics_of_large_equal_values_lose_no_digits() -> None:
    values = np.full((100, 100), 4_000_000_001, np.uint32)
    values[0, 0] += 2
    found = statistics([values[:50], values[50:]])
    assert found is not None
    assert found.mean == pytest.approx(4_000_000_001.0002, abs=1e-5)
    assert found.deviation == pytest.approx(0.02, rel=1e-3)


def test_statistics_leave_out_what_is_no_number() -> None:
    found = statistics([np.array([np.nan, 1, 3, np.inf], np.float32)])
    assert found is not None
    assert (found.count, found.mean) == (2, 2)
    assert statistics([np.array([np.nan])]) is None
    assert statistics([]) is None


def test_a_row_plot_goes_up_where_the_row_is_bright() -> None:
    plan = Plan((0, 1), (ChannelSettings(0, 100, RED), ChannelSettings(0, 100, GREEN)))
    lines = [np.array([0, 100, 0], np.uint16), np.array([100, 100, 100], np.uint16)]
    levels = line_levels(lines, plan)
    assert [line.tolist() for line in levels] == [[0, 255, 0], [255, 255, 255]]
    picture = draw_row(levels[:1], plan, height=11)
    assert picture.shape == (11, 3, 4)
    assert picture[10, 0].tolist() == [255, 0, 0, 255]
    assert picture[0, 1].tolist() == [255, 0, 0, 255]
    assert picture[0, 0, 3] == 0


def test_a_column_plot_goes_right_where_the_column_is_bright() -> None:
    plan = Plan((0,), (ChannelSettings(0, 100, GREEN),))
    picture = draw_column(line_levels([np.array([0, 0, 100])], plan), plan, width=11)
    assert picture.shape == (3, 11, 4)
    assert picture[0, 0].tolist() == [0, 255, 0, 255]
    assert picture[2, 10].tolist() == [0, 255, 0, 255]
    assert picture[0, 10, 3] == 0


def test_a_wider_line_covers_more() -> None:
    plan = Plan((0,), (ChannelSettings(0, 100, GREEN),))
    flat = line_levels([np.full(40, 50)], plan)
    thin, wide = (np.count_nonzero(draw_row(flat, plan, 40, width)[..., 3]) for width in (1, 5))
    assert wide >= 4 * thin
