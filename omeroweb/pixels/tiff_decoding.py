"""Whole tiles decoded to where they are wanted, without a copy in between."""

import sys

import numpy as np
import tifffile

from omeroweb.pixels.base import PixelArray
from omeroweb.pixels.tiff_layout import Plane

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


def decodes_in_place(keyframe: tifffile.TiffPage) -> bool:
    """Whether the tiles of a page are bytes as in memory, compressed or not, of one sample."""
    itemsize = np.dtype(keyframe.dtype).itemsize
    return (
        (keyframe.compression in OF_BYTES or is_raw(keyframe))
        and keyframe.predictor == tifffile.PREDICTOR.NONE
        and keyframe.fillorder == tifffile.FILLORDER.MSB2LSB
        and keyframe.bitspersample == 8 * itemsize
        and (itemsize == 1 or keyframe.parent.byteorder == NATIVE)
        and keyframe.samplesperpixel == 1
    )


def is_raw(keyframe: tifffile.TiffPage) -> bool:
    return bool(keyframe.compression == tifffile.COMPRESSION.NONE)


def decoded_into(target: PixelArray, plane: Plane, number: int) -> bool:
    """Fill target (Y, X), contiguous, with such a tile of its size.

    False where the tile holds less: target is then left with anything. Raises what the decoder
    raises for damaged data, and ValueError where the file ends before.
    """
    offset, count = plane.page.dataoffsets[number], plane.page.databytecounts[number]
    out = target.reshape(-1).view(np.uint8)
    if is_raw(plane.keyframe):
        if count < target.nbytes:
            return False
        plane.file.bytes.read_into(offset, out.data)
        return True
    decompress = tifffile.TIFF.DECOMPRESSORS[plane.keyframe.compression]
    return len(decompress(plane.file.bytes.read(offset, count), out=out)) == target.nbytes
