"""Regions of real OME-Zarr folders, compared with the arrays they were written from."""

import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from omeroweb.errors import Unreadable
from omeroweb.pixels import candidate, describe, open_source
from omeroweb.quantities import Region
from tests.images import ramp, write_ome_zarr

INNER = Region(13, 21, 40, 30)


@pytest.mark.parametrize("version", ["0.4", "0.5"])
@pytest.mark.parametrize("dtype", ["uint8", "int16", "uint16", "float32"])
def test_a_region_has_the_values_that_were_written(
    tmp_path: Path, version: str, dtype: str
) -> None:
    data = ramp((2, 3, 2, 70, 90), dtype)
    folder = write_ome_zarr(tmp_path / "a.ome.zarr", data, "tczyx", version)
    planes = open_source(folder, 0).read(0, 1, 1, [2, 0], INNER)
    assert planes.dtype == np.dtype(dtype)
    assert (planes == data[1, [2, 0], 1, 21:51, 13:53]).all()


def test_chunks_inside_shards_are_read(tmp_path: Path) -> None:
    data = ramp((2, 128, 128))
    folder = write_ome_zarr(tmp_path / "s.zarr", data, "cyx", shards=(1, 64, 64))
    image = describe(folder).images[0]
    assert (image.levels[0].tile_width, image.levels[0].tile_height) == (32, 32)
    assert (open_source(folder, 0).read(0, 0, 0, [1], INNER)[0] == data[1, 21:51, 13:53]).all()


BLOSC = {"cname": "zstd", "clevel": 3, "shuffle": "bitshuffle", "typesize": 2, "blocksize": 0}


@pytest.mark.parametrize(
    ("version", "compressor"),
    [
        ("0.4", {"id": "blosc", "cname": "lz4", "clevel": 5, "shuffle": 1}),
        ("0.4", {"id": "zstd", "level": 3}),
        ("0.4", {"id": "gzip", "level": 5}),
        ("0.4", {"id": "zlib", "level": 1}),
        ("0.5", {"name": "blosc", "configuration": BLOSC}),
        ("0.5", {"name": "zstd", "configuration": {"level": 3}}),
        ("0.5", {"name": "gzip", "configuration": {"level": 5}}),
    ],
    ids=lambda given: given if isinstance(given, str) else given.get("id") or given["name"],
)
def test_chunks_are_read_as_any_of_the_usual_compressors_wrote_them(
    tmp_path: Path, version: str, compressor: dict[str, Any]
) -> None:
    data = ramp((2, 70, 90))
    folder = write_ome_zarr(tmp_path / "a.zarr", data, "cyx", version, compressor=compressor)
    (chunk, *_) = sorted(path for path in (folder / "0").rglob("0") if path.is_file())
    assert chunk.stat().st_size < 32 * 32 * 2
    assert (open_source(folder, 0).read(0, 0, 0, [1], INNER)[0] == data[1, 21:51, 13:53]).all()


@pytest.mark.parametrize(("axes", "shape"), [("yx", (40, 50)), ("zyx", (4, 40, 50))])
def test_axes_that_are_left_out_have_length_one(
    tmp_path: Path, axes: str, shape: tuple[int, ...]
) -> None:
    data = ramp(shape)
    folder = write_ome_zarr(tmp_path / "a.zarr", data, axes)
    image = describe(folder).images[0]
    assert (image.size_c, image.size_t) == (1, 1)
    expected = data if axes == "yx" else data[0]
    assert (open_source(folder, 0).read(0, 0, 0, [0], Region(0, 0, 50, 40))[0] == expected).all()


def test_a_missing_chunk_is_the_fill_value(tmp_path: Path) -> None:
    data = ramp((64, 64)) + 1
    folder = write_ome_zarr(tmp_path / "a.zarr", data, "yx")
    (folder / "0" / "c" / "0" / "1").unlink()
    plane = open_source(folder, 0).read(0, 0, 0, [0], Region(0, 0, 64, 64))[0]
    assert not plane[:32, 32:].any()
    assert (plane[:, :32] == data[:, :32]).all()


def test_a_missing_array_is_an_error_that_names_it(tmp_path: Path) -> None:
    folder = write_ome_zarr(tmp_path / "a.zarr", ramp((64, 64)), "yx")
    shutil.rmtree(folder / "0")
    with pytest.raises(Unreadable, match=r"a\.zarr/0: the array is missing"):
        describe(folder)


@pytest.mark.parametrize("content", ["", "{", "[]", '{"multiscales": []}'])
def test_damaged_metadata_is_an_error_that_names_the_folder(tmp_path: Path, content: str) -> None:
    folder = write_ome_zarr(tmp_path / "a.zarr", ramp((64, 64)), "yx", "0.4")
    (folder / ".zattrs").write_text(content)
    with pytest.raises(Unreadable, match=r"a\.zarr"):
        describe(folder)


def test_channel_windows_and_colours_are_taken_from_omero_metadata(tmp_path: Path) -> None:
    channel = {
        "label": "GFP",
        "color": "00FF00",
        "active": True,
        "window": {"start": 5, "end": 500, "min": 0, "max": 65535},
    }
    folder = write_ome_zarr(
        tmp_path / "a.zarr", ramp((1, 64, 64)), "cyx", omero={"channels": [channel]}
    )
    found = describe(folder).images[0].channels[0]
    assert (found.name, found.color, found.window) == ("GFP", (0, 255, 0), (5.0, 500.0))


def test_the_scale_becomes_the_physical_size(tmp_path: Path) -> None:
    size = describe(write_ome_zarr(tmp_path / "a.zarr", ramp((64, 64)), "yx")).images[0]
    assert size.physical_size_x is not None
    assert (size.physical_size_x.value, size.physical_size_x.unit) == (0.5, "MICROMETER")


def test_a_folder_is_an_image_by_its_content_too(tmp_path: Path) -> None:
    assert candidate(write_ome_zarr(tmp_path / "no suffix", ramp((64, 64)), "yx"))
    assert candidate(tmp_path) is None


def test_a_collection_of_numbered_images_is_read_in_their_order(tmp_path: Path) -> None:
    folder = tmp_path / "series.zarr"
    folder.mkdir()
    (folder / ".zattrs").write_text('{"bioformats2raw.layout": 3}')
    for number in (0, 2, 10):
        write_ome_zarr(folder / str(number), ramp((40 + number, 50)), "yx", "0.4")
    images = describe(folder).images
    assert [image.name for image in images] == [f"series.zarr [{n}]" for n in (0, 2, 10)]
    assert [image.size_y for image in images] == [40, 42, 50]
