"""What the encoders write is decoded again and compared."""

import io

import cv2
import imagecodecs
import numpy as np
import pytest
import tifffile

from omeroweb.rendering import encode, encode_raw, encode_transparent_gif, resize
from omeroweb.rendering.png import encode_png
from omeroweb.rendering.quantize import UInt8Array

TYPES = ["int8", "uint8", "int16", "uint16", "int32", "uint32", "float32", "float64"]


@pytest.fixture
def smooth() -> UInt8Array:
    random = np.random.default_rng(3)
    return resize(random.integers(0, 256, (8, 8, 3), dtype=np.uint8), 96, 64)


def test_png_and_tiff_keep_every_pixel(smooth: UInt8Array) -> None:
    assert (imagecodecs.png_decode(encode(smooth, "png")) == smooth).all()
    assert (tifffile.imread(io.BytesIO(encode(smooth, "tif"))) == smooth).all()


def test_jpeg_and_webp_keep_them_nearly(smooth: UInt8Array) -> None:
    jpeg = imagecodecs.jpeg_decode(encode(smooth, quality=0.95)).astype(int)
    assert np.abs(jpeg - smooth).mean() < 2
    webp = imagecodecs.webp_decode(encode(smooth, "webp", 0.95)).astype(int)
    assert np.abs(webp - smooth).mean() < 4


def test_a_pure_red_channel_does_not_bleed_in_jpeg() -> None:
    striped = np.zeros((64, 64, 3), np.uint8)
    striped[:, ::2, 0] = 255
    decoded = imagecodecs.jpeg_decode(encode(striped, quality=0.9))
    assert decoded[:, ::2, 0].min() > 240
    assert decoded[:, 1::2, 0].max() < 15


@pytest.mark.parametrize("kind", ["jpeg", "webp"])
def test_lower_quality_makes_smaller_files(smooth: UInt8Array, kind: str) -> None:
    sizes = [len(encode(smooth, kind, quality)) for quality in (0.0, 0.2, 0.9)]
    assert sizes == sorted(sizes)
    assert sizes[0] < sizes[1] < sizes[2]


def test_an_unknown_kind_is_named() -> None:
    with pytest.raises(ValueError, match="'bmp' is no kind of picture; expected jpeg, png"):
        encode(np.zeros((1, 1, 3), np.uint8), "bmp")
    with pytest.raises(ValueError, match="'jpeg' is no kind of raw pixels; expected raw, png, tif"):
        encode_raw(np.zeros((1, 1, 1), np.uint8), "jpeg")


@pytest.mark.parametrize("dtype", TYPES)
def test_raw_pixels_are_little_endian_and_complete(dtype: str) -> None:
    planes = np.arange(2 * 5 * 7).reshape(2, 5, 7).astype(np.dtype(dtype).newbyteorder(">"))
    little = np.dtype(dtype).newbyteorder("<")
    read = np.frombuffer(encode_raw(planes, "raw"), little).reshape(2, 5, 7)
    assert (read == planes).all()


@pytest.mark.parametrize("count", [1, 2, 3, 5])
@pytest.mark.parametrize("dtype", TYPES)
def test_raw_tiff_has_a_page_for_each_channel(dtype: str, count: int) -> None:
    planes = np.random.default_rng(4).normal(50, 20, (count, 33, 17)).astype(dtype)
    with tifffile.TiffFile(io.BytesIO(encode_raw(planes, "tif"))) as tiff:
        read = tiff.asarray()
    assert read.dtype == planes.dtype
    assert (read.reshape(planes.shape) == planes).all()


@pytest.mark.parametrize("dtype", ["uint8", "uint16"])
def test_raw_png_keeps_16_bits(dtype: str) -> None:
    planes = np.random.default_rng(5).integers(0, np.iinfo(dtype).max, (1, 9, 8), dtype=dtype)
    read = imagecodecs.png_decode(encode_raw(planes, "png"))
    assert read.dtype == planes.dtype
    assert (read == planes[0]).all()


@pytest.mark.parametrize("shape", [(1, 1), (5, 3), (64, 48, 3), (7, 9, 4)])
@pytest.mark.parametrize("dtype", ["uint8", "uint16"])
def test_png_is_read_by_two_other_programs(dtype: str, shape: tuple[int, ...]) -> None:
    pixels = np.random.default_rng(8).integers(0, np.iinfo(dtype).max, shape, dtype=dtype)
    written = encode_png(pixels)
    assert (imagecodecs.png_decode(written) == pixels).all()
    by_opencv = np.asarray(
        cv2.imdecode(np.frombuffer(written, np.uint8), cv2.IMREAD_UNCHANGED)
    ).reshape(shape)
    in_order = by_opencv if len(shape) == 2 else by_opencv[..., [2, 1, 0, 3][: shape[2]]]
    assert (in_order == pixels).all()


def test_raw_png_says_what_it_cannot_hold() -> None:
    with pytest.raises(ValueError, match="these pixels are float32: ask for format=tif"):
        encode_raw(np.zeros((1, 2, 2), np.float32), "png")
    with pytest.raises(ValueError, match="one channel, 2 were asked for"):
        encode_raw(np.zeros((2, 2, 2), np.uint8), "png")


def test_a_transparent_gif_has_colours_only_where_something_was_drawn() -> None:
    drawn = np.zeros((20, 30, 4), np.uint8)
    drawn[4] = (255, 0, 0, 255)
    drawn[9, 5:] = (0, 200, 7, 255)
    # Read by OpenCV, which knows transparency and did not write it.
    read, frames = cv2.imdecodemulti(
        np.frombuffer(encode_transparent_gif(drawn), np.uint8), cv2.IMREAD_UNCHANGED
    )
    assert read
    blue, green, red, alpha = np.moveaxis(np.asarray(frames[0]), -1, 0)
    assert (alpha == drawn[..., 3]).all()
    is_drawn = alpha > 0
    assert (np.stack([red, green, blue], -1)[is_drawn] == drawn[is_drawn][:, :3]).all()


def test_a_gif_with_too_many_colours_is_refused() -> None:
    colorful = np.full((16, 16, 4), 255, np.uint8)
    colorful[..., 0] = np.arange(256).reshape(16, 16)
    with pytest.raises(ValueError, match="holds 255 colours, not 256"):
        encode_transparent_gif(colorful)
