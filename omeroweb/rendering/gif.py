"""GIF with a transparent background, for line plots."""

import imagecodecs
import numpy as np

from omeroweb.rendering.quantize import UInt8Array

HEADER_BYTES, SCREEN_BYTES = 6, 7
MOST_COLORS = 256


def encode_transparent_gif(picture: UInt8Array) -> bytes:
    """A drawing (Y, X, 4) RGBA of at most 255 colours; alpha is taken as 0 or 255.

    The library writes GIF87a, which knows no transparency: the graphic control extension of
    GIF89a (specification of 1990, section 23) is put before the picture.
    """
    is_drawn = picture[..., 3] > 0
    colors, inverse = np.unique(picture[is_drawn][:, :3], axis=0, return_inverse=True)
    if len(colors) >= MOST_COLORS:
        raise ValueError(f"a transparent GIF holds {MOST_COLORS - 1} colours, not {len(colors)}")
    indices = np.zeros(picture.shape[:2], np.uint8)
    indices[is_drawn] = inverse.reshape(-1) + 1
    palette = np.zeros((MOST_COLORS, 3), np.uint8)
    palette[1 : len(colors) + 1] = colors
    plain = imagecodecs.gif_encode(indices, colormap=palette)
    start = HEADER_BYTES + SCREEN_BYTES + 3 * MOST_COLORS
    is_transparent, index = 1, 0
    control = bytes([0x21, 0xF9, 4, is_transparent, 0, 0, index, 0])
    return b"GIF89a" + bytes(plain[HEADER_BYTES:start]) + control + bytes(plain[start:])
