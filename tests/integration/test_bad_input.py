"""Files that are damaged, hostile or change under the reader: each is one named error."""

import gzip
import json
import os
import struct
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import tifffile

from omeroweb.errors import Unreadable
from omeroweb.pixels import ImageFile, SourceCache, describe, open_source
from omeroweb.quantities import Region
from tests.images import ramp, write_ome_tiff, write_ome_zarr

WHOLE = Region(0, 0, 64, 64)
WIDTH, HEIGHT, BITS, COMPRESSION, STRIPS, SAMPLES, ROWS, COUNTS = (
    *(256, 257, 258, 259, 273, 277, 278, 279),
)


def handmade_tiff(path: Path, tags: dict[int, tuple[int, int]], next_ifd: int = 0) -> Path:
    """A little-endian TIFF of one page. tags: number -> (type, value); 3 is SHORT, 4 is LONG."""
    entries = b"".join(
        struct.pack("<HHII", number, kind, 1, value)
        for number, (kind, value) in sorted(tags.items())
    )
    ifd = struct.pack("<H", len(tags)) + entries + struct.pack("<I", next_ifd)
    path.write_bytes(struct.pack("<2sHI", b"II", 42, 8) + ifd + b"\x07" * 4096)
    return path


def page(**changes: tuple[int, int]) -> dict[int, tuple[int, int]]:
    """The tags of an uncompressed page of 64 x 64 pixels of 8 bit."""
    tags = {
        "WIDTH": (4, 64),
        "HEIGHT": (4, 64),
        "BITS": (3, 8),
        "COMPRESSION": (3, 1),
        "STRIPS": (4, 110),
        "SAMPLES": (3, 1),
        "ROWS": (4, 64),
        "COUNTS": (4, 4096),
    } | changes
    return {globals()[name]: value for name, value in tags.items()}


def read_all(path: Path) -> None:
    """What an import and a visitor do: describe, open, read something of every image."""
    for image in describe(path).images:
        with closing(open_source(image.path, image.series)) as source:
            size = source.levels[0]
            width, height = min(64, size.size_x), min(64, size.size_y)
            for channel in range(min(image.size_c, 4)):
                source.read(0, 0, 0, [channel], Region(0, 0, width, height))


def test_the_handmade_page_is_readable_as_it_is(tmp_path: Path) -> None:
    path = handmade_tiff(tmp_path / "a.tif", page())
    with closing(open_source(path, 0)) as source:
        assert (source.read(0, 0, 0, [0], WHOLE) == 7).all()


@pytest.mark.parametrize(
    "changes",
    [
        {"WIDTH": (4, 10**9)},
        {"HEIGHT": (4, 10**9), "ROWS": (4, 10**9)},
        {"WIDTH": (4, 10**9), "HEIGHT": (4, 10**9)},
        {"WIDTH": (4, 0)},
        {"HEIGHT": (4, 0)},
        {"BITS": (3, 999)},
        {"BITS": (3, 0)},
        {"SAMPLES": (3, 60_000)},
        {"STRIPS": (4, 2**32 - 1)},
        {"STRIPS": (9, 2**32 - 5)},  # a signed number: -5
        {"COMPRESSION": (3, 4711)},
        {"COMPRESSION": (3, 8)},
        {"COMPRESSION": (3, 7)},
        {"COMPRESSION": (3, 34712)},
        {"ROWS": (4, 0)},
    ],
    ids=str,
)
def test_a_page_with_wrong_numbers_is_refused_by_name(
    tmp_path: Path, changes: dict[str, tuple[int, int]]
) -> None:
    path = handmade_tiff(tmp_path / "odd.tif", page(**changes))
    with pytest.raises(Unreadable, match=r"odd\.tif"):
        read_all(path)


@pytest.mark.parametrize("tag", ["ImageWidth", "ImageLength", "RowsPerStrip"])
@pytest.mark.parametrize("first", [0, 1])
def test_a_page_without_pixels_is_refused_by_the_name_of_the_tag(
    tmp_path: Path, tag: str, first: int
) -> None:
    """As tifffile writes arrays, with their shape; the first page or one of another size."""
    path = tmp_path / "flat.tif"
    with tifffile.TiffWriter(path) as writer:
        writer.write(ramp((32, 32)))
        writer.write(ramp((16, 48)))
    with tifffile.TiffFile(path, mode="r+") as tiff:
        tiff.pages.get(first).aspage().tags[tag].overwrite(0)
    with pytest.raises(Unreadable, match=rf"flat\.tif: .*tag {tag} is 0, expected 1 or more"):
        read_all(path)


@pytest.mark.parametrize("target", [8, 2**32 - 8], ids=["itself", "behind the end"])
def test_a_chain_of_pages_that_never_ends_is_left_at_its_end(tmp_path: Path, target: int) -> None:
    path = handmade_tiff(tmp_path / "cycle.tif", page(), next_ifd=target)
    with pytest.raises(Unreadable, match=r"cycle\.tif"):
        describe(path)


def test_a_small_tile_that_inflates_to_gigabytes_stays_small(tmp_path: Path) -> None:
    """Deflate is decoded into a buffer of the tile's size, and no further."""
    import zlib  # noqa: PLC0415

    bomb = zlib.compress(b"\0" * 60_000_000, 9)
    path = tmp_path / "bomb.tif"
    tifffile.imwrite(
        path,
        iter([bomb]),
        shape=(64, 64),
        dtype="uint8",
        rowsperstrip=64,
        compression="adobe_deflate",
        photometric="minisblack",
    )
    before = peak()
    with pytest.raises(Unreadable, match=r"bomb\.tif"):
        read_all(path)
    assert peak() - before < 40


def test_a_chunk_that_inflates_to_gigabytes_stays_small(tmp_path: Path) -> None:
    folder = write_ome_zarr(tmp_path / "bomb.zarr", ramp((64, 64)), "yx", "0.4")
    metadata = json.loads((folder / "0" / ".zarray").read_text())
    metadata["compressor"] = {"id": "gzip", "level": 9}
    (folder / "0" / ".zarray").write_text(json.dumps(metadata))
    chunk = folder / "0" / "0" / "0"
    chunk.write_bytes(gzip.compress(b"\0" * 60_000_000, 9))
    before = peak()
    with pytest.raises(Unreadable, match=r"bomb\.zarr"):
        read_all(folder)
    assert peak() - before < 300


def test_a_jpeg_tile_that_claims_to_be_huge_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "jpeg.tif"
    tifffile.imwrite(path, ramp((64, 64), "uint8"), tile=(64, 64), compression="jpeg")
    content = path.read_bytes()
    frame = content.index(b"\xff\xc0\x00\x0b\x08")
    claimed = struct.pack(">HH", 65_000, 65_000)
    path.write_bytes(content[: frame + 5] + claimed + content[frame + 9 :])
    with pytest.raises(Unreadable, match=r"jpeg\.tif.*65000 x 65000 pixels"):
        read_all(path)


@pytest.mark.parametrize(
    ("change", "value"),
    [
        ("shape", [10**9, 10**9]),
        ("shape", [64, -64]),
        ("shape", [64, "64"]),
        ("shape", [64, True]),
        ("chunks", [10**6, 10**6]),
        ("chunks", [0, 0]),
        ("chunks", [32]),
        ("dtype", "<u99"),
        ("dtype", "|O"),
        ("dtype", [["a", "<u2"]]),
        ("compressor", {"id": "no such"}),
        ("fill_value", "x" * 100),
    ],
    ids=str,
)
def test_an_array_with_wrong_metadata_is_refused_by_name(
    tmp_path: Path, change: str, value: Any
) -> None:
    folder = write_ome_zarr(tmp_path / "odd.zarr", ramp((64, 64)), "yx", "0.4")
    metadata = json.loads((folder / "0" / ".zarray").read_text())
    (folder / "0" / ".zarray").write_text(json.dumps(metadata | {change: value}))
    with pytest.raises(Unreadable, match=r"odd\.zarr"):
        read_all(folder)


@pytest.mark.parametrize("path", ["../other", "/etc", "0/../../x", "a\0b"])
def test_metadata_that_lead_out_of_the_folder_are_refused(tmp_path: Path, path: str) -> None:
    folder = write_ome_zarr(tmp_path / "odd.zarr", ramp((64, 64)), "yx", "0.4")
    attributes = json.loads((folder / ".zattrs").read_text())
    attributes["multiscales"][0]["datasets"][0]["path"] = path
    (folder / ".zattrs").write_text(json.dumps(attributes))
    with pytest.raises(Unreadable, match=r"odd\.zarr.*outside of it"):
        describe(folder)


def test_json_nested_without_end_is_refused(tmp_path: Path) -> None:
    folder = write_ome_zarr(tmp_path / "deep.zarr", ramp((64, 64)), "yx", "0.4")
    (folder / ".zattrs").write_text('{"a":' * 100_000)
    with pytest.raises(Unreadable, match=r"deep\.zarr"):
        describe(folder)


def test_letters_that_are_no_unicode_do_not_reach_the_store(tmp_path: Path) -> None:
    channel = {"label": "a\ud800\0b"}
    folder = write_ome_zarr(
        tmp_path / "a.zarr", ramp((1, 64, 64)), "cyx", omero={"channels": [channel]}
    )
    name = describe(folder).images[0].channels[0].name
    assert name.encode()
    assert "\0" not in name


NAMES = [
    "µ-Bild äöü.ome.tif",
    "日本語 画像.ome.tif",
    "🔬 émoji.ome.tif",
    "e\u0301 combining.ome.tif",
    "quote'\"$(x).ome.tif",
    "new\nline.ome.tif",
    "\u202egpj.ome.tif",
    "x" * 240 + ".ome.tif",
]


@pytest.mark.parametrize("name", NAMES)
def test_any_unicode_name_is_read(tmp_path: Path, name: str) -> None:
    path = write_ome_tiff(tmp_path / name, ramp((1, 64, 64)))
    assert describe(path).images[0].name == name
    folder = write_ome_zarr(tmp_path / name.replace(".ome.tif", ".zarr"), ramp((64, 64)), "yx")
    read_all(path)
    read_all(folder)


def test_bytes_that_are_no_utf8_are_shown_as_replacements(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/a\xff.tif"))
    tifffile.imwrite(path, ramp((64, 64)))
    name = describe(path).images[0].name
    assert name.encode()
    assert name.endswith(".tif")
    read_all(path)


def loop(folder: Path, name: str) -> Path:
    (folder / name).symlink_to(folder / name)
    return folder / name


def dangling(folder: Path, name: str) -> Path:
    (folder / name).symlink_to(folder / "nowhere")
    return folder / name


def pipe(folder: Path, name: str) -> Path:
    os.mkfifo(folder / name)
    return folder / name


def empty(folder: Path, name: str) -> Path:
    (folder / name).touch()
    return folder / name


@pytest.mark.parametrize("make", [loop, dangling, pipe, empty])
@pytest.mark.parametrize(
    "name", ["a.ome.tif", "a.png", "a.svs", "a.mrxs", "a.czi", "a.lif", "a.dv", "a.nd2"]
)
def test_what_is_no_file_to_read_is_named(
    tmp_path: Path, make: Callable[[Path, str], Path], name: str
) -> None:
    path = make(tmp_path, name)
    with pytest.raises(Unreadable, match=name):
        describe(path)
    with pytest.raises(Unreadable, match=name):
        open_source(path, 0)


def test_a_file_deleted_while_it_is_read_is_read_to_its_end(tmp_path: Path) -> None:
    data = ramp((1, 64, 64))
    path = write_ome_tiff(tmp_path / "a.ome.tif", data, tile=(16, 16), compression="zlib")
    with closing(open_source(path, 0)) as source:
        path.unlink()
        assert (source.read(0, 0, 0, [0], WHOLE) == data).all()
    with pytest.raises(Unreadable, match=r"a\.ome\.tif: no such file"):
        open_source(path, 0)


@pytest.mark.parametrize("options", [{}, {"tile": (16, 16)}, {"rowsperstrip": 8}], ids=str)
def test_a_file_cut_off_while_it_is_read_is_an_error_and_no_crash(
    tmp_path: Path, options: dict[str, Any]
) -> None:
    path = write_ome_tiff(tmp_path / "a.ome.tif", ramp((1, 64, 64)), **options)
    with closing(open_source(path, 0)) as source:
        os.truncate(path, 300)
        with pytest.raises(Unreadable, match=r"a\.ome\.tif: truncated"):
            source.read(0, 0, 0, [0], WHOLE)


def test_a_file_replaced_after_the_import_is_opened_anew(tmp_path: Path) -> None:
    cache = SourceCache(limit=4)
    path = tmp_path / "a.ome.tif"
    for value in (1, 2):
        data = ramp((1, 64, 64)) * 0 + value
        write_ome_tiff(tmp_path / "new.tif", data, compression="zlib")
        (tmp_path / "new.tif").rename(path)
        os.utime(path, (value, value))
        with cache.borrow(ImageFile(path, 0)) as source:
            assert (source.read(0, 0, 0, [0], WHOLE) == value).all()
    cache.close()


def test_a_file_replaced_by_a_smaller_image_is_an_error_for_old_regions(tmp_path: Path) -> None:
    path = write_ome_tiff(tmp_path / "a.ome.tif", ramp((1, 64, 64)), tile=(16, 16))
    describe(path)
    write_ome_tiff(path, ramp((1, 20, 20)), tile=(16, 16))
    with (
        closing(open_source(path, 0)) as source,
        pytest.raises(Unreadable, match=r"a\.ome\.tif"),
    ):
        source.read(0, 0, 0, [0], Region(40, 40, 20, 20))


def test_files_are_replaced_under_threads_that_read_them(tmp_path: Path) -> None:
    """Every read gives one of the versions or a named error; nothing else comes out."""
    path = tmp_path / "a.ome.tif"
    write_ome_tiff(path, ramp((1, 64, 64)) * 0 + 1, tile=(16, 16), compression="zlib")
    stop = threading.Event()
    odd: list[object] = []

    def look() -> None:
        while not stop.is_set():
            try:
                with closing(open_source(path, 0)) as source:
                    values = set(source.read(0, 0, 0, [0], WHOLE).ravel().tolist())
            except Unreadable:
                continue
            if not values <= set(range(20)):
                odd.append(values)

    threads = [threading.Thread(target=look) for _ in range(3)]
    for thread in threads:
        thread.start()
    for value in range(2, 20):
        data = ramp((1, 64, 64)) * 0 + value
        if value % 2:
            write_ome_tiff(path, data, tile=(16, 16), compression="zlib")
        else:
            write_ome_tiff(tmp_path / "new.tif", data, tile=(16, 16), compression="zlib")
            (tmp_path / "new.tif").rename(path)
    stop.set()
    for thread in threads:
        thread.join()
    assert not odd


def peak() -> float:
    """The most memory that this process ever had, in MiB."""
    import resource  # noqa: PLC0415

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
