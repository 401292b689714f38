"""Every picture is compared with the formula in docs/rendering.md, written in plain NumPy here."""

from typing import Any

import imagecodecs
import numpy as np
import pytest
from numpy.typing import NDArray

from omeroweb.rendering import (
    ChannelSettings,
    Projection,
    composite,
    encode,
    fit_inside,
    greyscale,
    project,
    resize,
)

# Half a step by rounding once, and what OpenCV's fixed-point mixing of three channels adds to it.
ROUNDING = 0.5 + 0.1

RED, GREEN, BLUE, ORANGE = (255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 128, 0)


def expected_picture(planes: NDArray[Any], channels: list[ChannelSettings]) -> NDArray[np.float64]:
    """Additive blending with saturation, before rounding."""
    total = np.zeros((*planes.shape[1:], 3))
    for plane, channel in zip(planes, channels, strict=True):
        values = np.clip(plane.astype(float), channel.start, channel.end)
        quantized = np.rint(255 * (values - channel.start) / (channel.end - channel.start))
        if channel.is_inverted:
            quantized = 255 - quantized
        total += quantized[..., None] * np.array(channel.color) / 255
    return np.minimum(total, 255)


@pytest.fixture
def random() -> np.random.Generator:
    return np.random.default_rng(1)


@pytest.mark.parametrize("dtype", ["uint8", "int8", "uint16", "int16", "uint32", "int32"])
def test_composite_blends_every_integer_type(random: np.random.Generator, dtype: str) -> None:
    limits = np.iinfo(dtype)
    planes = random.integers(limits.min, limits.max, (3, 40, 50), dtype=dtype, endpoint=True)
    low, high = limits.min * 0.5, limits.max * 0.75
    channels = [ChannelSettings(low, high, color) for color in (RED, ORANGE, BLUE)]
    difference = np.abs(composite(planes, channels) - expected_picture(planes, channels))
    assert difference.max() <= ROUNDING


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_composite_blends_floating_point(random: np.random.Generator, dtype: str) -> None:
    planes = random.normal(0, 1, (2, 40, 50)).astype(dtype)
    channels = [ChannelSettings(-1.5, 2.25, GREEN), ChannelSettings(0, 0.125, ORANGE)]
    difference = np.abs(composite(planes, channels) - expected_picture(planes, channels))
    assert difference.max() <= ROUNDING


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5, 7])
def test_composite_takes_any_number_of_channels(random: np.random.Generator, count: int) -> None:
    planes = random.integers(0, 4096, (count, 33, 65), dtype=np.uint16)
    colors = [(255, 40 * n, 10 * n * n % 256) for n in range(count)]
    channels = [ChannelSettings(100.5, 3000.25, color) for color in colors]
    picture = composite(planes, channels)
    assert picture.shape == (33, 65, 3)
    assert picture.dtype == np.uint8
    assert np.abs(picture - expected_picture(planes, channels)).max() <= ROUNDING


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


def test_an_inverted_channel_is_dark_where_it_was_bright() -> None:
    planes = np.array([[[0, 51, 255]]], np.uint8)
    picture = composite(planes, [ChannelSettings(0, 255, GREEN, is_inverted=True)])
    assert picture[0, :, 1].tolist() == [255, 204, 0]


def test_not_a_number_is_black() -> None:
    planes = np.array([[[np.nan, 1.0]]], np.float32)
    picture = composite(planes, [ChannelSettings(0, 1, GREEN)])
    assert picture[0, :, 1].tolist() == [0, 255]


def test_no_channel_gives_a_black_picture() -> None:
    assert not composite(np.zeros((0, 5, 6), np.uint8), []).any()


def test_greyscale_ignores_the_colour() -> None:
    plane = np.array([[0, 128, 255]], np.uint8)
    picture = greyscale(plane, ChannelSettings(0, 255, BLUE))
    assert picture[0].tolist() == [[0, 0, 0], [128, 128, 128], [255, 255, 255]]


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (Projection.NORMAL, [0, 65000]),
        (Projection.MAXIMUM, [10, 65000]),
        (Projection.MEAN, [5, 40000]),
        (Projection.SUM, [10, 65535]),
    ],
)
def test_projections_stay_in_the_type_of_the_planes(kind: Projection, expected: list[int]) -> None:
    first = np.array([[[0, 65000]]], np.uint16)
    second = np.array([[[10, 15000]]], np.uint16)
    projected = project(iter([first, second]), kind)
    assert projected.dtype == np.uint16
    assert projected[0, 0].tolist() == expected


def test_png_keeps_every_pixel_and_jpeg_nearly(random: np.random.Generator) -> None:
    smooth = resize(random.integers(0, 256, (8, 8, 3), dtype=np.uint8), 96, 64)
    assert (imagecodecs.png_decode(encode(smooth, "png")) == smooth).all()
    decoded = imagecodecs.jpeg_decode(encode(smooth, quality=0.95)).astype(int)
    assert np.abs(decoded - smooth).mean() < 2


def test_lower_quality_makes_smaller_files(random: np.random.Generator) -> None:
    picture = random.integers(0, 256, (64, 64, 3), dtype=np.uint8)
    assert len(encode(picture, quality=0.2)) < len(encode(picture, quality=0.9))


def test_thumbnails_keep_the_shape() -> None:
    assert fit_inside(8192, 4096, 96) == (96, 48)
    assert fit_inside(1, 5000, 96) == (1, 96)
