"""Small real image files for tests; values follow from positions, so that reads can be checked."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import tensorstore
import tifffile
from numpy.typing import NDArray

Array = NDArray[Any]


def ramp(shape: tuple[int, ...], dtype: str = "uint16") -> Array:
    """Distinct neighbouring values along every axis, over the range of a 16-bit detector."""
    values = np.zeros(shape, np.uint32)  # quicker to divide than int64
    for axis, length in enumerate(shape):
        position = np.arange(length, dtype=np.uint32).reshape(
            [-1 if n == axis else 1 for n in range(len(shape))]
        )
        values = values + position * (7 * axis + 3)
    kind = np.dtype(dtype)
    if kind.kind == "f":
        return (values / 8).astype(kind)
    limits = np.iinfo(kind)
    largest = min(int(limits.max) - int(limits.min), np.iinfo(values.dtype).max)
    found: Array = (values % largest).astype(kind)
    found += kind.type(limits.min)  # in place: a sum has the byte order of this machine
    return found


def write_ome_tiff(path: Path, data: Array, axes: str = "CYX", **options: Any) -> Path:
    """An OME-TIFF; options go to tifffile (tile, compression, photometric, ...)."""
    metadata = {"axes": axes, **options.pop("metadata", {})}
    tifffile.imwrite(path, data, ome=True, metadata=metadata, **options)
    return path


def write_pyramid(path: Path, data: Array, levels: int, axes: str = "YX", **options: Any) -> Path:
    """An OME-TIFF whose sub-resolutions take every second pixel."""
    with tifffile.TiffWriter(path, ome=True) as writer:
        writer.write(data, subifds=levels - 1, metadata={"axes": axes}, **options)
        for _ in range(levels - 1):
            data = data[..., ::2, ::2] if axes[-1] == "X" else data[..., ::2, ::2, :]
            writer.write(data, subfiletype=1, **options)
    return path


def write_ome_zarr(
    folder: Path,
    data: Array,
    axes: str,
    version: str = "0.5",
    shards: tuple[int, ...] | None = None,
    omero: dict[str, Any] | None = None,
    compressor: dict[str, Any] | None = None,
) -> Path:
    """An OME-Zarr image with one level; chunks are at most 32 pixels wide.

    compressor: of Zarr 2 for version 0.4, a codec of Zarr 3 for 0.5.
    """
    sizes = zip(axes, data.shape, strict=True)
    chunks = tuple(min(32, length) if axis in "yx" else 1 for axis, length in sizes)
    ngff: dict[str, Any] = {
        "multiscales": [
            {
                "axes": [_axis(name) for name in axes],
                "datasets": [
                    {
                        "path": "0",
                        "coordinateTransformations": [
                            {"type": "scale", "scale": [0.5 if a in "yx" else 1.0 for a in axes]}
                        ],
                    }
                ],
            }
        ]
    }
    if omero:
        ngff["omero"] = omero
    folder.mkdir(parents=True)
    if version == "0.4":
        ngff["multiscales"][0]["version"] = "0.4"
        (folder / ".zgroup").write_text('{"zarr_format": 2}')
        (folder / ".zattrs").write_text(json.dumps(ngff))
        spec: dict[str, Any] = {
            "driver": "zarr",
            "metadata": {
                "shape": data.shape,
                "chunks": chunks,
                "dtype": data.dtype.str,
                "dimension_separator": "/",
                **({"compressor": compressor} if compressor else {}),
            },
        }
    else:
        group = {
            "zarr_format": 3,
            "node_type": "group",
            "attributes": {"ome": {"version": "0.5", **ngff}},
        }
        (folder / "zarr.json").write_text(json.dumps(group))
        codecs: list[dict[str, Any]] = [{"name": "bytes"}, compressor or {"name": "zstd"}]
        if shards:
            inner = {"chunk_shape": chunks, "codecs": codecs}
            codecs = [{"name": "sharding_indexed", "configuration": inner}]
        spec = {
            "driver": "zarr3",
            "metadata": {
                "shape": data.shape,
                "data_type": data.dtype.name,
                "chunk_grid": {
                    "name": "regular",
                    "configuration": {"chunk_shape": shards or chunks},
                },
                "codecs": codecs,
            },
        }
    store = {"driver": "file", "path": str(folder / "0")}
    array = tensorstore.open({**spec, "kvstore": store}, create=True).result()
    array.write(data).result()
    return folder


def _axis(name: str) -> dict[str, str]:
    if name in "zyx":
        return {"name": name, "type": "space", "unit": "micrometer"}
    return {"name": name, "type": "time" if name == "t" else "channel"}
