"""Whole tiles decoded to where they are wanted, without a copy in between."""

import sys

import numpy as np
import tifffile

from omeroweb.pixels.base import PixelArray

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
    """Whether the tiles of a page need decompression and no more, and have one sample."""
    itemsize = np.dtype(keyframe.dtype).itemsize
    return (
        keyframe.compression in OF_BYTES
        and keyframe.predictor == tifffile.PREDICTOR.NONE
        and keyframe.fillorder == tifffile.FILLORDER.MSB2LSB
        and keyframe.bitspersample == 8 * itemsize
        and (itemsize == 1 or keyframe.parent.byteorder == NATIVE)
        and keyframe.samplesperpixel == 1
    )


def decoded_into(target: PixelArray, data: bytes, keyframe: tifffile.TiffPage) -> bool:
    """Fill target (Y, X), contiguous, with such a tile of its size.

    False where the tile holds less: target is then left with anything. Raises what the decoder
    raises for damaged data.
    """
    decompress = tifffile.TIFF.DECOMPRESSORS[keyframe.compression]
    decoded = decompress(data, out=target.reshape(-1).view(np.uint8))
    return len(decoded) == target.nbytes
