"""Files of every kind with bytes changed, cut out, put in: a named error or pixels, nothing else.

Bounded in examples; the memory of the whole is looked at, too.
"""

import resource
import shutil
import tempfile
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import imagecodecs
import pytest
import tifffile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from omeroweb.errors import Unreadable
from omeroweb.pixels import describe, open_source
from omeroweb.quantities import Region
from tests.images import ramp, write_ome_tiff, write_ome_zarr, write_pyramid
from tests.microscope_files import write_czi, write_dv, write_lif

DATA = ramp((3, 80, 90))
# MiB that all examples together may add to the process.
MOST_MEMORY = 1500


def tiled(folder: Path) -> Path:
    return write_ome_tiff(folder / "a.ome.tif", DATA, tile=(32, 32), compression="zlib")


def pyramid(folder: Path) -> Path:
    return write_pyramid(folder / "a.ome.tif", DATA, 3, "CYX", tile=(32, 32), compression="lzw")


def jpeg_tiles(folder: Path) -> Path:
    path = folder / "a.svs"
    said = "Aperio Image Library v11 \r\n90x80|AppMag = 20"
    colors = ramp((80, 90, 3), "uint8")
    tifffile.imwrite(
        path,
        colors,
        photometric="rgb",
        tile=(32, 32),
        compression="jpeg",
        description=said,
        metadata=None,
    )
    return path


def imagej(folder: Path) -> Path:
    tifffile.imwrite(folder / "a.tif", DATA, imagej=True, metadata={"axes": "ZYX", "unit": "um"})
    return folder / "a.tif"


def zarr_2(folder: Path) -> Path:
    return write_ome_zarr(folder / "a.zarr", DATA, "cyx", "0.4")


def zarr_3(folder: Path) -> Path:
    return write_ome_zarr(folder / "a.zarr", DATA, "cyx", "0.5", shards=(1, 64, 64))


def picture(name: str) -> Callable[[Path], Path]:
    def write(folder: Path) -> Path:
        encode = getattr(imagecodecs, f"{'jpeg8' if name == 'jpg' else name}_encode")
        grey = ramp((80, 90), "uint8")
        (folder / f"a.{name}").write_bytes(
            encode(ramp((80, 90, 3), "uint8") if name == "webp" else grey)
        )
        return folder / f"a.{name}"

    write.__name__ = name
    return write


def czi(folder: Path) -> Path:
    return write_czi(folder / "a.czi", DATA[:, None], ["a", "b", "c"])


def dv(folder: Path) -> Path:
    return write_dv(folder / "a.dv", DATA[None, :, None])


def lif(folder: Path) -> Path:
    return write_lif(folder / "a.lif", DATA[:, None])


WRITERS = [
    tiled,
    pyramid,
    jpeg_tiles,
    imagej,
    zarr_2,
    zarr_3,
    *(picture(name) for name in ("png", "jpg", "gif", "bmp", "webp")),
    czi,
    dv,
    lif,
]

# Where (as a share of the file, mostly near its ends, where structure is), how, and with what.
PLACE = st.floats(0, 1) | st.floats(0, 0.05) | st.floats(0.9, 1)
BYTES = st.binary(min_size=1, max_size=8) | st.sampled_from(
    [b"\xff" * 4, b"\0" * 4, b"\x7f\xff\xff\xff", b"\xff\xff\xff\x7f", b"\0\0\0\x80", b"-1", b"1e9"]
)
CHANGE = st.tuples(st.sampled_from(["write", "cut", "put in", "repeat"]), PLACE, BYTES)


def changed(content: bytes, changes: list[tuple[str, float, bytes]]) -> bytes:
    for kind, share, data in changes:
        at = int(share * len(content))
        if kind == "write":
            content = content[:at] + data + content[at + len(data) :]
        elif kind == "cut":
            content = content[:at] + content[at + 1 + 97 * len(data) :]
        elif kind == "put in":
            content = content[:at] + data + content[at:]
        else:
            content = content[:at] + content[max(0, at - 64) : at] * len(data) + content[at:]
    return content


@pytest.fixture(scope="module")
def originals(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("originals")
    found = {}
    for write in WRITERS:
        (folder / write.__name__).mkdir()
        found[write.__name__] = write(folder / write.__name__)
    return found


@pytest.fixture(scope="module", autouse=True)
def memory_stays_bounded() -> object:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    yield
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert (after - before) / 1024 < MOST_MEMORY


@pytest.mark.parametrize("name", [write.__name__ for write in WRITERS])
def test_a_changed_file_is_read_or_named(name: str, originals: dict[str, Path]) -> None:
    @settings(
        max_examples=40,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.lists(CHANGE, min_size=1, max_size=3), st.integers(0, 50))
    def read(changes: list[tuple[str, float, bytes]], which: int) -> None:
        with tempfile.TemporaryDirectory() as folder:
            path = copy_changed(originals[name], Path(folder), changes, which)
            with suppress(Unreadable):
                look_at(path)

    read()


def copy_changed(
    original: Path, folder: Path, changes: list[tuple[str, float, bytes]], which: int
) -> Path:
    """A copy of a file, or of a folder of which one file is changed."""
    path = folder / original.name
    if original.is_dir():
        shutil.copytree(original, path)
        files = sorted(file for file in path.rglob("*") if file.is_file())
        # Metadata are few and chunks are many: every second change is of metadata.
        metadata = [file for file in files if file.suffix == ".json" or file.name.startswith(".z")]
        chosen = metadata if which % 2 else files
        target = chosen[which % len(chosen)]
        target.write_bytes(changed(target.read_bytes(), changes))
    else:
        path.write_bytes(changed(original.read_bytes(), changes))
    return path


def look_at(path: Path) -> None:
    """What an import and a visitor do."""
    for image in describe(path).images[:3]:
        with closing(open_source(image.path, image.series)) as source:
            for level, size in enumerate(source.levels[:3]):
                region = Region(0, 0, min(64, size.size_x), min(64, size.size_y))
                for z, t in {(0, 0), (image.size_z - 1, image.size_t - 1)}:
                    source.read(level, z, t, range(min(3, image.size_c)), region)
                source.stored_tile(level, 0, 0, region)
