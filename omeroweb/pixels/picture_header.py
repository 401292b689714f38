"""Kind and size of PNG, JPEG, GIF, BMP and WebP files, from their first bytes.

Read before a picture is decoded: a small file may claim any size. Sources: PNG 1.2, "IHDR";
ITU-T T.81, B.2.2; GIF89a, "Logical Screen Descriptor"; BITMAPINFOHEADER; RFC 9649 (WebP).
"""

import struct
from typing import NamedTuple

from omeroweb.pixels.encoded_size import jpeg_size


class PictureHeader(NamedTuple):
    """kind: png, jpeg, gif, bmp or webp."""

    kind: str
    width: int
    height: int


def picture_header(data: bytes) -> PictureHeader | None:
    """The kind by content, whatever the file is called; None for anything else.

    Raises ValueError or struct.error where the header is damaged.
    """
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return PictureHeader("png", *struct.unpack_from(">II", data, 16))
    if data.startswith(b"\xff\xd8\xff"):
        return _jpeg(data)
    if data.startswith((b"GIF87a", b"GIF89a")):
        return PictureHeader("gif", *struct.unpack_from("<HH", data, 6))
    if data.startswith(b"BM"):
        width, height = struct.unpack_from("<ii", data, 18)
        return PictureHeader("bmp", width, abs(height))
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return _webp(data)
    return None


def _jpeg(data: bytes) -> PictureHeader:
    found = jpeg_size(data)
    if found is None:
        raise ValueError("a JPEG file without a frame header")
    return PictureHeader("jpeg", found[0], found[1])


def _webp(data: bytes) -> PictureHeader:
    chunk = data[12:16]
    if chunk == b"VP8X":
        width = int.from_bytes(data[24:27], "little") + 1
        return PictureHeader("webp", width, int.from_bytes(data[27:30], "little") + 1)
    if chunk == b"VP8L":
        bits = int.from_bytes(data[21:25], "little")
        return PictureHeader("webp", (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)
    if chunk == b"VP8 ":
        width, height = struct.unpack_from("<HH", data, 26)
        return PictureHeader("webp", width & 0x3FFF, height & 0x3FFF)
    raise ValueError("a WebP file without a picture")
