"""All tables as one picture, one below the other: what buttons and sliders show as background."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from omeroweb.rendering.luts.table import COLORS, Lut

# Rows of the picture for each table.
ROWS = 10


def picture(luts: Sequence[Lut]) -> NDArray[np.uint8]:
    """(10 * (len(luts) + 1), 256, 4) RGBA.

    Ten rows for each table in turn. The last ten are black, from opaque on the left to
    transparent on the right, for sliders that lie over a plain colour.
    """
    stripes = np.zeros((len(luts) + 1, COLORS, 4), np.uint8)
    for stripe, lut in zip(stripes, luts, strict=False):
        stripe[:, :3] = lut.table
        stripe[:, 3] = 255
    stripes[-1, :, 3] = np.arange(COLORS)[::-1]
    return np.repeat(stripes, ROWS, axis=0)
