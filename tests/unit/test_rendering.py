"""Every picture is compared with docs/rendering.md in plain NumPy (tests/golden.py)."""

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from omeroweb.rendering import (
    ChannelSettings,
    Family,
    Plan,
    composite,
    fit_inside,
    greyscale,
    luts,
    render,
)
from tests import golden
from tests.golden import ROUNDING, Shown

RED, GREEN, BLUE, ORANGE = (255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 128, 0)

PIXEL_TYPES = ["int8", "uint8", "int16", "uint16", "int32", "uint32", "float32", "float64"]


@pytest.fixture
def random() -> np.random.Generator:
    return np.random.default_rng(1)


def settings(shown: Shown, name: str | None = None) -> ChannelSettings:
    """The same channel in the words of the project."""
    return ChannelSettings(
        shown.start,
        shown.end,
        shown.color,
        shown.is_inverted,
        luts.lut(name) if name else None,
        Family(shown.family),
        shown.coefficient,
    )


def any_planes(random: np.random.Generator, dtype: str, count: int = 3) -> NDArray[Any]:
    """Values over the whole range of a type; of floating point, around zero."""
    shape = (count, 24, 31)
    if dtype.startswith("float"):
        return random.normal(0, 1000, shape).astype(dtype)
    limits = np.iinfo(dtype)
    return random.integers(limits.min, limits.max, shape, dtype=dtype, endpoint=True)


def inner_window(dtype: str) -> tuple[float, float]:
    """A window that part of the values lie outside of, on both sides."""
    if dtype.startswith("float"):
        return -1234.5, 876.25
    limits = np.iinfo(dtype)
    return limits.min + 0.2 * (limits.max - limits.min), 0.75 * limits.max


OPTIONS: dict[str, dict[str, Any]] = {
    "plain": {},
    "inverted": {"is_inverted": True},
    "polynomial": {"family": "polynomial", "coefficient": 2.5},
    "polynomial root": {"family": "polynomial", "coefficient": 0.4},
    "logarithmic": {"family": "logarithmic"},
    "exponential": {"family": "exponential", "coefficient": 0.25},
    "exponential inverted": {"family": "exponential", "coefficient": 0.5, "is_inverted": True},
    "no width": {"end": -1e12},
}


@pytest.mark.parametrize("dtype", PIXEL_TYPES)
@pytest.mark.parametrize("option", OPTIONS)
def test_every_option_of_a_channel_in_every_pixel_type(
    random: np.random.Generator, dtype: str, option: str
) -> None:
    planes = any_planes(random, dtype)
    start, end = inner_window(dtype)
    chosen: dict[str, Any] = {"start": start, "end": end, **OPTIONS[option]}
    shown = [Shown(color=color, **chosen) for color in (RED, ORANGE, BLUE)]
    difference = np.abs(
        composite(planes, [settings(channel) for channel in shown]) - golden.picture(planes, shown)
    )
    assert difference.max() <= ROUNDING


@pytest.mark.parametrize("dtype", PIXEL_TYPES)
def test_a_table_of_colours_in_every_pixel_type(random: np.random.Generator, dtype: str) -> None:
    planes = any_planes(random, dtype, 2)
    start, end = inner_window(dtype)
    table = [(level, 255 - level, level // 2) for level in range(256)]
    own = luts.Lut.of("own.lut", np.array(table, np.uint8))
    shown = [Shown(start, end, lut=table), Shown(start, end, ORANGE, is_inverted=True)]
    channels = [
        ChannelSettings(start, end, RED, lut=own),
        settings(shown[1]),
    ]
    difference = np.abs(composite(planes, channels) - golden.picture(planes, shown))
    assert difference.max() <= ROUNDING


@pytest.mark.parametrize("dtype", PIXEL_TYPES)
@pytest.mark.parametrize("size", [(1, 1), (1, 4), (4, 1), (2, 3)])
def test_a_few_pixels_look_as_in_the_whole_plane(
    random: np.random.Generator, dtype: str, size: tuple[int, int]
) -> None:
    planes = any_planes(random, dtype)
    channels = [ChannelSettings(*inner_window(dtype), color) for color in (RED, ORANGE, BLUE)]
    whole = composite(planes, channels)
    height, width = size
    few = composite(planes[:, 5 : 5 + height, 7 : 7 + width], channels)
    assert (few == whole[5 : 5 + height, 7 : 7 + width]).all()


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5, 8, 13])
def test_any_number_of_channels(random: np.random.Generator, count: int) -> None:
    planes = random.integers(0, 4096, (count, 33, 65), dtype=np.uint16)
    shown = [Shown(100.5, 3000.25, (255, 40 * n % 256, 10 * n * n % 256)) for n in range(count)]
    picture = composite(planes, [settings(channel) for channel in shown])
    assert picture.shape == (33, 65, 3)
    assert picture.dtype == np.uint8
    assert np.abs(picture - golden.picture(planes, shown)).max() <= ROUNDING


@pytest.mark.parametrize("dtype", PIXEL_TYPES)
def test_greyscale_in_every_pixel_type(random: np.random.Generator, dtype: str) -> None:
    plane = any_planes(random, dtype, 1)[0]
    shown = Shown(*inner_window(dtype), BLUE)
    difference = np.abs(greyscale(plane, settings(shown)) - golden.grey(plane, shown))
    assert difference.max() <= ROUNDING


def test_the_greyscale_model_shows_the_first_channel_alone(random: np.random.Generator) -> None:
    planes = any_planes(random, "uint16", 2)
    channels = (ChannelSettings(0, 60000, RED), ChannelSettings(0, 1, GREEN))
    plan = Plan((4, 7), channels, is_grey=True)
    assert plan.shown == (4,)
    assert (render(planes[:1], plan) == greyscale(planes[0], channels[0])).all()


def test_planes_that_are_not_contiguous_look_the_same(random: np.random.Generator) -> None:
    planes = any_planes(random, "uint16")
    channels = [ChannelSettings(0, 60000, color) for color in (RED, ORANGE, BLUE)]
    interleaved = np.moveaxis(np.ascontiguousarray(np.moveaxis(planes, 0, -1)), -1, 0)
    assert (composite(interleaved, channels) == composite(planes, channels)).all()
    assert (composite(planes[:, ::2, ::3], channels) == composite(planes, channels)[::2, ::3]).all()


def test_the_steepest_exponential_curve_shows_only_the_brightest_values() -> None:
    plane = np.arange(256, dtype=np.uint8)[np.newaxis]
    channel = ChannelSettings(0, 255, GREEN, family=Family.EXPONENTIAL, coefficient=9.0)
    picture = composite(plane[np.newaxis], [channel])
    assert picture[0, :, 1].tolist() == [0] * 255 + [255]


def test_bright_channels_saturate_and_do_not_wrap_around() -> None:
    planes = np.full((2, 4, 4), 65535, np.uint16)
    picture = composite(planes, [ChannelSettings(0, 65535, ORANGE)] * 2)
    assert (picture == [255, 255, 0]).all()


def test_an_rgb_picture_comes_out_as_it_is(random: np.random.Generator) -> None:
    planes = random.integers(0, 256, (3, 16, 16), dtype=np.uint8)
    channels = [ChannelSettings(0, 255, color) for color in (RED, GREEN, BLUE)]
    assert (composite(planes, channels) == np.moveaxis(planes, 0, -1)).all()


def test_values_outside_the_window_are_black_and_full() -> None:
    planes = np.array([[[0, 99, 100, 200, 201, 65535]]], np.uint16)
    picture = composite(planes, [ChannelSettings(100, 200, GREEN)])
    assert picture[0, :, 1].tolist() == [0, 0, 0, 255, 255, 255]


def test_a_window_without_width_is_a_threshold() -> None:
    planes = np.array([[[99, 100, 101]]], np.uint16)
    picture = composite(planes, [ChannelSettings(100, 100, GREEN)])
    assert picture[0, :, 1].tolist() == [0, 255, 255]


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_values_that_are_no_numbers(dtype: str) -> None:
    planes = np.array([[[np.nan, -np.inf, np.inf, 1.0]]], dtype)
    picture = composite(planes, [ChannelSettings(0, 1, GREEN)])
    assert picture[0, :, 1].tolist() == [0, 0, 255, 255]


def test_no_channel_gives_a_black_picture() -> None:
    assert not composite(np.zeros((0, 5, 6), np.uint8), []).any()
    assert not render(np.zeros((0, 5, 6), np.uint8), Plan((), (), is_grey=True)).any()


def test_thumbnails_keep_the_shape() -> None:
    assert fit_inside(8192, 4096, 96) == (96, 48)
    assert fit_inside(1, 5000, 96) == (1, 96)
