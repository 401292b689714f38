"""OME-Zarr folders: arrays by tensorstore, groups and their metadata as plain JSON.

Formats: https://ngff.openmicroscopy.org/0.4/ (Zarr v2) and /0.5/ (Zarr v3).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tensorstore
from numpy.typing import NDArray

Json = dict[str, Any]

SPACE_UNIT = "micrometer"
TIME_UNIT = "second"
ZSTD_LEVEL = 12
BLOSC_LEVEL = 6
BIT_SHUFFLE = 2
"""As Blosc numbers it."""


@dataclass(frozen=True)
class Channel:
    """A channel as `omero` metadata has it: name, RRGGBB colour, window in values."""

    label: str
    color: str
    window: tuple[float, float]


def axes(names: str) -> list[Json]:
    """The axes metadata of axis names such as "tczyx"."""
    kinds: Mapping[str, Json] = {
        "t": {"type": "time", "unit": TIME_UNIT},
        "c": {"type": "channel"},
        "z": {"type": "space", "unit": SPACE_UNIT},
        "y": {"type": "space", "unit": SPACE_UNIT},
        "x": {"type": "space", "unit": SPACE_UNIT},
    }
    return [{"name": name, **kinds[name]} for name in names]


def multiscale(name: str, names: str, scales: Sequence[Sequence[float]]) -> Json:
    """The multiscales entry of levels "0", "1", ...; one scale per level, one number per axis."""
    datasets = [
        {
            "path": str(level),
            "coordinateTransformations": [{"type": "scale", "scale": list(scale)}],
        }
        for level, scale in enumerate(scales)
    ]
    return {"name": name, "axes": axes(names), "datasets": datasets}


def omero(name: str, channels: Sequence[Channel], maximum: float) -> Json:
    """The omero metadata: how the channels are shown; maximum: of the values there can be."""
    return {
        "name": name,
        "channels": [
            {
                "active": True,
                "coefficient": 1,
                "color": channel.color,
                "family": "linear",
                "inverted": False,
                "label": channel.label,
                "window": {
                    "min": 0,
                    "max": maximum,
                    "start": channel.window[0],
                    "end": channel.window[1],
                },
            }
            for channel in channels
        ],
        "rdefs": {"model": "color"},
    }


def write_group_v2(folder: Path, attributes: Json) -> None:
    """A Zarr v2 group."""
    folder.mkdir(parents=True, exist_ok=True)
    _write_json(folder / ".zgroup", {"zarr_format": 2})
    _write_json(folder / ".zattrs", attributes)


def write_group_v3(folder: Path, ome: Json | None = None) -> None:
    """A Zarr v3 group; with its OME metadata where it has some."""
    folder.mkdir(parents=True, exist_ok=True)
    attributes = {"ome": {"version": "0.5", **ome}} if ome else {}
    group = {"zarr_format": 3, "node_type": "group", "attributes": attributes}
    _write_json(folder / "zarr.json", group)


def write_array_v2(folder: Path, data: NDArray[Any], chunks: Sequence[int]) -> None:
    """A Zarr v2 array with "/" between the numbers of a chunk."""
    metadata = {
        "shape": list(data.shape),
        "chunks": list(chunks),
        "dtype": data.dtype.str,
        "fill_value": 0,
        "dimension_separator": "/",
        "compressor": {
            "id": "blosc",
            "cname": "zstd",
            "clevel": BLOSC_LEVEL,
            "shuffle": BIT_SHUFFLE,
            "blocksize": 0,
        },
    }
    _write_array("zarr", folder, metadata, data)


def write_array_v3(folder: Path, data: NDArray[Any], chunks: Sequence[int], names: str) -> None:
    """A Zarr v3 array; names: its axes, such as "cyx"."""
    serializer: Json = {"name": "bytes"}
    if data.dtype.itemsize > 1:
        serializer["configuration"] = {"endian": "little"}
    metadata = {
        "shape": list(data.shape),
        "data_type": data.dtype.name,
        "chunk_grid": {"name": "regular", "configuration": {"chunk_shape": list(chunks)}},
        "fill_value": 0,
        "dimension_names": list(names),
        "codecs": [
            serializer,
            {"name": "zstd", "configuration": {"level": ZSTD_LEVEL}},
        ],
    }
    _write_array("zarr3", folder, metadata, data)


def _write_array(driver: str, folder: Path, metadata: Json, data: NDArray[Any]) -> None:
    store = {"driver": "file", "path": f"{folder}/", "file_io_sync": False}
    spec = {"driver": driver, "kvstore": store, "metadata": metadata}
    array = tensorstore.open(spec, create=True).result()
    array.write(data).result()


def _write_json(path: Path, content: Json) -> None:
    path.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
