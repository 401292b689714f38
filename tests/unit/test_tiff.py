"""Regions of real TIFF files, compared with the arrays they were written from."""

import os
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import tifffile
from numpy.typing import NDArray

from omeroweb.errors import Unreadable
from omeroweb.pixels import describe, open_source
from omeroweb.quantities import Region
from tests.images import ramp, write_ome_tiff, write_pyramid

INNER = Region(13, 21, 40, 30)
OME_OF_TWO_PLANES = """<OME xmlns="http://www.openmicroscopy.org/Schemas/OME/2016-06">
<Image ID="Image:0"><Pixels ID="Pixels:0" DimensionOrder="XYCZT" Type="uint16" SizeX="90" SizeY="70"
SizeC="2" SizeZ="1" SizeT="1"><TiffData/></Pixels></Image></OME>"""


def read(
    path: Path, level: int, z: int, t: int, channels: list[int], region: Region
) -> NDArray[Any]:
    with closing(open_source(path, 0)) as source:
        return source.read(level, z, t, channels, region)


@pytest.mark.parametrize(
    "dtype", ["uint8", "int8", "uint16", "int16", "uint32", "int32", "float32"]
)
@pytest.mark.parametrize(
    "options",
    [
        {},
        {"rowsperstrip": 7},
        {"rowsperstrip": 7, "compression": "zlib"},
        {"tile": (32, 32)},
        {"tile": (32, 48), "compression": "zlib", "predictor": True},
        {"tile": (16, 16), "compression": "zstd"},
        {"tile": (32, 32), "byteorder": ">"},
        {"byteorder": ">"},
    ],
    ids=str,
)
def test_a_region_has_the_values_that_were_written(
    tmp_path: Path, dtype: str, options: dict[str, Any]
) -> None:
    data = ramp((3, 70, 90), dtype)
    path = write_ome_tiff(tmp_path / "a.ome.tif", data, "CYX", **options)
    planes = read(path, 0, 0, 0, [2, 0], INNER)
    assert planes.dtype == np.dtype(dtype)
    assert (planes == data[[2, 0], 21:51, 13:53]).all()


@pytest.mark.parametrize("compression", [None, "zlib"])
def test_planes_may_be_stored_in_tiles_of_different_sizes(
    tmp_path: Path, compression: str | None
) -> None:
    data = ramp((2, 70, 90))
    path = tmp_path / "a.ome.tif"
    with tifffile.TiffWriter(path, ome=False) as tiff:
        for plane, tile in zip(data, ((32, 48), (48, 16)), strict=True):
            description = OME_OF_TWO_PLANES if tile == (32, 48) else None
            tiff.write(
                plane, tile=tile, compression=compression, description=description, metadata=None
            )
    assert (read(path, 0, 0, 0, [0, 1], INNER) == data[:, 21:51, 13:53]).all()


@pytest.mark.parametrize("compression", [None, "zlib"])
def test_tiles_that_a_file_leaves_out_are_empty(tmp_path: Path, compression: str | None) -> None:
    data = np.ones((64, 96), np.uint16)
    data[:32, 32:64] = 0
    path = tmp_path / "a.tif"

    def tiles() -> Iterator[NDArray[np.uint16] | None]:
        for y in (0, 32):
            for x in (0, 32, 64):
                tile = data[y : y + 32, x : x + 32]
                yield tile if tile.any() else None

    tifffile.imwrite(
        path, tiles(), shape=data.shape, dtype=data.dtype, tile=(32, 32), compression=compression
    )
    with closing(open_source(path, 0)) as source:
        for _ in range(3):  # not what happened to be in memory
            full = source.read(0, 0, 0, [0], Region(0, 0, 96, 64))
            assert (full[0] == data).all()
            full[:] = 7


@pytest.mark.parametrize("axes", ["TZCYX", "TCZYX", "ZTCYX", "CTZYX"])
def test_planes_are_found_in_any_order_of_dimensions(tmp_path: Path, axes: str) -> None:
    sizes = {"T": 2, "Z": 3, "C": 4, "Y": 20, "X": 24}
    data = ramp(tuple(sizes[axis] for axis in axes))
    path = write_ome_tiff(tmp_path / "a.ome.tif", data, axes)
    position: dict[str, Any] = {"T": 1, "Z": 2, "C": 3, "Y": slice(None), "X": slice(None)}
    expected = data[tuple(position[axis] for axis in axes)]
    assert (read(path, 0, 2, 1, [3], Region(0, 0, 24, 20))[0] == expected).all()


@pytest.mark.parametrize("planarconfig", ["contig", "separate"])
def test_samples_of_an_rgb_image_are_channels(tmp_path: Path, planarconfig: str) -> None:
    data = ramp((50, 60, 3), "uint8")
    written = data if planarconfig == "contig" else np.moveaxis(data, -1, 0)
    axes = "YXS" if planarconfig == "contig" else "SYX"
    path = tmp_path / "rgb.ome.tif"
    write_ome_tiff(path, written, axes, photometric="rgb", planarconfig=planarconfig, tile=(16, 16))
    image = describe(path).images[0]
    assert image.size_c == 3
    assert [channel.color for channel in image.channels] == [
        (255, 0, 0),
        (0, 255, 0),
        (0, 0, 255),
    ]
    planes = read(path, 0, 0, 0, [2, 0], Region(5, 6, 40, 30))
    assert (planes == np.moveaxis(data[6:36, 5:45], -1, 0)[[2, 0]]).all()


def test_every_level_of_a_pyramid_is_read(tmp_path: Path) -> None:
    data = ramp((200, 300))
    path = write_pyramid(tmp_path / "p.ome.tif", data, 3, tile=(32, 32))
    sizes = [(level.size_x, level.size_y) for level in describe(path).images[0].levels]
    assert sizes == [(300, 200), (150, 100), (75, 50)]
    assert (read(path, 2, 0, 0, [0], Region(3, 4, 60, 40))[0] == data[16:176:4, 12:252:4]).all()


def test_only_the_tiles_of_the_region_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = ramp((640, 640))
    path = write_ome_tiff(tmp_path / "a.ome.tif", data, "YX", tile=(64, 64), compression="zlib")
    offsets: list[int] = []
    pread = os.pread

    def counted(descriptor: int, count: int, offset: int) -> bytes:
        offsets.append(offset)
        return pread(descriptor, count, offset)

    monkeypatch.setattr(os, "pread", counted)
    read(path, 0, 0, 0, [0], Region(60, 60, 8, 8))
    assert len(offsets) == 4


def test_metadata_is_taken_from_ome_xml(tmp_path: Path) -> None:
    metadata = {
        "PhysicalSizeX": 0.25,
        "PhysicalSizeXUnit": "µm",
        "TimeIncrement": 30.0,
        "TimeIncrementUnit": "s",
        "Channel": {"Name": ["DAPI", "GFP"], "Color": [65535, 16711935]},
        "Description": "two cells",
    }
    path = tmp_path / "named.ome.tif"
    image = describe(write_ome_tiff(path, ramp((2, 30, 40)), metadata=metadata)).images[0]
    assert (image.name, image.description) == ("named.ome.tif", "two cells")
    assert (image.size_x, image.size_y, image.size_c, image.pixel_type) == (40, 30, 2, "uint16")
    assert image.physical_size_x is not None
    assert (image.physical_size_x.value, image.physical_size_x.unit) == (0.25, "MICROMETER")
    assert [channel.name for channel in image.channels] == ["DAPI", "GFP"]
    assert [channel.color for channel in image.channels] == [(0, 0, 255), (0, 255, 0)]


def test_a_plain_stack_counts_its_pages_along_z(tmp_path: Path) -> None:
    data = ramp((5, 30, 40))
    path = tmp_path / "stack.tif"
    tifffile.imwrite(path, data, photometric="minisblack")
    image = describe(path).images[0]
    assert (image.size_z, image.size_c, image.size_t) == (5, 1, 1)
    assert (read(path, 0, 3, 0, [0], Region(0, 0, 40, 30))[0] == data[3]).all()


def test_a_picture_in_printing_colours_is_refused_with_the_reason(tmp_path: Path) -> None:
    path = tmp_path / "print.tif"
    tifffile.imwrite(path, ramp((20, 20, 4), "uint8"), photometric="separated")
    with pytest.raises(Unreadable, match="CMYK colours are not supported"):
        describe(path)


def test_a_text_file_named_tif_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "notes.tif"
    path.write_text("not an image")
    with pytest.raises(Unreadable, match=r"notes\.tif: not a readable TIFF file"):
        describe(path)


def test_an_empty_file_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "empty.tif"
    path.touch()
    with pytest.raises(Unreadable, match=r"empty\.tif"):
        describe(path)


@pytest.mark.parametrize("share", [0.02, 0.3, 0.7, 0.99])
def test_a_truncated_file_is_refused_by_name(tmp_path: Path, share: float) -> None:
    path = write_ome_tiff(tmp_path / "cut.ome.tif", ramp((4, 100, 100)), tile=(32, 32))
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    with pytest.raises(Unreadable, match=r"cut\.ome\.tif"):
        describe(path)


def test_a_file_damaged_after_the_import_is_reported_when_it_is_read(tmp_path: Path) -> None:
    path = write_ome_tiff(
        tmp_path / "a.ome.tif", ramp((1, 64, 64)), tile=(64, 64), compression="zlib"
    )
    with tifffile.TiffFile(path) as tiff:
        offset = tiff.pages[0].dataoffsets[0]
    content = bytearray(path.read_bytes())
    content[offset : offset + 40] = b"\xff" * 40
    path.write_bytes(bytes(content))
    with pytest.raises(Unreadable, match=r"a\.ome\.tif"):
        read(path, 0, 0, 0, [0], Region(0, 0, 64, 64))


def test_a_plate_is_laid_out_as_its_ome_xml_says(tmp_path: Path) -> None:
    path = tmp_path / "plate.ome.tif"
    with tifffile.TiffWriter(path, ome=True) as writer:
        for name in ("first", "second"):
            writer.write(ramp((20, 24)), metadata={"axes": "YX", "Name": name})
    with tifffile.TiffFile(path) as tiff:
        text = tiff.ome_metadata
    assert text is not None
    plate = (
        '<Plate ID="Plate:0" Name="P1" Rows="2" Columns="3">'
        '<Well ID="Well:0" Row="1" Column="2">'
        '<WellSample ID="WellSample:0" Index="0"><ImageRef ID="Image:0"/></WellSample>'
        '<WellSample ID="WellSample:1" Index="1"><ImageRef ID="Image:1"/></WellSample>'
        "</Well></Plate>"
    )
    tifffile.tiffcomment(path, text.replace("<Image ", plate + "<Image ", 1).encode())
    found = describe(path)
    assert found.plate is not None
    assert (found.plate.name, found.plate.rows, found.plate.columns) == ("P1", 2, 3)
    places = [(i.well.row, i.well.column, i.well.field) for i in found.images if i.well]
    assert places == [(1, 2, 0), (1, 2, 1)]
    assert [image.name for image in found.images] == [
        "plate.ome.tif [first]",
        "plate.ome.tif [second]",
    ]
