"""Files that other programs wrote, compared with what these programs read of them themselves."""

import importlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from omeroweb.pixels import bioio_source, describe, open_source
from omeroweb.pixels.base import PixelSource
from omeroweb.quantities import Region
from tests.images import ramp

# Warnings of these programs about themselves and their own dependencies are not ours.
pytestmark = pytest.mark.filterwarnings("default")

DATA = ramp((2, 3, 4, 150, 170))  # T, C, Z, Y, X
PART = Region(30, 20, 100, 90)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def planes(source: PixelSource, level: int, size_c: int, z: int = 0, t: int = 0) -> NDArray[Any]:
    size = source.levels[level]
    return source.read(level, z, t, range(size_c), Region(0, 0, size.size_x, size.size_y))


def opened(path: Path, series: int = 0) -> Iterator[PixelSource]:
    image = describe(path).images[series]
    with closing(open_source(image.path, image.series)) as source:
        yield source


@pytest.mark.parametrize("compression", ["none", "deflate", "lzw", "jpeg", "webp"])
def test_a_pyramid_of_libvips(folder: Path, compression: str) -> None:
    import pyvips  # noqa: PLC0415

    y, x = np.mgrid[:600, :700]
    colors = np.stack([x // 3, y // 3, (x + y) // 6], axis=-1).astype("uint8")
    path = folder / "vips.tif"
    pyvips.Image.new_from_array(colors).copy(interpretation="srgb").tiffsave(
        str(path), tile=True, pyramid=True, compression=compression, tile_width=128, tile_height=128
    )
    for source in opened(path):
        assert len(source.levels) > 1
        for level in range(len(source.levels)):
            theirs = pyvips.Image.new_from_file(str(path), page=level).numpy()
            difference = np.moveaxis(theirs, -1, 0).astype(int) - planes(source, level, 3)
            assert abs(difference).max() <= (3 if compression == "jpeg" else 0)


def test_a_stored_tile_of_libvips_is_what_libvips_shows(folder: Path) -> None:
    """libvips keeps quantization and Huffman tables once for all tiles (JPEGTables)."""
    import pyvips  # noqa: PLC0415

    y, x = np.mgrid[:256, :256]
    colors = np.stack([x, y, 255 - x], axis=-1).astype("uint8")
    path = folder / "vips.tif"
    pyvips.Image.new_from_array(colors).copy(interpretation="srgb").tiffsave(
        str(path), tile=True, compression="jpeg", tile_width=128, tile_height=128
    )
    for source in opened(path):
        tile = source.stored_tile(0, 0, 0, Region(128, 0, 128, 128))
        assert tile is not None
        shown = pyvips.Image.jpegload_buffer(tile.content).numpy().astype(int)
        expected = pyvips.Image.new_from_file(str(path)).numpy()[:128, 128:].astype(int)
        assert abs(shown - expected).max() <= 3


def test_a_16_bit_png_of_libvips(folder: Path) -> None:
    import pyvips  # noqa: PLC0415

    path = folder / "vips.png"
    pyvips.Image.new_from_array(DATA[0, 0, 0]).pngsave(str(path))
    for source in opened(path):
        theirs = pyvips.Image.new_from_file(str(path)).numpy()
        assert (planes(source, 0, 1)[0] == theirs.reshape(theirs.shape[:2])).all()


def test_an_ome_tiff_of_bioio(folder: Path) -> None:
    from bioio import BioImage  # noqa: PLC0415
    from bioio_base.types import PhysicalPixelSizes  # noqa: PLC0415
    from bioio_ome_tiff.writers import OmeTiffWriter  # noqa: PLC0415

    path = folder / "bioio.ome.tiff"
    OmeTiffWriter.save(
        DATA,
        path,
        dim_order="TCZYX",
        channel_names=["DAPI", "GFP", "RFP"],
        physical_pixel_sizes=PhysicalPixelSizes(Z=2.0, Y=0.5, X=0.25),
    )
    image = describe(path).images[0]
    theirs = BioImage(path)
    assert [channel.name for channel in image.channels] == list(theirs.channel_names)
    assert image.physical_size_x is not None
    assert image.physical_size_x.value == theirs.physical_pixel_sizes.X
    for source in opened(path):
        for t, z in ((0, 0), (1, 3)):
            expected = theirs.get_image_data("CYX", T=t, Z=z)
            assert (planes(source, 0, 3, z, t) == expected).all()


def test_bioio_reads_what_has_no_reader_here(folder: Path) -> None:
    """Its adapter, tried with a file that both read."""
    from bioio_ome_tiff.writers import OmeTiffWriter  # noqa: PLC0415

    path = folder / "a.ome.tiff"
    OmeTiffWriter.save(DATA, path, dim_order="TCZYX", channel_names=["a", "b", "c"])
    image = bioio_source.describe(path).images[0]
    assert (image.size_t, image.size_c, image.size_z) == (2, 3, 4)
    with closing(bioio_source.open_image(path, 0)) as source:
        found = source.read(0, 2, 1, [2, 0], PART)
    assert (found == DATA[1, [2, 0], 2, 20:110, 30:130]).all()


def test_colours_that_bioio_reads_are_channels(folder: Path) -> None:
    from bioio_ome_tiff.writers import OmeTiffWriter  # noqa: PLC0415

    path = folder / "colours.ome.tiff"
    colors = np.moveaxis(DATA[0, :, :1], 0, -1).astype("uint8")  # Z, Y, X, S
    OmeTiffWriter.save(colors, path, dim_order="ZYXS")
    image = bioio_source.describe(path).images[0]
    assert [channel.name for channel in image.channels] == ["Red", "Green", "Blue"]
    with closing(bioio_source.open_image(path, 0)) as source:
        found = source.read(0, 0, 0, [2, 0], PART)
    assert (found == DATA[0, [2, 0], 0, 20:110, 30:130].astype("uint8")).all()


@pytest.mark.parametrize("version", ["0.4", "0.5"])
def test_an_image_with_labels_of_ome_zarr_py(folder: Path, version: str) -> None:
    import zarr  # noqa: PLC0415
    from ome_zarr import format as formats  # noqa: PLC0415
    from ome_zarr import writer  # noqa: PLC0415

    path = folder / "py.ome.zarr"
    chosen = formats.FormatV04() if version == "0.4" else formats.FormatV05()
    group = zarr.open_group(path, mode="w", zarr_format=2 if version == "0.4" else 3)
    writer.write_image(DATA, group, axes="tczyx", fmt=chosen)
    labels = (DATA[:, :1] > 500).astype("uint8") * 3
    writer.write_labels(labels, group, name="cells", axes="tczyx", fmt=chosen)
    image, label = describe(path).images
    assert image.labels[0].name == "cells"
    assert label.name == "py.ome.zarr [labels/cells]"
    assert (label.size_c, label.pixel_type, label.size_z) == (1, "uint8", image.size_z)
    with closing(open_source(label.path, label.series)) as source:
        assert (source.read(0, 2, 1, [0], PART)[0] == labels[1, 0, 2, 20:110, 30:130]).all()
    for source in opened(path):
        multiscales = dict(zarr.open_group(path, mode="r").attrs)
        said = multiscales.get("ome", multiscales)["multiscales"][0]["datasets"]
        assert len(source.levels) == len(said) > 1
        for level, dataset in enumerate(said):
            theirs = zarr.open_array(path / dataset["path"], mode="r")
            assert (planes(source, level, 3, 1, 1) == theirs[1, :, 1]).all()


@pytest.mark.parametrize("version", ["0.4", "0.5"])
def test_an_image_of_ngff_zarr(folder: Path, version: str) -> None:
    import ngff_zarr  # noqa: PLC0415

    path = folder / "ngff.ome.zarr"
    image = ngff_zarr.to_ngff_image(
        DATA[0, 0], dims=["z", "y", "x"], scale={"z": 2.0, "y": 0.5, "x": 0.25}
    )
    # One level: its own way to make smaller ones takes a minute to begin.
    scales = ngff_zarr.to_multiscales(image, scale_factors=[], chunks=64)
    ngff_zarr.to_ngff_zarr(path, scales, version=version)
    theirs = ngff_zarr.from_ngff_zarr(path, version=version)
    for source in opened(path):
        assert len(source.levels) == len(theirs.images) == 1
        for level, other in enumerate(theirs.images):
            expected = np.asarray(other.data)
            for z in (0, expected.shape[0] - 1):
                assert (planes(source, level, 1, z)[0] == expected[z]).all()


def same_axes(theirs: NDArray[Any], size_z: int) -> NDArray[Any]:
    """(C, Y, X) of the first page of what scikit-image reads."""
    if theirs.ndim == 4:
        return np.moveaxis(theirs[0], -1, 0)
    if theirs.ndim == 2:
        return theirs[np.newaxis]
    return theirs[:1] if size_z > 1 else np.moveaxis(theirs, -1, 0)


def test_the_pictures_that_scikit_image_ships() -> None:
    skimage: Any = importlib.import_module("skimage.io")

    files = [
        file
        for file in sorted((Path(skimage.__file__).parents[1] / "data").iterdir())
        if file.suffix in (".png", ".jpg", ".tif", ".tiff", ".gif")
    ]
    assert len(files) >= 10
    for path in files:
        theirs = np.asarray(skimage.imread(path))
        for source in opened(path):
            image = describe(path).images[0]
            found = planes(source, 0, image.size_c)
            expected = same_axes(theirs, image.size_z)
            if found.dtype == "uint16" and expected.dtype == "uint8":
                found >>= 8  # Pillow reads colours of 16 bit as 8 bit
            tolerance = 2 if path.suffix == ".jpg" else 0
            assert abs(found.astype(int) - expected.astype(int)).max() <= tolerance, path.name
