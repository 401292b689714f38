"""Each limit of reading is a property, and a file beyond it is an error that names the property."""

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import imagecodecs
import pytest
import tifffile

from omeroweb.config import catalogue, load
from omeroweb.errors import ConfigurationError, Unreadable
from omeroweb.gateway.embedded.reading_options import options_of
from omeroweb.pixels import configure, describe, open_source, options
from omeroweb.quantities import Region
from tests.images import ramp, write_ome_tiff, write_ome_zarr

LONG = {"Description": "a long text " * 100}


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    before = options()
    yield
    configure(before)


def set_property(name: str, text: str, omerodir: Path) -> None:
    environment = {"OMERODIR": str(omerodir), catalogue.BY_NAME[name].variable: text}
    configure(options_of(load(environment)))


def zarr(folder: Path) -> Path:
    return write_ome_zarr(folder / "a.zarr", ramp((4, 200, 200), "uint32"), "zyx", "0.4")


def tiff(folder: Path) -> Path:
    data = ramp((4, 256, 256))
    return write_ome_tiff(
        folder / "a.ome.tif", data, "ZYX", tile=(256, 256), compression="zlib", metadata=LONG
    )


def png(folder: Path) -> Path:
    path = folder / "a.png"
    path.write_bytes(imagecodecs.png_encode(ramp((200, 200), "uint8")))
    return path


def two_images(folder: Path) -> Path:
    path = folder / "two.tif"
    with tifffile.TiffWriter(path) as writer:
        for size in (20, 30):
            writer.write(ramp((size, size)), metadata=None)
    return path


@pytest.mark.parametrize(
    ("name", "text", "make"),
    [
        ("omero.web.images.max_metadata_bytes", "1024", tiff),
        ("omero.web.images.max_segment_bytes", "65536", tiff),
        ("omero.web.images.max_side", "150", tiff),
        ("omero.web.images.max_side", "150", zarr),
        ("omero.web.images.max_picture_pixels", "30000", png),
        ("omero.web.images.max_planes", "3", tiff),
        ("omero.web.images.max_planes", "3", zarr),
        ("omero.web.images.max_images", "1", two_images),
    ],
)
def test_a_file_beyond_a_limit_is_refused_and_the_property_named(
    tmp_path: Path, name: str, text: str, make: Callable[[Path], Path]
) -> None:
    path = make(tmp_path)
    assert describe(path).images
    set_property(name, text, tmp_path)
    with pytest.raises(Unreadable, match=rf"{path.name}.*{name}"):
        describe(path)


@pytest.mark.parametrize("make", [tiff, zarr])
def test_one_read_returns_no_more_than_allowed(
    tmp_path: Path, make: Callable[[Path], Path]
) -> None:
    path = make(tmp_path)
    set_property("omero.web.images.max_read_bytes", "65536", tmp_path)
    with closing(open_source(path, 0)) as source:
        assert source.read(0, 0, 0, [0], Region(0, 0, 100, 100)).any()
        with pytest.raises(Unreadable, match=r"omero\.web\.images\.max_read_bytes"):
            source.read(0, 0, 0, [0], Region(0, 0, 200, 200))


def test_a_key_without_its_secret_is_a_contradiction(tmp_path: Path) -> None:
    environment = {
        "OMERODIR": str(tmp_path),
        catalogue.S3_ACCESS_KEY_ID.variable: "reader",
    }
    with pytest.raises(ConfigurationError, match="expected both or neither"):
        load(environment)


def test_region_and_token_of_a_store_are_handed_on(tmp_path: Path) -> None:
    environment = {
        "OMERODIR": str(tmp_path),
        catalogue.S3_REGION.variable: "eu-west-1",
        catalogue.S3_ACCESS_KEY_ID.variable: "reader",
        catalogue.S3_SECRET_ACCESS_KEY.variable: "s",
        catalogue.S3_SESSION_TOKEN.variable: "t",
    }
    remote = options_of(load(environment)).remote
    assert (remote.region, remote.session_token) == ("eu-west-1", "t")
