"""JPEG tiles as a TIFF stores them: complete pictures with the pixels that a read gives."""

from contextlib import closing
from pathlib import Path
from typing import Any

import cv2
import imagecodecs
import numpy as np
import pytest
import tifffile
from numpy.typing import NDArray

from omeroweb.errors import Unreadable
from omeroweb.pixels import StoredTile, jpeg, open_source
from omeroweb.quantities import Region
from tests.images import ramp, write_pyramid

TILE = Region(64, 128, 64, 64)


def stored(path: Path, region: Region = TILE, level: int = 0) -> StoredTile | None:
    with closing(open_source(path, 0)) as source:
        return source.stored_tile(level, 0, 0, region)


def picture(path: Path, region: Region = TILE) -> NDArray[Any]:
    with closing(open_source(path, 0)) as source:
        return source.read(0, 0, 0, range(3), region)


def write_rgb(path: Path, photometric: str = "rgb", **options: Any) -> Path:
    """Colours that differ by channel; tifffile stores them as luminance and chroma by itself."""
    y, x = np.mgrid[:300, :280]
    data = np.stack([x * 0.9, y * 0.8, 255 - x * 0.5], axis=-1).astype("uint8")
    tifffile.imwrite(
        path, data, photometric=photometric, tile=(64, 64), compression="jpeg", **options
    )
    return path


@pytest.mark.parametrize("photometric", ["rgb", "ycbcr"])
@pytest.mark.parametrize("level", [60, 95])
def test_a_stored_tile_shows_what_a_read_gives(
    tmp_path: Path, photometric: str, level: int
) -> None:
    path = write_rgb(tmp_path / "a.tif", photometric, compressionargs={"level": level})
    tile = stored(path)
    assert tile is not None
    assert (tile.media_type, tile.width, tile.height) == ("image/jpeg", 64, 64)
    decoded = cv2.imdecode(np.frombuffer(tile.content, "uint8"), cv2.IMREAD_COLOR)
    assert decoded is not None
    difference = np.moveaxis(decoded[..., ::-1], -1, 0).astype(int) - picture(path)
    # Two JPEG libraries round differently.
    assert abs(difference).max() <= 3


def test_a_stored_grey_tile_of_a_lower_level_is_given(tmp_path: Path) -> None:
    path = write_pyramid(
        tmp_path / "g.ome.tif", ramp((256, 256), "uint8"), 2, tile=(64, 64), compression="jpeg"
    )
    tile = stored(path, Region(64, 0, 64, 64), level=1)
    assert tile is not None
    decoded = cv2.imdecode(np.frombuffer(tile.content, "uint8"), cv2.IMREAD_UNCHANGED)
    assert decoded is not None
    with closing(open_source(path, 0)) as source:
        plane = source.read(1, 0, 0, [0], Region(64, 0, 64, 64))[0]
    assert abs(decoded.astype(int) - plane).max() <= 1


@pytest.mark.parametrize(
    "region",
    [Region(64, 128, 64, 32), Region(63, 128, 64, 64), Region(0, 0, 128, 64)],
    ids=str,
)
def test_a_region_that_is_not_one_tile_has_none(tmp_path: Path, region: Region) -> None:
    assert stored(write_rgb(tmp_path / "a.tif"), region) is None


def test_a_tile_cut_off_by_the_edge_has_none(tmp_path: Path) -> None:
    assert stored(write_rgb(tmp_path / "a.tif"), Region(256, 0, 24, 64)) is None


@pytest.mark.parametrize("compression", [None, "zlib", "lzw"])
def test_other_compressions_have_none(tmp_path: Path, compression: str | None) -> None:
    path = tmp_path / "a.tif"
    tifffile.imwrite(path, ramp((128, 192), "uint8"), tile=(64, 64), compression=compression)
    assert stored(path, Region(64, 0, 64, 64)) is None


def test_channels_on_pages_of_their_own_have_none(tmp_path: Path) -> None:
    path = tmp_path / "c.ome.tif"
    data = ramp((3, 128, 128), "uint8")
    tifffile.imwrite(
        path, data, tile=(64, 64), compression="jpeg", metadata={"axes": "CYX"}, photometric=1
    )
    assert stored(path, Region(64, 0, 64, 64)) is None


def test_components_that_are_red_green_blue_are_marked_so(tmp_path: Path) -> None:
    """As slide scanners write them: components that were not converted, and no word about it."""
    path = tmp_path / "a.tif"
    colors = np.array([[[250, 20, 60]] * 64] * 64, "uint8")
    tile = bytes(imagecodecs.jpeg8_encode(colors, 95, colorspace="rgb", outcolorspace="rgb"))
    assert b"Adobe" in tile
    start = tile.index(b"\xff\xee")
    bare = tile[:start] + tile[start + 16 :]
    tifffile.imwrite(
        path,
        iter([bare] * 4),
        shape=(128, 128, 3),
        dtype="uint8",
        tile=(64, 64),
        photometric="rgb",
        compression="jpeg",
    )
    with tifffile.TiffFile(path, mode="r+") as tiff:
        tiff.pages.first.tags["PhotometricInterpretation"].overwrite(tifffile.PHOTOMETRIC.RGB)
    found = stored(path, Region(0, 64, 64, 64))
    assert found is not None
    decoded = cv2.imdecode(np.frombuffer(found.content, "uint8"), cv2.IMREAD_COLOR)
    assert decoded is not None
    assert abs(decoded[5, 5, ::-1].astype(int) - [250, 20, 60]).max() <= 2
    assert abs(picture(path, Region(0, 64, 64, 64))[:, 5, 5].astype(int) - [250, 20, 60]).max() <= 2


def test_markers_that_contradict_the_tiff_are_not_passed_on(tmp_path: Path) -> None:
    tile = stored(write_rgb(tmp_path / "a.tif"))
    assert tile is not None
    assert jpeg.complete(tile.content, None, is_rgb=True) is None


def test_a_damaged_tile_is_an_error_that_names_the_file(tmp_path: Path) -> None:
    path = write_rgb(tmp_path / "a.tif")
    with tifffile.TiffFile(path) as tiff:
        offset = tiff.pages[0].dataoffsets[11]
    content = bytearray(path.read_bytes())
    content[offset : offset + 4] = b"\0\0\0\0"
    path.write_bytes(bytes(content))
    with pytest.raises(Unreadable, match=r"a\.tif: a JPEG tile does not begin"):
        stored(path)
