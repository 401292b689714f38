"""The size that a compressed tile claims, read from its header before memory is taken for it.

Deflate, LZW and the like are decoded into a buffer of the tile's size and cannot grow beyond it;
picture formats bring a size of their own. Sources: ITU-T T.81, B.2.2 (JPEG); ISO/IEC 15444-1,
A.5.1 (JPEG 2000, SIZ); WebP is limited to 16383 x 16383 pixels by its format.
"""

import struct

import tifffile

from omeroweb.pixels.limits import limits

JPEG_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}

KINDS: dict[int, str] = {
    tifffile.COMPRESSION.JPEG: "jpeg",
    tifffile.COMPRESSION.OJPEG: "jpeg",
    tifffile.COMPRESSION.ALT_JPEG: "jpeg",
    tifffile.COMPRESSION.JPEG_LOSSY: "jpeg",
    tifffile.COMPRESSION.JPEG2000: "jpeg2000",
    tifffile.COMPRESSION.APERIO_JP2000_YCBC: "jpeg2000",
    tifffile.COMPRESSION.APERIO_JP2000_RGB: "jpeg2000",
    tifffile.COMPRESSION.JPEG_2000_LOSSY: "jpeg2000",
}


def check_encoded_size(data: bytes, keyframe: tifffile.TiffPage) -> None:
    """Raises ValueError where a tile claims to decode to more than a stored unit may have."""
    kind = KINDS.get(keyframe.compression)
    found = None
    if kind == "jpeg":
        found = jpeg_size(data)
    elif kind == "jpeg2000":
        found = jpeg2000_size(data)
    if found is None:
        return
    width, height, components = found
    # Two bytes are the most that a sample of these formats takes.
    size = width * height * components * 2
    if size > 2 * limits().segment_bytes:
        raise ValueError(f"a tile of {len(data)} bytes claims {width} x {height} pixels")


def jpeg_size(data: bytes) -> tuple[int, int, int] | None:
    """Width, height and components of a JPEG stream; None where it has no frame header."""
    position = 2
    while position + 10 <= len(data) and data[position] == 0xFF:
        marker = data[position + 1]
        if marker == 0xFF:
            position += 1
            continue
        if marker in JPEG_FRAMES:
            height, width, components = struct.unpack_from(">HHB", data, position + 5)
            return width, height, components
        position += 2 + max(2, int.from_bytes(data[position + 2 : position + 4]))
    return None


def jpeg2000_size(data: bytes) -> tuple[int, int, int] | None:
    """Width, height and components of a JPEG 2000 codestream, bare or inside of a file."""
    start = data.find(b"\xff\x4f\xff\x51")
    if start < 0 or start + 42 > len(data):
        return None
    right, bottom, left, top = struct.unpack_from(">IIII", data, start + 8)
    (components,) = struct.unpack_from(">H", data, start + 40)
    return max(0, right - left), max(0, bottom - top), components
