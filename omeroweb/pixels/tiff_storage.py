"""How pages of TIFF files hold their pixels: found out once for all that is read of them."""

import sys
from dataclasses import dataclass
from typing import Any, NamedTuple, cast

import numpy as np
import tifffile

from omeroweb.pixels.base import Level

NATIVE = "<" if sys.byteorder == "little" else ">"

# Compressions of bytes, as opposed to pictures: what is decoded is the tile as it lies in memory.
OF_BYTES = frozenset(
    (
        tifffile.COMPRESSION.ADOBE_DEFLATE,
        tifffile.COMPRESSION.DEFLATE,
        tifffile.COMPRESSION.LZW,
        tifffile.COMPRESSION.ZSTD,
    )
)

Page = tifffile.TiffPage | tifffile.TiffFrame


@dataclass(frozen=True)
class Storage:
    """What pages with the same keyframe have in common.

    dtype: of a sample in the file's order of bytes. is_separate: each sample has tiles or strips of
    its own. is_raw: the pixels are not compressed. has_raw_tiles: and lie in tiles as they are, but
    for the order of bytes. decodes_in_place: tiles are bytes as in memory, compressed or not, of
    one sample.
    """

    keyframe: tifffile.TiffPage
    level: Level
    dtype: np.dtype[Any]
    is_separate: bool
    is_raw: bool
    has_raw_tiles: bool
    decodes_in_place: bool


class StoredPage(NamedTuple):
    """A page and how it is stored. offset: where its rows begin, if they are uncompressed."""

    page: Page
    storage: Storage
    offset: int | None


def stored_page(page: Page) -> StoredPage:
    return StoredPage(page, storage_of(cast(tifffile.TiffPage, page.keyframe)), raw_offset(page))


def storage_of(keyframe: tifffile.TiffPage) -> Storage:
    dtype = np.dtype(keyframe.dtype).newbyteorder(keyframe.parent.byteorder)
    is_raw = bool(keyframe.compression == tifffile.COMPRESSION.NONE)
    is_plain = (
        keyframe.predictor == tifffile.PREDICTOR.NONE
        and keyframe.fillorder == tifffile.FILLORDER.MSB2LSB
        and keyframe.bitspersample == 8 * dtype.itemsize
    )
    return Storage(
        keyframe,
        level_of(keyframe),
        dtype,
        is_separate=keyframe.shaped[0] > 1,
        is_raw=is_raw,
        has_raw_tiles=is_raw and is_plain and keyframe.is_tiled and not keyframe.is_subsampled,
        decodes_in_place=(
            (is_raw or keyframe.compression in OF_BYTES)
            and is_plain
            and (dtype.itemsize == 1 or keyframe.parent.byteorder == NATIVE)
            and keyframe.samplesperpixel == 1
        ),
    )


def level_of(page: tifffile.TiffPage) -> Level:
    """Size and stored unit of one resolution."""
    if page.is_tiled or page.jpegheader is not None:  # NDPI: restart intervals are tiles
        return Level(page.imagewidth, page.imagelength, page.tilewidth, page.tilelength)
    rows = min(page.rowsperstrip, page.imagelength)
    return Level(page.imagewidth, page.imagelength, page.imagewidth, rows)


def raw_offset(page: Page) -> int | None:
    """Where the rows of a page begin, if they are uncompressed and one after the other."""
    keyframe = cast(tifffile.TiffPage, page.keyframe)
    is_raw = page.is_contiguous and not keyframe.is_tiled and page.dataoffsets
    return page.dataoffsets[0] if is_raw else None
