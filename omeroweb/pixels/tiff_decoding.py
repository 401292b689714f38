"""Whole tiles decoded to where they are wanted, without a copy in between."""

import numpy as np
import tifffile

from omeroweb.pixels.base import PixelArray
from omeroweb.pixels.tiff_layout import Plane


def decoded_into(target: PixelArray, plane: Plane, number: int) -> bool:
    """Fill target (Y, X), contiguous, with such a tile of its size.

    False where the tile holds less: target is then left with anything. Raises what the decoder
    raises for damaged data, and ValueError where the file ends before.
    """
    offset, count = plane.page.dataoffsets[number], plane.page.databytecounts[number]
    out = target.reshape(-1).view(np.uint8)
    if plane.storage.is_raw:
        if count < target.nbytes:
            return False
        plane.file.bytes.read_into(offset, out.data)
        return True
    decompress = tifffile.TIFF.DECOMPRESSORS[plane.keyframe.compression]
    return len(decompress(plane.file.bytes.read(offset, count), out=out)) == target.nbytes
