"""Intensities as they are stored, for programs that measure: nothing is scaled or lost."""

import io
from typing import Any

import numpy as np
import tifffile
from numpy.typing import NDArray

from omeroweb.rendering.encode import FAST
from omeroweb.rendering.png import encode_png

RAW_CONTENT_TYPES = {
    "raw": "application/octet-stream",
    "png": "image/png",
    "tif": "image/tiff",
}

# PNG has no other types.
PNG_TYPES = ("uint8", "uint16")


def encode_raw(planes: NDArray[Any], kind: str) -> bytes:
    """Planes (C, Y, X) of one pixel type as bytes.

    raw: the values alone, plane by plane and row by row, little-endian. tif: one page for each
    channel, any type. png: one channel of uint8 or uint16. Raises ValueError, saying what the
    kind cannot hold.
    """
    match kind:
        case "raw":
            return np.ascontiguousarray(planes, planes.dtype.newbyteorder("<")).tobytes()
        case "tif":
            return _tiff(planes)
        case "png":
            return _png(planes)
    raise ValueError(f"{kind!r} is no kind of raw pixels; expected {', '.join(RAW_CONTENT_TYPES)}")


def _tiff(planes: NDArray[Any]) -> bytes:
    written = io.BytesIO()
    tifffile.imwrite(
        written,
        planes,
        byteorder="<",
        photometric="minisblack",
        planarconfig="separate" if len(planes) > 1 else None,
        compression="zlib",
        # Differences between neighbours; tifffile has none for floating point that is quick.
        predictor=planes.dtype.kind in "iu",
        compressionargs={"level": FAST},
        metadata=None,
    )
    return written.getvalue()


def _png(planes: NDArray[Any]) -> bytes:
    if planes.dtype.name not in PNG_TYPES:
        raise ValueError(
            f"PNG holds {' and '.join(PNG_TYPES)}, these pixels are {planes.dtype.name}: "
            "ask for format=tif or format=raw"
        )
    if len(planes) != 1:
        raise ValueError(f"PNG holds one channel, {len(planes)} were asked for: ask for format=tif")
    return encode_png(planes[0])
