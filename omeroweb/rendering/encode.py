"""Pictures to bytes."""

import io

import imagecodecs
import numpy as np
import tifffile

from omeroweb.rendering.png import encode_png
from omeroweb.rendering.quantize import UInt8Array

DEFAULT_QUALITY = 0.9

CONTENT_TYPES = {
    "jpeg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "tif": "image/tiff",
    "gif": "image/gif",
}

# Of TIFF's Deflate: each further level costs more time than it saves bytes.
FAST = 1
# Of WebP: its usual 4 takes three times as long for a fifteenth fewer bytes.
QUICK = 0


def encode(picture: UInt8Array, kind: str = "jpeg", quality: float | None = None) -> bytes:
    """A picture (Y, X, 3) as one of CONTENT_TYPES.

    quality: 0..1, for JPEG and WebP. JPEG keeps colours at full resolution: single channels of
    pure red or blue would bleed otherwise. PNG, TIFF and (within 256 colours) GIF lose nothing.
    """
    pixels = np.ascontiguousarray(picture)
    percent = max(1, round(100 * (DEFAULT_QUALITY if quality is None else quality)))
    match kind:
        case "jpeg":
            return bytes(imagecodecs.jpeg8_encode(pixels, level=percent, subsampling="444"))
        case "png":
            return encode_png(pixels)
        case "webp":
            return bytes(
                imagecodecs.webp_encode(pixels, level=percent, lossless=False, method=QUICK)
            )
        case "tif":
            return _tiff(pixels)
        case "gif":
            return bytes(imagecodecs.gif_encode(pixels))
    raise ValueError(f"{kind!r} is no kind of picture; expected {', '.join(CONTENT_TYPES)}")


def _tiff(pixels: UInt8Array) -> bytes:
    written = io.BytesIO()
    tifffile.imwrite(
        written,
        pixels,
        photometric="rgb",
        compression="zlib",
        predictor=True,
        compressionargs={"level": FAST},
        metadata=None,
    )
    return written.getvalue()
