"""The metadata of OME-Zarr folders: NGFF 0.4 on Zarr 2 and NGFF 0.5 on Zarr 3, read as plain JSON.

Source: https://ngff.openmicroscopy.org/0.4/ and https://ngff.openmicroscopy.org/0.5/
"""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

import numpy as np

from omeroweb.errors import Unreadable
from omeroweb.pixels.limits import beyond, limits
from omeroweb.pixels.local_files import read_metadata, reason
from omeroweb.pixels.location import Location, Url
from omeroweb.pixels.remote import find_remote

Attributes = dict[str, Any]

METADATA = ("zarr.json", ".zattrs")

# Axes of images written before NGFF 0.3, which name none.
IMPLIED_AXES = "tczyx"

# What damaged metadata were seen to raise where they are used; nothing else is caught.
DAMAGED = (KeyError, TypeError, ValueError, IndexError, AttributeError, OverflowError)


@dataclass(frozen=True)
class ArrayMetadata:
    """Shape and inner chunk shape of one Zarr array, in the order of its axes."""

    shape: tuple[int, ...]
    chunks: tuple[int, ...]
    dtype: np.dtype[Any]
    driver: str  # TensorStore's name of the format: "zarr" or "zarr3"


def metadata_file(folder: Path) -> Path | None:
    """The file that makes a folder a Zarr group with attributes; None for folders that hide it."""
    try:
        return next((folder / name for name in METADATA if (folder / name).is_file()), None)
    except PermissionError:
        return None


def attributes(folder: Location) -> Attributes:
    """The NGFF attributes of a Zarr group. Raises Unreadable."""
    found = find_attributes(folder)
    if found is None:
        raise Unreadable(folder, "not an OME-Zarr group (no zarr.json, no .zattrs)")
    return found


def find_attributes(folder: Location) -> Attributes | None:
    """The NGFF attributes of a Zarr group, None where it has none. Raises Unreadable."""
    new = find_json(folder / METADATA[0])
    if new is None:
        return find_json(folder / METADATA[1])
    said = new.get("attributes")
    ome = said.get("ome") if isinstance(said, dict) else None
    return ome if isinstance(ome, dict) else {}


def array_metadata(folder: Location) -> ArrayMetadata:
    """What zarr.json or .zarray says of an array. Raises Unreadable where there is none."""
    try:
        new = find_json(folder / "zarr.json")
        old = find_json(folder / ".zarray") if new is None else None
        if new is not None:
            return _checked(_version_3(new))
        if old is not None:
            return _checked(_version_2(old))
    except DAMAGED as error:
        raise Unreadable(folder, f"damaged array metadata ({said(error)})") from None
    raise Unreadable(folder, "the array is missing (no zarr.json, no .zarray)")


def said(error: Exception) -> str:
    """What an error over metadata says; that of a missing name or a wrong type needs its kind."""
    return str(error) if isinstance(error, ValueError) else repr(error)


def below(folder: Location, path: object) -> Location:
    """What metadata name by a path, which may only lead into the folder. Raises Unreadable."""
    parts = PurePosixPath(str(path))
    if parts.is_absolute() or ".." in parts.parts or "\0" in str(path):
        raise Unreadable(folder, f"its metadata name something outside of it ({str(path)!r})")
    return folder / str(parts)


def axes(multiscale: Attributes) -> str:
    """The axes of a multiscale image, one letter each, e.g. "tczyx"."""
    listed = multiscale.get("axes") or list(IMPLIED_AXES)
    return "".join(axis["name"] if isinstance(axis, dict) else str(axis) for axis in listed)


def by_axis(axes: str, lengths: Sequence[int]) -> dict[str, int]:
    """The length of each axis. Raises ValueError where there are not as many."""
    if len(axes) != len(lengths):
        raise ValueError(f"axes {axes!r} for an array of {len(lengths)} dimensions")
    return dict(zip(axes, lengths, strict=True))


def scale(multiscale: Attributes) -> list[float] | None:
    """The physical distance of neighbours along each axis at full resolution."""
    first = multiscale["datasets"][0]
    factors: list[float] | None = None
    for transformations in (first, multiscale):
        for entry in transformations.get("coordinateTransformations") or []:
            if entry.get("type") == "scale":
                given = [float(value) for value in entry["scale"]]
                factors = (
                    given
                    if factors is None
                    else [a * b for a, b in zip(factors, given, strict=True)]
                )
    return factors


def unit(multiscale: Attributes, axis: str) -> str | None:
    """The unit of an axis as OME's enumeration names it, e.g. MICROMETER."""
    for entry in multiscale.get("axes") or []:
        if isinstance(entry, dict) and entry.get("name") == axis and entry.get("unit"):
            return str(entry["unit"]).upper()
    return None


def find_file(place: Location) -> bytes | None:
    """All of a metadata file, None where there is none. Raises Unreadable."""
    if isinstance(place, Url):
        return find_remote(place)
    try:
        if not place.exists():
            return None
    except (OSError, ValueError) as error:
        raise Unreadable(place, reason(error)) from None
    return read_metadata(place)


def find_json(place: Location) -> Attributes | None:
    """A JSON object, None where there is no such file. Raises Unreadable."""
    content = find_file(place)
    if content is None:
        return None
    try:
        parsed = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise Unreadable(place, f"not valid JSON ({reason(error)})") from None
    if not isinstance(parsed, dict):
        raise Unreadable(place, "expected a JSON object")
    return parsed


def clean(value: object) -> str:
    """A text that every database takes: JSON may hold what is no Unicode, and NUL."""
    return str(value).encode("utf-8", "replace").decode("utf-8").replace("\0", "")


def _checked(array: ArrayMetadata) -> ArrayMetadata:
    """Raises ValueError for sizes that no real array has."""
    if len(array.shape) != len(array.chunks):
        raise ValueError(f"shape {array.shape} and chunks {array.chunks} do not fit together")
    if min(array.shape, default=0) < 1 or min(array.chunks, default=0) < 1:
        raise ValueError(f"shape {array.shape}, chunks {array.chunks}; expected lengths above 0")
    size = math.prod(array.chunks) * array.dtype.itemsize
    if size > limits().segment_bytes:
        raise ValueError(beyond("segment_bytes", f"chunks of {size} bytes"))
    return array


def _version_2(parsed: Attributes) -> ArrayMetadata:
    return ArrayMetadata(
        _whole(parsed["shape"]), _whole(parsed["chunks"]), np.dtype(parsed["dtype"]), "zarr"
    )


def _version_3(parsed: Attributes) -> ArrayMetadata:
    if parsed.get("node_type") != "array":
        raise ValueError("node_type is not array")
    chunks = parsed["chunk_grid"]["configuration"]["chunk_shape"]
    for codec in parsed.get("codecs", []):
        if codec.get("name") == "sharding_indexed":
            chunks = codec["configuration"]["chunk_shape"]
    return ArrayMetadata(
        _whole(parsed["shape"]), _whole(chunks), np.dtype(parsed["data_type"]), "zarr3"
    )


def _whole(lengths: Any) -> tuple[int, ...]:
    if not all(type(length) is int for length in lengths):
        raise ValueError(f"lengths {lengths!r}; expected whole numbers")
    return tuple(lengths)
