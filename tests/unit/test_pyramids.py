"""Pyramids of images whose files have none: the same pixels before, while and after it is made."""

import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from omeroweb.errors import NotReady, Unreadable
from omeroweb.pixels import describe
from omeroweb.pixels.base import PIXEL_TYPES
from omeroweb.pixels.pyramids import Pyramid, layout_for, source, storage
from omeroweb.pixels.pyramids.halving import halve
from omeroweb.quantities import Region
from tests.images import Array, ramp, write_ome_tiff

SHAPE = (2, 2100, 4200)


def mean_of_four(plane: Array) -> Array:
    """Half the size, written the long way; halves are rounded either way."""
    padded = np.pad(plane, [(0, plane.shape[0] % 2), (0, plane.shape[1] % 2)], mode="edge")
    wide = padded.astype(np.float64)
    return (wide[::2, ::2] + wide[1::2, ::2] + wide[::2, 1::2] + wide[1::2, 1::2]) / 4


def pyramid_of(path: Path, largest_plane: int = 1000 * 1000) -> Pyramid:
    layout = layout_for(describe(path).images[0], largest_plane)
    assert layout is not None
    return Pyramid(path, 0, layout, path.parent / "pyramid.ome.zarr")


def make(pyramid: Pyramid, blocks: int | None = None) -> int:
    """Make what is missing, at most so many blocks; returns how many."""
    made = 0
    for level in pyramid.levels():
        for block in pyramid.missing(level):
            if made == blocks:
                return made
            pyramid.make(block)
            made += 1
    return made


def all_levels(pyramid: Pyramid) -> list[Array]:
    opened = pyramid.open()
    try:
        return [
            opened.read(n, 0, 0, [1, 0], Region(0, 0, level.size_x, level.size_y))
            for n, level in enumerate(opened.levels)
        ]
    finally:
        opened.close()


@pytest.fixture(scope="module")
def tiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_ome_tiff(
        tmp_path_factory.mktemp("tiled") / "a.ome.tiff", ramp(SHAPE, "uint8"), tile=(256, 256)
    )


@pytest.mark.parametrize("dtype", PIXEL_TYPES.values(), ids=PIXEL_TYPES)
@pytest.mark.parametrize("shape", [(8, 6), (7, 5), (1, 1), (1, 9)])
def test_every_pixel_is_the_mean_of_four(dtype: np.dtype[Any], shape: tuple[int, int]) -> None:
    plane = ramp(shape, dtype.name)
    halved = halve(plane[np.newaxis])[0]
    assert halved.dtype == dtype
    assert np.abs(halved - mean_of_four(plane)).max() <= 0.5


def test_blocks_give_the_pixels_of_the_whole_plane() -> None:
    plane = ramp((1, 301, 203))
    assert (halve(plane[:, 128:, 64:]) == halve(plane)[:, 64:, 32:]).all()


@pytest.mark.parametrize("options", [{"tile": (256, 256)}, {"rowsperstrip": 16}], ids=str)
def test_a_level_looks_the_same_before_and_after_it_is_made(
    tmp_path: Path, options: dict[str, Any]
) -> None:
    data = ramp(SHAPE)
    pyramid = pyramid_of(write_ome_tiff(tmp_path / "a.ome.tiff", data, **options))
    before = all_levels(pyramid)
    assert make(pyramid) == pyramid.layout.count()
    pyramid.finish()
    after = all_levels(pyramid)
    assert [level.shape[1:] for level in after[:3]] == [(2100, 4200), (1050, 2100), (525, 1050)]
    assert all((one == other).all() for one, other in zip(before, after, strict=True))
    assert (after[0] == data[[1, 0]]).all()
    assert np.abs(after[1][0] - mean_of_four(data[1])).max() <= 0.5


def test_what_is_quick_to_read_stays_in_the_file(tmp_path: Path, tiled: Path) -> None:
    assert pyramid_of(tiled).layout.first == 1
    striped = write_ome_tiff(tmp_path / "s.ome.tiff", ramp(SHAPE, "uint8"), rowsperstrip=2100)
    assert pyramid_of(striped).layout.first == 0


def test_only_large_planes_without_a_pyramid_get_one(tiled: Path) -> None:
    image = describe(tiled).images[0]
    assert layout_for(image, largest_plane=2100 * 4200) is None
    assert layout_for(image) is None
    assert layout_for(image, largest_plane=2100 * 4200 - 1) is not None


def test_making_goes_on_where_it_was_interrupted(tmp_path: Path) -> None:
    pyramid = pyramid_of(write_ome_tiff(tmp_path / "a.ome.tiff", ramp(SHAPE), tile=(256, 256)))
    assert make(pyramid, blocks=1) == 1
    first = {file: file.stat().st_mtime_ns for file in pyramid.folder.rglob("c/*/*/*/*/*")}
    assert first
    assert not pyramid.is_complete
    assert make(pyramid) == pyramid.layout.count() - 1
    assert all(file.stat().st_mtime_ns == modified for file, modified in first.items())
    assert make(pyramid) == 0


def test_what_was_begun_with_another_compression_is_made_to_its_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = write_ome_tiff(tmp_path / "a.ome.tiff", ramp(SHAPE), tile=(256, 256))
    older = {"cname": "zstd", "clevel": 3, "shuffle": "shuffle", "typesize": 2, "blocksize": 0}
    pyramid = pyramid_of(file)
    with monkeypatch.context() as patched:
        patched.setattr(storage, "_compressor", lambda _: {"name": "blosc", "configuration": older})
        assert make(pyramid, blocks=1) == 1
    assert make(pyramid) == pyramid.layout.count() - 1
    (tmp_path / "other").mkdir()
    expected = pyramid_of(file.rename(tmp_path / "other" / file.name))
    make(expected)
    found = Pyramid(expected.path, 0, pyramid.layout, pyramid.folder)
    for level, other in zip(all_levels(found), all_levels(expected), strict=True):
        np.testing.assert_array_equal(level, other)


def test_a_black_plane_is_made_once(tmp_path: Path) -> None:
    black = np.zeros(SHAPE, np.uint8)
    pyramid = pyramid_of(write_ome_tiff(tmp_path / "a.ome.tiff", black, tile=(256, 256)))
    assert make(pyramid) > 0
    assert make(pyramid) == 0


def test_a_block_made_by_somebody_else_is_read(tmp_path: Path) -> None:
    """The server has the image open while another process makes its pyramid."""
    file = write_ome_tiff(tmp_path / "a.ome.tiff", ramp(SHAPE, "uint8"), tile=(256, 256))
    pyramid = pyramid_of(file)
    opened = pyramid.open()
    region = Region(100, 50, 300, 200)
    before = opened.read(1, 0, 0, [0], region)
    make(pyramid)
    os.truncate(file, 0)  # from now on only the pyramid can answer
    assert (opened.read(1, 0, 0, [0], region) == before).all()
    with pytest.raises(Unreadable):
        opened.read(0, 0, 0, [0], region)
    opened.close()


def test_what_would_read_too_much_of_the_file_has_to_wait(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pyramid = pyramid_of(write_ome_tiff(tmp_path / "a.ome.tiff", ramp(SHAPE), tile=(256, 256)))
    monkeypatch.setattr(source, "MOST_READ", 1024 * 1024)
    opened = pyramid.open()
    assert opened.read(0, 0, 0, [0], Region(0, 0, 512, 512)).shape == (1, 512, 512)
    assert opened.read(1, 0, 0, [0], Region(0, 0, 512, 512)).shape == (1, 512, 512)
    with pytest.raises(NotReady, match="still being made"):
        opened.read(3, 0, 0, [0], Region(0, 0, 500, 250))
    make(pyramid)
    assert opened.read(3, 0, 0, [0], Region(0, 0, 500, 250)).shape == (1, 250, 500)
    opened.close()


def test_a_pyramid_is_an_ome_zarr_image(tiled: Path) -> None:
    pyramid = pyramid_of(tiled)
    make(pyramid)
    pyramid.finish()
    image = describe(pyramid.folder).images[0]
    assert image.levels == pyramid.layout.levels[1:]
    assert image.pixel_type == "uint8"
    assert (image.size_c, image.size_z, image.size_t) == (2, 1, 1)
