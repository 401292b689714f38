"""Images that lie in an object store or behind HTTP: the same pixels, by ranges of bytes."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from omeroweb.config import catalogue, load
from omeroweb.errors import Unreadable
from omeroweb.gateway.embedded.reading_options import options_of
from omeroweb.pixels import (
    Location,
    ReadingOptions,
    Url,
    configure,
    describe,
    location,
    open_source,
    options,
)
from omeroweb.quantities import Region
from tests.images import Array, ramp, write_ome_tiff, write_ome_zarr, write_pyramid
from tests.remote import BUCKET, KEY, SECRET, FileServer, ObjectStore, file_server, object_store

DATA = ramp((3, 700, 900))
REGION = Region(130, 210, 400, 300)
EXPECTED = DATA[:, 210:510, 130:530]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same image in several formats."""
    root = tmp_path_factory.mktemp("served")
    write_ome_zarr(root / "old.ome.zarr", DATA, "cyx", "0.4")
    write_ome_zarr(root / "new image.ome.zarr", DATA, "cyx", "0.5", shards=(1, 256, 256))
    write_ome_tiff(root / "tiled.ome.tif", DATA, tile=(128, 128), compression="zlib")
    write_ome_tiff(root / "raw.ome.tif", DATA)
    write_pyramid(root / "pyramid.ome.tif", DATA[0], 3, tile=(128, 128))
    content = (root / "tiled.ome.tif").read_bytes()
    (root / "cut.ome.tif").write_bytes(content[: len(content) // 2])
    (root / "empty.ome.tif").touch()
    return root


@pytest.fixture(scope="module")
def http(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FileServer]:
    with file_server(folder, tmp_path_factory.mktemp("nginx")) as server:
        yield server


@pytest.fixture(scope="module")
def s3(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ObjectStore]:
    with object_store(tmp_path_factory.mktemp("weed")) as store:
        for path in folder.iterdir():
            store.put(path, path.name)
        yield store


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    before = options()
    yield
    configure(before)


def reading(s3: ObjectStore, **values: str) -> ReadingOptions:
    """Options as the properties of a configuration make them."""
    named = {
        catalogue.S3_ENDPOINT.name: s3.endpoint,
        catalogue.S3_ACCESS_KEY_ID.name: KEY,
        catalogue.S3_SECRET_ACCESS_KEY.name: SECRET,
        catalogue.REMOTE_TIMEOUT.name: "10",
    }
    environment = {
        catalogue.BY_NAME[name].variable: text for name, text in (named | values).items()
    }
    return options_of(load(environment))


def planes(place: Location, level: int = 0, region: Region = REGION) -> Array:
    with closing(open_source(place, 0)) as source:
        return source.read(level, 0, 0, range(len(describe(place).images[0].channels)), region)


NAMES = ["old.ome.zarr", "new image.ome.zarr", "tiled.ome.tif", "raw.ome.tif"]


@pytest.mark.parametrize("name", NAMES)
def test_an_image_behind_http_has_the_same_pixels(http: FileServer, name: str) -> None:
    place = location(f"{http.address}/{name.replace(' ', '%20')}")
    image = describe(place).images[0]
    assert (image.name, image.size_x, image.size_y, image.size_c) == (name, 900, 700, 3)
    assert (planes(place) == EXPECTED).all()


@pytest.mark.parametrize("name", NAMES)
def test_an_image_in_an_object_store_has_the_same_pixels(s3: ObjectStore, name: str) -> None:
    configure(reading(s3))
    place = location(f"s3://{BUCKET}/{name.replace(' ', '%20')}")
    assert describe(place).images[0].name == name
    assert (planes(place) == EXPECTED).all()


def test_only_ranges_of_a_large_file_are_asked_for(http: FileServer) -> None:
    place = location(f"{http.address}/tiled.ome.tif")
    before = len(http.requests())
    with closing(open_source(place, 0)) as source:
        source.read(0, 0, 0, [1], Region(128, 128, 256, 128))
    asked = [line for line in http.requests()[before:] if "tiled.ome.tif" in line]
    assert asked
    assert all("bytes=" in line and line.endswith("206") for line in asked)


def test_the_levels_of_a_remote_pyramid_are_read(http: FileServer) -> None:
    place = location(f"{http.address}/pyramid.ome.tif")
    assert [level.size_x for level in describe(place).images[0].levels] == [900, 450, 225]
    found = planes(place, 1, Region(0, 0, 450, 350))
    assert (found[0] == DATA[0, ::2, ::2]).all()


def test_threads_share_an_opened_remote_image(s3: ObjectStore) -> None:
    configure(reading(s3))
    regions = [Region(x, y, 100, 90) for x in range(0, 800, 100) for y in range(0, 600, 90)]
    with (
        closing(open_source(location(f"s3://{BUCKET}/tiled.ome.tif"), 0)) as source,
        ThreadPoolExecutor(8) as threads,
    ):
        found = list(threads.map(lambda region: source.read(0, 0, 0, [2], region)[0], regions))
    for region, plane in zip(regions, found, strict=True):
        x, y, width, height = region
        assert (plane == DATA[2, y : y + height, x : x + width]).all()


def test_a_key_that_the_store_does_not_know_is_refused_without_the_secret(s3: ObjectStore) -> None:
    wrong = reading(s3, **{catalogue.S3_SECRET_ACCESS_KEY.name: "another secret"})
    configure(wrong)
    place = location(f"s3://{BUCKET}/old.ome.zarr")
    with pytest.raises(Unreadable) as refusal:
        describe(place)
    assert "another secret" not in str(refusal.value)
    assert "another secret" not in repr(wrong)
    assert SECRET not in repr(options())


def test_without_credentials_a_private_bucket_is_refused(s3: ObjectStore) -> None:
    anonymous = {
        catalogue.S3_ANONYMOUS.name: "true",
        catalogue.S3_ACCESS_KEY_ID.name: "",
        catalogue.S3_SECRET_ACCESS_KEY.name: "",
    }
    configure(reading(s3, **anonymous))
    with pytest.raises(Unreadable, match=f"s3://{BUCKET}/tiled.ome.tif"):
        describe(location(f"s3://{BUCKET}/tiled.ome.tif"))


@pytest.mark.parametrize("name", ["gone.ome.tif", "gone.ome.zarr"])
def test_what_is_not_there_is_named(http: FileServer, s3: ObjectStore, name: str) -> None:
    configure(reading(s3))
    for place in (f"{http.address}/{name}", f"s3://{BUCKET}/{name}"):
        with pytest.raises(Unreadable, match=name):
            describe(location(place))


def test_a_remote_file_that_is_cut_off_is_refused(http: FileServer) -> None:
    with pytest.raises(Unreadable, match=r"cut\.ome\.tif"):
        describe(location(f"{http.address}/cut.ome.tif"))


def test_a_refusal_of_the_server_is_said(http: FileServer) -> None:
    with pytest.raises(Unreadable, match=r"private/a\.ome\.tif.*403"):
        describe(location(f"{http.address}/private/a.ome.tif"))


def test_a_server_that_does_not_answer_costs_no_more_than_its_time() -> None:
    configure(replace(options(), remote=replace(options().remote, timeout=1)))
    with pytest.raises(Unreadable, match=r"127\.0\.0\.1:9/a\.ome\.tif"):
        describe(Url("http://127.0.0.1:9/a.ome.tif"))
