"""The files of a pyramid: sharded Zarr 3 arrays of NGFF 0.5, written a shard at a time.

Source: https://ngff.openmicroscopy.org/0.5/ and
https://google.github.io/tensorstore/driver/zarr3/index.html
"""

import functools
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from omeroweb.pixels.base import PIXEL_TYPES
from omeroweb.pixels.pyramids.layout import CHUNK, SHARD, Block, Layout

if TYPE_CHECKING:
    import tensorstore

# Threads of TensorStore and bytes of decoded chunks, one set per process.
CACHE_BYTES = 32 * 1024 * 1024
# Of Zarr 3, for a group and for an array.
GROUP = ARRAY = "zarr.json"
AXES = [
    {"name": "t", "type": "time"},
    {"name": "c", "type": "channel"},
    {"name": "z", "type": "space"},
    {"name": "y", "type": "space"},
    {"name": "x", "type": "space"},
]


@functools.cache
def _context() -> "tensorstore.Context":
    import tensorstore  # noqa: PLC0415

    return tensorstore.Context({"cache_pool": {"total_bytes_limit": CACHE_BYTES}})


def level_folder(folder: Path, level: int) -> Path:
    return folder / str(level)


def shard_file(folder: Path, level: int, t: int, c: int, z: int, row: int, column: int) -> Path:
    """Where Zarr 3 keeps one shard."""
    return level_folder(folder, level) / "c" / f"{t}/{c}/{z}/{row}/{column}"


def shard_files(folder: Path, block: Block) -> list[Path]:
    """All files that a block makes."""
    return [
        shard_file(folder, block.level, block.t, c, block.z, block.row, column)
        for c in block.channels
        for column in range(block.column, block.end)
    ]


def open_array(folder: Path, layout: Layout, level: int, *, to_write: bool) -> Any:
    """One level as a TensorStore of axes t, c, z, y, x. Raises ValueError and OSError."""
    # Loaded with the first pyramid.
    import tensorstore  # noqa: PLC0415

    spec: dict[str, Any] = {
        "driver": "zarr3",
        "kvstore": {"driver": "file", "path": str(level_folder(folder, level))},
    }
    if not to_write:
        # A shard that comes later is seen: nothing of what was not there is remembered.
        spec["recheck_cached_data"] = True
        return tensorstore.open(spec, context=_context(), read=True, open=True).result()
    spec["metadata"] = _array_metadata(layout, level)
    if (level_folder(folder, level) / ARRAY).exists():
        # Begun by another release perhaps: it goes on with the compression that the array has.
        del spec["metadata"]["codecs"]
    # A shard that is there says that its block was made, even where all of it is black.
    spec["store_data_equal_to_fill_value"] = True
    return tensorstore.open(
        spec, context=_context(), read=True, write=True, open=True, create=True
    ).result()


def finish(folder: Path, layout: Layout, name: str) -> None:
    """Write the group's metadata: from now on the pyramid is complete."""
    content = json.dumps(_group_metadata(layout, name), indent=2)
    unfinished = folder / f".{GROUP}.{os.getpid()}"
    unfinished.write_text(content, encoding="utf-8")
    unfinished.replace(folder / GROUP)


def is_finished(folder: Path) -> bool:
    return (folder / GROUP).is_file()


def _compressor(dtype: np.dtype[Any]) -> dict[str, Any]:
    """Blosc with Zstandard. Of a camera's 16 bits the upper ones are mostly equal.

    docs/performance.md, "Pyramids", has the measurements.
    """
    is_wide = dtype.itemsize > 1
    return {
        "name": "blosc",
        "configuration": {
            "cname": "zstd",
            "clevel": 1 if is_wide else 3,
            "shuffle": "bitshuffle" if is_wide else "noshuffle",
            "typesize": dtype.itemsize,
            "blocksize": 0,
        },
    }


def _array_metadata(layout: Layout, level: int) -> dict[str, Any]:
    size = layout.levels[level]
    dtype = PIXEL_TYPES[layout.pixel_type]
    return {
        "shape": [layout.size_t, layout.size_c, layout.size_z, size.size_y, size.size_x],
        "data_type": dtype.name,
        "chunk_grid": {
            "name": "regular",
            "configuration": {"chunk_shape": [1, 1, 1, SHARD, SHARD]},
        },
        "codecs": [
            {
                "name": "sharding_indexed",
                "configuration": {
                    "chunk_shape": [1, 1, 1, CHUNK, CHUNK],
                    "codecs": [
                        {"name": "bytes", "configuration": {"endian": "little"}},
                        _compressor(dtype),
                    ],
                },
            }
        ],
        "fill_value": 0,
        "dimension_names": ["t", "c", "z", "y", "x"],
    }


def _group_metadata(layout: Layout, name: str) -> dict[str, Any]:
    datasets = [
        {
            "path": str(level),
            "coordinateTransformations": [
                {"type": "scale", "scale": [1.0, 1.0, 1.0, 2.0**level, 2.0**level]}
            ],
        }
        for level in range(layout.first, len(layout.levels))
    ]
    multiscale = {"name": name, "axes": AXES, "datasets": datasets, "type": "mean"}
    return {
        "zarr_format": 3,
        "node_type": "group",
        "attributes": {"ome": {"version": "0.5", "multiscales": [multiscale]}},
    }
