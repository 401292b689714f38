"""The images that are asked for, made once and kept in a folder between runs."""

import json
import math
import random
import shutil
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import cv2
import imagecodecs
import numpy as np
import tensorstore
import tifffile
from numpy.typing import NDArray

from omeroweb.pixels.pyramids.halving import halve

TILE = 512
JPEG_TILE = 256
ZSTD_LEVEL = 3
# As in pixels/pyramids/storage.py.
BLOSC_LEVEL, BITSHUFFLE = 1, 2
CHANNELS = ["DAPI", "GFP", "RFP"]
COLORS = ("0000FF", "00FF00", "FF0000")


class Data:
    """A folder of images; what is missing is made, under another name until it is complete."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def stack(self, planes: int, size: int, compression: str | None = "zlib") -> Path:
        """An OME-TIFF (Z, C, Y, X) = (planes, 3, size, size) of 16 bit, tiles of 512 x 512.

        compression: zlib or None. Every plane holds the same tiles: it is as much to read and
        decode as any other.
        """
        encode = zlib if compression else np.ndarray.tobytes

        def write(path: Path) -> None:
            tiles = [[encode(tile) for tile in tiles_of(channel)] for channel in cells(size)]
            tifffile.imwrite(
                path,
                (tile for _ in range(planes) for channel in tiles for tile in channel),
                shape=(planes, 3, size, size),
                dtype=np.uint16,
                tile=(TILE, TILE),
                compression=compression,
                photometric="minisblack",
                bigtiff=True,
                ome=True,
                metadata={"axes": "ZCYX", "Channel": {"Name": CHANNELS}},
            )

        return self.made(f"stack-{planes}x{size}-{compression or 'raw'}.ome.tiff", write)

    def zarr_stack(self, planes: int, size: int) -> Path:
        """The same pixels as OME-Zarr 0.4, which large_image reads, too; chunks of 512 x 512.

        Compressed as the pyramids are that this project writes: Blosc with Zstandard.
        """
        return self.made(
            f"stack-{planes}x{size}-blosc.ome.zarr", partial(write_stack, planes=planes, size=size)
        )

    def slide(self, size: int = 16384) -> Path:
        """An 8-bit RGB slide: a plain TIFF pyramid of JPEG tiles, 256 x 256, quality 90."""

        def write(path: Path) -> None:
            picture = tissue(size)
            options: dict[str, Any] = {
                "tile": (JPEG_TILE, JPEG_TILE),
                "compression": "jpeg",
                "compressionargs": {"level": 90},
                "photometric": "ycbcr",
                "subsampling": (2, 2),
                "metadata": None,
            }
            with tifffile.TiffWriter(path, bigtiff=True) as writer:
                writer.write(picture, **options)
                while picture.shape[0] > JPEG_TILE:
                    picture = np.ascontiguousarray(
                        np.moveaxis(halve(np.moveaxis(picture, 2, 0)), 0, 2)
                    )
                    writer.write(picture, subfiletype=1, **options)

        return self.made(f"slide-{size}.tiff", write)

    def sparse(self, gigapixels: int, count: int = 400) -> tuple[Path, list[tuple[int, int]]]:
        """An OME-Zarr of that many pixels in each of three channels, and the (column, row) of the
        tiles that it has at full resolution; all other chunks are not stored.
        """
        side = math.ceil(math.sqrt(gigapixels * 1e9) / TILE) * TILE
        dice = random.Random(gigapixels)
        tiles = side // TILE
        places = [(dice.randrange(tiles), dice.randrange(tiles)) for _ in range(count)]
        write = partial(write_sparse, side=side, places=places)
        return self.made(f"sparse-{gigapixels}.ome.zarr", write), places

    def small(self, count: int) -> list[Path]:
        """Files of 64 x 64 pixels, for lists."""

        def write(path: Path) -> None:
            tifffile.imwrite(path, np.zeros((64, 64), np.uint16), photometric="minisblack")

        return [self.made(f"small-{number:03}.tiff", write) for number in range(count)]

    def made(self, name: str, write: Callable[[Path], None]) -> Path:
        path = self.folder / name
        if not path.exists():
            if not name.startswith("small"):
                print(f"making {path}", flush=True)
            unfinished = path.with_name(f"unfinished-{name}")
            shutil.rmtree(unfinished, ignore_errors=True)
            write(unfinished)
            unfinished.replace(path)
        return path


def cells(size: int) -> NDArray[np.uint16]:
    """Three channels (C, Y, X) of blurred spots over a noisy background, as a camera sees them."""
    generator = np.random.default_rng(20)
    channels = []
    for _ in range(3):
        spots = np.zeros((size // 4, size // 4), np.float32)
        where = generator.integers(0, size // 4, (size * size // 40_000, 2))
        spots[where[:, 0], where[:, 1]] = generator.uniform(200_000, 1_500_000, len(where))
        cell = cv2.resize(cv2.GaussianBlur(spots, (0, 0), 6), (size, size))
        noise = generator.normal(300, 12, (size, size)).astype(np.float32)
        channels.append(np.clip(cell + noise, 0, 65535).astype(np.uint16))
    return np.stack(channels)


def tissue(size: int) -> NDArray[np.uint8]:
    """A stained section (Y, X, 3): smooth colours with grain, as JPEG was made for."""
    generator = np.random.default_rng(30)
    out = np.empty((size, size, 3), np.uint8)
    coarse = generator.normal(0, 1, (size // 64, size // 64, 3)).astype(np.float32)
    fine = generator.normal(0, 1, (size // 4, size // 4)).astype(np.float32)
    stain = cv2.resize(
        cv2.GaussianBlur(coarse, (0, 0), 2), (size, size), interpolation=cv2.INTER_CUBIC
    )
    grain = cv2.resize(cv2.GaussianBlur(fine, (0, 0), 1), (size, size))
    for channel, base in enumerate((215, 165, 205)):
        values = base + 90 * stain[:, :, channel] + 60 * grain
        out[:, :, channel] = np.clip(values, 0, 255)
    return out


def tiles_of(plane: NDArray[Any]) -> Iterator[NDArray[Any]]:
    for y in range(0, plane.shape[0], TILE):
        for x in range(0, plane.shape[1], TILE):
            yield np.ascontiguousarray(plane[y : y + TILE, x : x + TILE])


def write_sparse(folder: Path, side: int, places: Sequence[tuple[int, int]]) -> None:
    sizes = [side]
    while sizes[-1] > TILE:
        sizes.append(-(-sizes[-1] // 2))
    datasets = [
        {
            "path": str(level),
            "coordinateTransformations": [{"type": "scale", "scale": [1, 2**level, 2**level]}],
        }
        for level in range(len(sizes))
    ]
    axes = [{"name": "c", "type": "channel"}, *({"name": a, "type": "space"} for a in "yx")]
    window = {"start": 200, "end": 3000, "min": 0, "max": 65535}
    channels = [{"color": color, "window": window, "active": True} for color in COLORS]
    ome = {
        "version": "0.5",
        "multiscales": [{"axes": axes, "datasets": datasets}],
        "omero": {"channels": channels},
    }
    group = {"zarr_format": 3, "node_type": "group", "attributes": {"ome": ome}}
    folder.mkdir()
    (folder / "zarr.json").write_text(json.dumps(group), encoding="utf-8")
    arrays = [_array(folder / str(level), size) for level, size in enumerate(sizes)]
    content = cells(8 * TILE)
    for number, (column, row) in enumerate(places):
        y, x = divmod(number % 64, 8)
        tile = content[:, y * TILE : (y + 1) * TILE, x * TILE : (x + 1) * TILE]
        where = (slice(None), _span(row), _span(column))
        arrays[0][where].write(tile).result()


def write_stack(folder: Path, planes: int, size: int) -> None:
    """Chunk files of an OME-Zarr 0.4 without a pyramid, each tile compressed once."""
    axes = [
        {"name": "z", "type": "space"},
        {"name": "c", "type": "channel"},
        *({"name": axis, "type": "space"} for axis in "yx"),
    ]
    scale = [{"type": "scale", "scale": [1, 1, 1, 1]}]
    datasets = [{"path": "0", "coordinateTransformations": scale}]
    multiscale = {"version": "0.4", "axes": axes, "datasets": datasets}
    # large_image takes an array without channels for none of OME's.
    window = {"start": 200, "end": 3000, "min": 0, "max": 65535}
    channels = [
        {"label": name, "color": color, "window": window, "active": True}
        for name, color in zip(CHANNELS, COLORS, strict=True)
    ]
    attributes = {"multiscales": [multiscale], "omero": {"channels": channels}}
    array = {
        "zarr_format": 2,
        "shape": [planes, 3, size, size],
        "chunks": [1, 1, TILE, TILE],
        "dtype": "<u2",
        "compressor": {
            "id": "blosc",
            "cname": "zstd",
            "clevel": BLOSC_LEVEL,
            "shuffle": BITSHUFFLE,
            "blocksize": 0,
        },
        "fill_value": 0,
        "order": "C",
        "filters": None,
        "dimension_separator": "/",
    }
    (folder / "0").mkdir(parents=True)
    for name, content in (
        (".zgroup", {"zarr_format": 2}),
        (".zattrs", attributes),
        ("0/.zarray", array),
    ):
        (folder / name).write_text(json.dumps(content), encoding="utf-8")
    across = size // TILE
    for c, channel in enumerate(cells(size)):
        for number, tile in enumerate(tiles_of(channel)):
            row, column = divmod(number, across)
            compressed = blosc(tile)
            for z in range(planes):
                chunk = folder / f"0/{z}/{c}/{row}/{column}"
                chunk.parent.mkdir(parents=True, exist_ok=True)
                chunk.write_bytes(compressed)


def _array(folder: Path, side: int) -> Any:
    codecs = [{"name": "bytes"}, {"name": "zstd", "configuration": {"level": ZSTD_LEVEL}}]
    grid = {"name": "regular", "configuration": {"chunk_shape": [1, TILE, TILE]}}
    spec = {
        "driver": "zarr3",
        "kvstore": {"driver": "file", "path": str(folder)},
        "metadata": {
            "shape": [3, side, side],
            "data_type": "uint16",
            "chunk_grid": grid,
            "codecs": codecs,
        },
    }
    return tensorstore.open(spec, create=True).result()


def _span(index: int) -> slice:
    return slice(index * TILE, (index + 1) * TILE)


def zlib(tile: NDArray[Any]) -> bytes:
    return bytes(imagecodecs.zlib_encode(tile.tobytes(), level=6))


def blosc(tile: NDArray[Any]) -> bytes:
    return bytes(
        imagecodecs.blosc_encode(
            tile.tobytes(),
            level=BLOSC_LEVEL,
            compressor="zstd",
            shuffle="bitshuffle",
            typesize=tile.itemsize,
            numthreads=1,
        )
    )
