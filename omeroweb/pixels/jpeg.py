"""Complete JPEG files from the abbreviated streams that TIFF tiles are.

Sources: ITU-T T.81, annex B (markers); JFIF 1.02; TIFF Technical Note 2, "JPEGTables"; the Adobe
marker as libjpeg reads it: transform 0 means that three components are red, green and blue.
"""

import struct
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

SOI, EOI, SOS, APP0, APP14 = 0xD8, 0xD9, 0xDA, 0xE0, 0xEE
# What browsers show: baseline, extended and progressive, each with Huffman coding.
SHOWN_FRAMES = (0xC0, 0xC1, 0xC2)
FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}

# With its length, for three components.
SOS_MARKER, LONGEST_SOS = b"\xff\xda", 14
# Levels of images whose beginning is remembered.
STARTS = 256

JFIF = b"\xff\xe0\x00\x10JFIF\x00\x01\x02\x00\x00\x01\x00\x01\x00\x00"
ADOBE_RGB = b"\xff\xee\x00\x0eAdobe\x00\x64\x00\x00\x00\x00\x00"


class Segment(NamedTuple):
    """A marker and what follows its length."""

    marker: int
    content: bytes


def complete(tile: bytes, tables: bytes | None, *, is_rgb: bool) -> bytes | None:
    """A file that every JPEG decoder shows as the TIFF means it.

    tables: the value of JPEGTables. is_rgb: three components are red, green and blue and not
    luminance and chroma. None where it is no 8-bit JPEG of one or three components or where its
    own markers contradict is_rgb. Raises ValueError for a damaged stream.
    """
    header = tile[: tile.find(SOS_MARKER) + LONGEST_SOS]
    try:
        start = _start(header, tables, is_rgb=is_rgb)
    except ValueError:  # two bytes of a table that look like a marker
        start = _start(tile, tables, is_rgb=is_rgb)
    return None if start is None else start + tile[2:]


@lru_cache(maxsize=STARTS)
def _start(header: bytes, tables: bytes | None, *, is_rgb: bool) -> bytes | None:
    """What a complete file has in place of a stream's SOI; the tiles of a level share it.

    header: the stream up to its first scan.
    """
    segments = list(_segments(header))
    frame = next((segment for segment in segments if segment.marker in FRAMES), None)
    if frame is None or frame.marker not in SHOWN_FRAMES:
        return None
    precision, components = frame.content[0], frame.content[5]
    if precision != 8 or components not in (1, 3):
        return None
    said = _said_transform(segments)
    if said is None:
        start = ADOBE_RGB if is_rgb and components == 3 else JFIF
    elif components == 3 and said == is_rgb:
        return None
    else:
        start = b""
    shared = tables[2:-2] if tables and len(tables) > 4 else b""
    return b"\xff\xd8" + start + shared


def _said_transform(segments: list[Segment]) -> bool | None:
    """Whether the stream's own markers say that it holds luminance and chroma; None: no word."""
    for segment in segments:
        if segment.marker == APP0 and segment.content.startswith(b"JFIF\0"):
            return True
    for segment in segments:
        if segment.marker == APP14 and segment.content.startswith(b"Adobe"):
            return len(segment.content) > 11 and segment.content[11] != 0
    return None


def _segments(stream: bytes) -> Iterator[Segment]:
    """The marker segments up to the first scan."""
    if stream[:2] != b"\xff\xd8":
        raise ValueError("a JPEG tile does not begin with SOI")
    position = 2
    while position + 4 <= len(stream):
        prefix, marker, length = struct.unpack_from(">BBH", stream, position)
        if prefix != 0xFF:
            raise ValueError(f"no JPEG marker at byte {position} of a tile")
        if marker == 0xFF:  # fill bytes before a marker
            position += 1
            continue
        content = stream[position + 4 : position + 2 + length]
        if length < 2 or len(content) != length - 2:
            break
        yield Segment(marker, content)
        if marker == SOS:
            return
        position += 2 + length
    raise ValueError("a JPEG tile ends before its first scan")
