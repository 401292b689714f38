"""What reading one tile of 512 x 512 pixels and three channels costs. `make bench-readers`.

Prints the table of docs/performance.md, "Readers". Images have 8192 x 8192 pixels of 16 bit, those
of slide scanners 8 bit; tiles lie on a grid of 512 pixels, each read at another place. Other
libraries are measured where they are installed (requirements/peers.lock, tiffslide, aicspylibczi).
Arguments narrow it to formats whose name has one of them: python -m tests.bench.readers CZI DV
"""

import importlib
import json
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import tensorstore
import tifffile
from numpy.typing import NDArray

from omeroweb.pixels import describe, open_source
from omeroweb.quantities import Region
from tests.microscope_files import write_dv, write_lif

SIDE = 8192
TILE = 512
READS = 150
# A reader that is slower than the others is asked no longer than so many seconds.
SECONDS = 10
CHANNELS = (0, 1, 2)
OURS = "ours"

Read = Callable[[int, int], object]


def camera(channels: int = 3) -> NDArray[np.uint16]:
    """Blobs with the noise of a camera: (C, Y, X); a pattern of 1024 pixels, repeated."""
    source = np.random.default_rng(1)
    y, x = np.mgrid[:1024, :1024] / 160
    planes = [1500 + 1200 * np.sin(x + n) * np.cos(y - n) for n in range(channels)]
    noisy = [np.tile(source.poisson(plane), (SIDE // 1024, SIDE // 1024)) for plane in planes]
    return np.stack(noisy).astype(np.uint16)


def positions() -> list[tuple[int, int]]:
    """The same places for every reader, in an order in which none follows its neighbour."""
    grid = range(0, SIDE - TILE, TILE)
    places = [(x, y) for x in grid for y in grid]
    random.Random(1).shuffle(places)
    return places[:READS]


def times(read: Read, reads: int = READS) -> list[float]:
    """Milliseconds of reads at different places: no tile is read twice, none is in a cache."""
    read(SIDE - TILE, SIDE - TILE)
    taken: list[float] = []
    for place in positions()[:reads]:
        started = time.perf_counter()
        read(*place)
        taken.append(1000 * (time.perf_counter() - started))
        if sum(taken) > 1000 * SECONDS:
            break
    return taken


def ours(path: Path) -> Iterator[tuple[str, Read]]:
    """The reader that this project takes for a file."""
    image = describe(path).images[0]
    with closing(open_source(image.path, image.series)) as source:
        yield OURS, lambda x, y: source.read(0, 0, 0, CHANNELS, Region(x, y, TILE, TILE))


def theirs_tiff(path: Path) -> Iterator[tuple[str, Read]]:
    """tifffile through zarr-python, as its documentation shows for parts of an image."""
    zarr = installed("zarr")
    if zarr:
        with tifffile.TiffFile(path) as tiff:
            array = zarr.open(tiff.aszarr(level=0), mode="r")
            yield "tifffile with zarr-python", lambda x, y: array[:, y : y + TILE, x : x + TILE]


def theirs_zarr(path: Path) -> Iterator[tuple[str, Read]]:
    zarr = installed("zarr")
    if zarr:
        array = zarr.open(path / "0", mode="r")
        yield "zarr-python", lambda x, y: array[:, y : y + TILE, x : x + TILE]


def theirs_slide(path: Path) -> Iterator[tuple[str, Read]]:
    openslide = installed("openslide")
    if openslide:
        with openslide.OpenSlide(path) as slide:
            slide.set_cache(openslide.OpenSlideCache(0))
            size = (TILE, TILE)
            yield "OpenSlide", lambda x, y: np.asarray(slide.read_region((x, y), 0, size))
    tiffslide = installed("tiffslide")
    if tiffslide:
        with tiffslide.TiffSlide(path) as other:
            size = (TILE, TILE)
            yield "tiffslide", lambda x, y: other.read_region((x, y), 0, size, as_array=True)


def theirs_czi(path: Path) -> Iterator[tuple[str, Read]]:
    aicspylibczi = installed("aicspylibczi")
    if aicspylibczi:
        file = aicspylibczi.CziFile(path)

        def read(x: int, y: int) -> object:
            region = (x, y, TILE, TILE)
            return [file.read_mosaic(region, scale_factor=1.0, C=c) for c in CHANNELS]

        yield "aicspylibczi", read


def theirs_dv(path: Path) -> Iterator[tuple[str, Read]]:
    """mrc maps the file into memory."""
    mrc = installed("mrc")
    with mrc.DVFile(str(path)) as file:
        planes = file.asarray()
        yield "mrc", lambda x, y: np.array(planes[:, y : y + TILE, x : x + TILE])


def installed(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError:
        return None


# --- the files -------------------------------------------------------------------


def write_tiff(path: Path, data: NDArray[Any], **options: Any) -> Path:
    tifffile.imwrite(
        path, data, photometric="minisblack", metadata={"axes": "CYX"}, ome=True, **options
    )
    return path


def write_zarr(
    folder: Path, data: NDArray[Any], codecs: list[dict[str, Any]], shard: int = 0
) -> Path:
    """OME-Zarr 0.5 with chunks of 512 pixels."""
    chunks = [1, TILE, TILE]
    if shard:
        inner = {"chunk_shape": chunks, "codecs": codecs}
        codecs, chunks = [{"name": "sharding_indexed", "configuration": inner}], [1, shard, shard]
    folder.mkdir()
    axes = [{"name": "c", "type": "channel"}, {"name": "y", "type": "space"}]
    axes.append({"name": "x", "type": "space"})
    transformation = {"type": "scale", "scale": [1, 1, 1]}
    datasets = [{"path": "0", "coordinateTransformations": [transformation]}]
    attributes = {"ome": {"version": "0.5", "multiscales": [{"axes": axes, "datasets": datasets}]}}
    group = {"zarr_format": 3, "node_type": "group", "attributes": attributes}
    (folder / "zarr.json").write_text(json.dumps(group), encoding="utf-8")
    spec = {
        "driver": "zarr3",
        "kvstore": {"driver": "file", "path": str(folder / "0")},
        "metadata": {
            "shape": list(data.shape),
            "data_type": "uint16",
            "chunk_grid": {"name": "regular", "configuration": {"chunk_shape": chunks}},
            "codecs": codecs,
        },
    }
    tensorstore.open(spec, create=True).result().write(data).result()
    return folder


def write_slide(path: Path, data: NDArray[Any]) -> Path:
    """Tiles of 256 pixels, JPEG, as Aperio's scanners write them."""
    colors = np.moveaxis(data >> 4, 0, -1).clip(0, 255).astype(np.uint8)
    said = f"Aperio Image Library v11 \r\n{SIDE}x{SIDE} (256x256) JPEG/RGB Q=80|AppMag = 20"
    tifffile.imwrite(
        path,
        colors,
        photometric="rgb",
        tile=(256, 256),
        compression="jpeg",
        compressionargs={"level": 80},
        description=said,
        metadata=None,
    )
    return path


def write_czi(path: Path, data: NDArray[Any]) -> Path:
    from pylibCZIrw import czi  # noqa: PLC0415

    with czi.create_czi(str(path)) as writer:
        for c in range(data.shape[0]):
            for y in range(0, SIDE, 1024):
                for x in range(0, SIDE, 1024):
                    tile = np.ascontiguousarray(data[c, y : y + 1024, x : x + 1024, None])
                    writer.write(data=tile, plane={"C": c, "Z": 0, "T": 0}, location=(x, y))
    return path


BYTES = {"name": "bytes", "configuration": {"endian": "little"}}
ZSTD = {"name": "zstd", "configuration": {"level": 3}}
GZIP = {"name": "gzip", "configuration": {"level": 5}}
BLOSC = {
    "name": "blosc",
    "configuration": {"cname": "lz4", "clevel": 5, "shuffle": "shuffle", "typesize": 2},
}

Write = Callable[..., Path]
Theirs = Callable[[Path], Iterator[tuple[str, Read]]]


def formats() -> Iterator[tuple[str, str, Write, Theirs | None]]:
    """Name, file name, how it is written, what else reads it."""
    tiled: dict[str, Any] = {"tile": (256, 256)}
    options: dict[str, Any]
    for name, options in (
        ("TIFF, uncompressed tiles of 256", tiled),
        ("TIFF, uncompressed, without tiles", {}),
        ("TIFF, tiles of 256, zlib", {**tiled, "compression": "zlib"}),
        (
            "TIFF, tiles of 256, zlib and predictor",
            {**tiled, "compression": "zlib", "predictor": True},
        ),
        (
            "TIFF, tiles of 256, LZW and predictor",
            {**tiled, "compression": "lzw", "predictor": True},
        ),
        ("TIFF, tiles of 256, Zstandard", {**tiled, "compression": "zstd"}),
    ):
        yield (
            name,
            "a.ome.tif",
            partial(write_tiff, **options),
            theirs_tiff,
        )
    for name, codec, shard in (
        ("OME-Zarr, chunks of 512, Zstandard", ZSTD, 0),
        ("OME-Zarr, chunks of 512 in shards of 4096, Zstandard", ZSTD, 4096),
        ("OME-Zarr, chunks of 512, Blosc LZ4", BLOSC, 0),
        ("OME-Zarr, chunks of 512, gzip", GZIP, 0),
    ):
        yield (
            name,
            "a.ome.zarr",
            partial(write_zarr, codecs=[BYTES, codec], shard=shard),
            theirs_zarr,
        )
    yield "SVS, JPEG tiles of 256, 8 bit", "a.svs", write_slide, theirs_slide
    for name, module, file_name, write, theirs in (
        ("CZI, uncompressed tiles of 1024", "pylibCZIrw", "a.czi", write_czi, theirs_czi),
        ("DV", "mrc", "a.dv", lambda path, data: write_dv(path, data[None, :, None]), theirs_dv),
        ("LIF", "liffile", "a.lif", lambda path, data: write_lif(path, data[:, None]), None),
    ):
        if installed(module):
            yield name, file_name, write, theirs


def main() -> None:
    data = camera()
    print("| format | reader | least | median |\n| --- | --- | --- | --- |")
    with tempfile.TemporaryDirectory() as folder:
        for number, (name, file_name, write, theirs) in enumerate(formats()):
            if sys.argv[1:] and not any(part in name for part in sys.argv[1:]):
                continue
            place = Path(folder) / str(number)
            place.mkdir()
            path = write(place / file_name, data)
            for readers in (ours, theirs):
                for reader, read in readers(path) if readers else ():
                    taken = times(read)
                    least, median = min(taken), statistics.median(taken)
                    print(f"| {name} | {reader} | {least:.2g} ms | {median:.2g} ms |", flush=True)


if __name__ == "__main__":
    main()
