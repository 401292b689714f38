"""The metadata of OME-Zarr folders: NGFF 0.4 on Zarr 2 and NGFF 0.5 on Zarr 3, read as plain JSON.

Source: https://ngff.openmicroscopy.org/0.4/ and https://ngff.openmicroscopy.org/0.5/
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from omeroweb.errors import Unreadable

Attributes = dict[str, Any]

METADATA = ("zarr.json", ".zattrs")

# Axes of images written before NGFF 0.3, which name none.
IMPLIED_AXES = "tczyx"


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


def attributes(folder: Path) -> Attributes:
    """The NGFF attributes of a Zarr group. Raises Unreadable."""
    file = metadata_file(folder)
    if file is None:
        raise Unreadable(folder, "not an OME-Zarr group (no zarr.json, no .zattrs)")
    parsed = read_json(file)
    if file.name == ".zattrs":
        return parsed
    found = parsed.get("attributes", {}).get("ome", {})
    return found if isinstance(found, dict) else {}


def array_metadata(folder: Path) -> ArrayMetadata:
    """What zarr.json or .zarray says of an array. Raises Unreadable where there is none."""
    try:
        if (folder / "zarr.json").is_file():
            return _version_3(read_json(folder / "zarr.json"))
        if (folder / ".zarray").is_file():
            return _version_2(read_json(folder / ".zarray"))
    except (KeyError, TypeError, ValueError) as error:
        raise Unreadable(folder, f"damaged array metadata ({error!r})") from None
    raise Unreadable(folder, "the array is missing (no zarr.json, no .zarray)")


def axes(multiscale: Attributes) -> str:
    """The axes of a multiscale image, one letter each, e.g. "tczyx"."""
    listed = multiscale.get("axes") or list(IMPLIED_AXES)
    return "".join(axis["name"] if isinstance(axis, dict) else str(axis) for axis in listed)


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


def read_json(file: Path) -> Attributes:
    """A JSON object. Raises Unreadable."""
    try:
        parsed = json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise Unreadable(file, f"{error.strerror}") from None
    except ValueError as error:
        raise Unreadable(file, f"not valid JSON ({error})") from None
    if not isinstance(parsed, dict):
        raise Unreadable(file, "expected a JSON object")
    return parsed


def _version_2(parsed: Attributes) -> ArrayMetadata:
    return ArrayMetadata(
        tuple(parsed["shape"]), tuple(parsed["chunks"]), np.dtype(parsed["dtype"]), "zarr"
    )


def _version_3(parsed: Attributes) -> ArrayMetadata:
    if parsed.get("node_type") != "array":
        raise ValueError("node_type is not array")
    chunks = parsed["chunk_grid"]["configuration"]["chunk_shape"]
    for codec in parsed.get("codecs", []):
        if codec.get("name") == "sharding_indexed":
            chunks = codec["configuration"]["chunk_shape"]
    return ArrayMetadata(
        tuple(parsed["shape"]), tuple(chunks), np.dtype(parsed["data_type"]), "zarr3"
    )
