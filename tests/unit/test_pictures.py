"""PNG, JPEG, GIF, BMP and WebP files: by content, whatever they are called."""

from contextlib import closing
from pathlib import Path
from typing import Any

import imagecodecs
import numpy as np
import pytest

from omeroweb.errors import Unreadable
from omeroweb.pixels import describe, open_source
from omeroweb.quantities import Region
from tests.images import ramp

PART = Region(5, 7, 20, 10)
ENCODERS: dict[str, Any] = {
    "png": imagecodecs.png_encode,
    "jpeg": lambda data: imagecodecs.jpeg8_encode(data, 95),
    "gif": imagecodecs.gif_encode,
    "bmp": imagecodecs.bmp_encode,
    "webp": lambda data: imagecodecs.webp_encode(data, lossless=True),
}


def write(path: Path, data: Any, kind: str) -> Path:
    path.write_bytes(ENCODERS[kind](data))
    return path


@pytest.mark.parametrize("kind", ["png", "bmp", "webp"])
def test_a_colour_picture_has_red_green_and_blue(tmp_path: Path, kind: str) -> None:
    data = ramp((40, 50, 3), "uint8")
    path = write(tmp_path / f"a.{kind}", data, kind)
    image = describe(path).images[0]
    assert (image.size_x, image.size_y, image.size_c) == (50, 40, 3)
    assert [channel.name for channel in image.channels] == ["Red", "Green", "Blue"]
    with closing(open_source(path, 0)) as source:
        planes = source.read(0, 0, 0, [2, 0], PART)
    assert (planes == np.moveaxis(data[7:17, 5:25], -1, 0)[[2, 0]]).all()


@pytest.mark.parametrize("dtype", ["uint8", "uint16"])
def test_a_grey_png_has_one_channel_of_its_own_type(tmp_path: Path, dtype: str) -> None:
    data = ramp((40, 50), dtype)
    path = write(tmp_path / "a.png", data, "png")
    image = describe(path).images[0]
    assert (image.size_c, image.pixel_type) == (1, dtype)
    with closing(open_source(path, 0)) as source:
        assert (source.read(0, 0, 0, [0], PART)[0] == data[7:17, 5:25]).all()


def test_transparency_is_a_channel_that_is_off(tmp_path: Path) -> None:
    path = write(tmp_path / "a.png", ramp((40, 50, 4), "uint8"), "png")
    assert [channel.is_active for channel in describe(path).images[0].channels] == [
        None,
        None,
        None,
        False,
    ]


def test_a_jpeg_is_read_under_a_wrong_ending(tmp_path: Path) -> None:
    data = np.full((40, 50, 3), 120, "uint8")
    path = write(tmp_path / "a.png", data, "jpeg")
    assert describe(path).format == "JPEG"
    with closing(open_source(path, 0)) as source:
        assert abs(source.read(0, 0, 0, [0], PART).astype(int) - 120).max() <= 1


def test_the_first_picture_of_a_gif_is_read(tmp_path: Path) -> None:
    data = np.zeros((40, 50), "uint8")
    data[7:17, 5:25] = 200
    path = write(tmp_path / "a.gif", data, "gif")
    image = describe(path).images[0]
    with closing(open_source(path, 0)) as source:
        assert (source.read(0, 0, 0, [image.size_c - 1], PART) > 0).all()


@pytest.mark.parametrize("kind", sorted(ENCODERS))
def test_a_damaged_picture_is_an_error_that_names_it(tmp_path: Path, kind: str) -> None:
    shape = (40, 50) if kind == "gif" else (40, 50, 3)
    content = ENCODERS[kind](ramp(shape, "uint8"))
    path = tmp_path / f"cut.{kind}"
    path.write_bytes(content[: min(len(content) // 2, 60)])
    with pytest.raises(Unreadable, match=rf"cut\.{kind}"):
        describe(path)


def test_a_text_under_the_name_of_a_picture_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "notes.png"
    path.write_text("not a picture")
    with pytest.raises(Unreadable, match=r"notes\.png: its content is no PNG, JPEG"):
        describe(path)


def test_a_png_that_claims_a_billion_pixels_is_refused_by_its_header(tmp_path: Path) -> None:
    content = bytearray(ENCODERS["png"](ramp((40, 50), "uint8")))
    content[16:24] = (100_000).to_bytes(4) + (100_000).to_bytes(4)
    path = tmp_path / "bomb.png"
    path.write_bytes(bytes(content))
    with pytest.raises(Unreadable, match=r"bomb\.png: 100000 x 100000 pixels; at most"):
        describe(path)
