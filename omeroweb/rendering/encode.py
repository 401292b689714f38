"""Pictures to bytes."""

import imagecodecs
import numpy as np

from omeroweb.rendering.quantize import UInt8Array

DEFAULT_QUALITY = 0.9

CONTENT_TYPES = {"jpeg": "image/jpeg", "png": "image/png"}


def encode(picture: UInt8Array, kind: str = "jpeg", quality: float | None = None) -> bytes:
    """A picture (Y, X, 3) as JPEG or PNG.

    quality: 0..1 for JPEG, whose colours are kept at full resolution: single channels of pure
    red or blue would bleed otherwise.
    """
    pixels = np.ascontiguousarray(picture)
    if kind == "png":
        return bytes(imagecodecs.png_encode(pixels, level=1))
    percent = round(100 * (DEFAULT_QUALITY if quality is None else quality))
    return bytes(imagecodecs.jpeg8_encode(pixels, level=max(1, percent), subsampling="444"))
