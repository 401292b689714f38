"""PNG, written four times as fast as libpng does it.

One filter for all rows and libdeflate at its fastest level: docs/performance.md, "Kernel". The
format is ISO/IEC 15948 (W3C, Portable Network Graphics), sections 5, 7, 9 and 11.
"""

import struct
import zlib
from typing import Any

import imagecodecs
import numpy as np
from numpy.typing import NDArray

SIGNATURE = b"\x89PNG\r\n\x1a\n"

# Colour types by samples of a pixel: grey, and red, green, blue.
COLOR_TYPES = {1: 0, 3: 2, 4: 6}

# Each byte less the one above it.
UP = 2

FASTEST = 1


def encode_png(pixels: NDArray[Any]) -> bytes:
    """(Y, X), (Y, X, 3) or (Y, X, 4) of uint8 or uint16, without loss."""
    height, width = pixels.shape[:2]
    color_type = COLOR_TYPES[1 if pixels.ndim == 2 else pixels.shape[2]]
    header = struct.pack(">IIBBBBB", width, height, 8 * pixels.dtype.itemsize, color_type, 0, 0, 0)
    compressed = bytes(imagecodecs.deflate_encode(_filtered(pixels).tobytes(), level=FASTEST))
    return b"".join(
        [SIGNATURE, _chunk(b"IHDR", header), _chunk(b"IDAT", compressed), _chunk(b"IEND", b"")]
    )


def _filtered(pixels: NDArray[Any]) -> NDArray[np.uint8]:
    """Rows of bytes, most significant first, each with the number of its filter before it."""
    big_endian = np.ascontiguousarray(pixels, pixels.dtype.newbyteorder(">"))
    rows = big_endian.view(np.uint8).reshape(len(pixels), -1)
    filtered = np.empty((rows.shape[0], 1 + rows.shape[1]), np.uint8)
    filtered[:, 0] = UP
    filtered[0, 1:] = rows[0]
    np.subtract(rows[1:], rows[:-1], out=filtered[1:, 1:])
    return filtered


def _chunk(name: bytes, content: bytes) -> bytes:
    checksum = zlib.crc32(content, zlib.crc32(name))
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", checksum)
