"""TIFF files without OME-XML: what ImageJ and slide scanners write beyond pixels."""

import struct
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import tifffile

from omeroweb.pixels import describe, open_source, slides
from omeroweb.quantities import Length, Region
from tests.images import Array, ramp

APERIO = (
    "Aperio Image Library v11.2.1 \r\n512x384 [0,0 512x384] (64x64) JPEG/RGB Q=90"
    "|AppMag = 20|MPP = 0.4990|Date = 12/29/09|Time = 09:59:15|ScanScope ID = CPAPERIOCS"
)


def write_svs(path: Path) -> Array:
    """A slide as Aperio's scanners lay it out: pyramid, thumbnail, label, macro."""
    y, x = np.mgrid[:384, :512]
    slide = np.stack([x // 2, y // 2, 255 - x // 2], axis=-1).astype("uint8")
    tiled: dict[str, Any] = {
        "photometric": "rgb",
        "tile": (64, 64),
        "compression": "jpeg",
        "metadata": None,
    }
    strips: dict[str, Any] = {
        "photometric": "rgb",
        "rowsperstrip": 16,
        "compression": "jpeg",
        "metadata": None,
    }
    with tifffile.TiffWriter(path) as writer:
        writer.write(slide, description=APERIO, **tiled)
        writer.write(slide[::4, ::4].copy(), description=APERIO.split("|", maxsplit=1)[0], **strips)
        writer.write(slide[::2, ::2].copy(), description=APERIO.split("|", maxsplit=1)[0], **tiled)
        for name, kind in (("label", 1), ("macro", 9)):
            said = f"Aperio Image Library v11.2.1 \r\n{name} 64x48"
            writer.write(slide[:48, :64].copy(), description=said, subfiletype=kind, **strips)
    return slide


def test_a_hyperstack_of_imagej_with_its_scale_channels_and_windows(tmp_path: Path) -> None:
    data = ramp((2, 3, 2, 30, 40))
    path = tmp_path / "stack.tif"
    green = np.zeros((3, 256), "uint8")
    green[1] = np.arange(256)
    tifffile.imwrite(
        path,
        data,
        imagej=True,
        resolution=(4.0, 2.0),
        metadata={
            "axes": "TZCYX",
            "unit": "um",
            "spacing": 1.5,
            "finterval": 2.0,
            "Labels": ["DAPI", "GFP"] * 6,
            "Ranges": (10.0, 200.0, 0.0, 999.0),
            "LUTs": [green, green[::-1].copy()],
            "mode": "composite",
        },
    )
    found = describe(path)
    image = found.images[0]
    assert found.format == "ImageJ TIFF"
    assert (image.size_t, image.size_z, image.size_c) == (2, 3, 2)
    assert image.physical_size_x == Length(0.25, "MICROMETER")
    assert image.physical_size_y == Length(0.5, "MICROMETER")
    assert image.physical_size_z == Length(1.5, "MICROMETER")
    assert image.time_increment == Length(2.0, "SECOND")
    assert [channel.window for channel in image.channels] == [(10, 200), (0, 999)]
    assert image.channels[0].color == (0, 255, 0)
    with closing(open_source(path, 0)) as source:
        planes = source.read(0, 2, 1, [1, 0], Region(3, 4, 20, 10))
    assert (planes == data[1, 2, [1, 0], 4:14, 3:23]).all()


def test_a_stack_of_imagej_with_one_page_for_all_planes(tmp_path: Path) -> None:
    """As ImageJ writes what is larger than 4 GB: later planes follow without pages."""
    data = ramp((7, 30, 40), "uint16").astype(">u2")
    description = "ImageJ=1.53t\nimages=7\nslices=7\nunit=pixel\n"
    path = tmp_path / "large.tif"
    tifffile.imwrite(path, data[0], description=description, metadata=None, byteorder=">")
    with path.open("ab") as file:
        file.write(data[1:].tobytes())
    image = describe(path).images[0]
    assert image.size_z == 7
    with closing(open_source(path, 0)) as source:
        for z in range(7):
            assert (source.read(0, z, 0, [0], Region(0, 0, 40, 30))[0] == data[z]).all()


def test_resolution_in_centimetres_becomes_the_physical_size(tmp_path: Path) -> None:
    path = tmp_path / "a.tif"
    tifffile.imwrite(
        path,
        ramp((30, 40)),
        resolution=(20_000, 40_000),
        resolutionunit="CENTIMETER",
        datetime="2020:01:02 03:04:05",
        metadata=None,
    )
    image = describe(path).images[0]
    assert image.physical_size_x == Length(0.5, "MICROMETER")
    assert image.physical_size_y == Length(0.25, "MICROMETER")
    assert image.acquired == datetime(2020, 1, 2, 3, 4, 5, tzinfo=UTC)


def test_dots_per_inch_of_a_screen_are_no_physical_size(tmp_path: Path) -> None:
    path = tmp_path / "a.tif"
    tifffile.imwrite(path, ramp((30, 40)), resolution=(72, 72), resolutionunit="INCH")
    assert describe(path).images[0].physical_size_x is None


def test_tags_are_kept_as_original_metadata(tmp_path: Path) -> None:
    path = tmp_path / "a.tif"
    tifffile.imwrite(path, ramp((30, 40)), software="scope 3", description="Gain = 7", metadata={})
    pairs = dict(describe(path).original_metadata)
    assert pairs["Software"] == "scope 3"
    assert "StripOffsets" not in pairs


def test_a_slide_of_aperio_with_its_label_and_macro(tmp_path: Path) -> None:
    path = tmp_path / "a.svs"
    slide = write_svs(path)
    found = describe(path)
    assert found.format == "SVS"
    assert [image.name for image in found.images] == [
        "a.svs",
        "a.svs [label image]",
        "a.svs [macro image]",
    ]
    image = found.images[0]
    assert [level.size_x for level in image.levels] == [512, 256]
    assert image.physical_size_x == Length(0.499, "MICROMETER")
    assert (image.magnification, image.acquired) == (
        20.0,
        datetime(2009, 12, 29, 9, 59, 15, tzinfo=UTC),
    )
    assert ("ScanScope ID", "CPAPERIOCS") in found.original_metadata
    with closing(open_source(path, image.series)) as source:
        planes = source.read(0, 0, 0, [0, 1, 2], Region(100, 90, 200, 150))
    expected = np.moveaxis(slide[90:240, 100:300], -1, 0).astype(int)
    assert abs(planes - expected).max() <= 8
    with closing(open_source(path, found.images[2].series)) as source:
        assert (source.levels[0].size_x, source.levels[0].size_y) == (64, 48)


def test_openslide_and_the_tiff_reader_see_the_same_slide(tmp_path: Path) -> None:
    path = tmp_path / "a.svs"
    write_svs(path)
    ours, theirs = describe(path), slides.describe(path)
    assert [image.name for image in theirs.images] == [image.name for image in ours.images]
    assert theirs.images[0].physical_size_x == ours.images[0].physical_size_x
    assert theirs.images[0].magnification == 20.0
    for series in (0, 1):
        number = ours.images[series].series
        with (
            closing(open_source(path, number)) as own,
            closing(slides.open_image(path, series)) as other,
        ):
            assert [level.size_x for level in own.levels] == [
                level.size_x for level in other.levels
            ]
            for level, size in enumerate(own.levels):
                region = Region(5, 3, size.size_x - 9, size.size_y - 7)
                difference = own.read(level, 0, 0, [0, 1, 2], region).astype(int) - other.read(
                    level, 0, 0, [0, 1, 2], region
                )
                assert abs(difference).max() <= 1


def test_pages_of_one_file_with_other_sizes_are_images_of_their_own(tmp_path: Path) -> None:
    path = tmp_path / "a.tif"
    with tifffile.TiffWriter(path) as writer:
        writer.write(ramp((30, 40)), metadata=None)
        writer.write(ramp((20, 25), "uint8"), metadata=None)
    images = describe(path).images
    assert [image.name for image in images] == ["a.tif [0]", "a.tif [1]"]
    assert [(image.size_x, image.pixel_type) for image in images] == [(40, "uint16"), (25, "uint8")]


def test_a_wide_uncompressed_plane_is_read_row_by_row(tmp_path: Path) -> None:
    data = ramp((60, 3000))
    path = tmp_path / "wide.tif"
    tifffile.imwrite(path, data, rowsperstrip=60)
    with closing(open_source(path, 0)) as source:
        plane = source.read(0, 0, 0, [0], Region(2000, 10, 100, 40))[0]
    assert (plane == data[10:50, 2000:2100]).all()
    assert struct.calcsize("H") == plane.itemsize
