"""The tables that are always there, by name."""

from functools import cache

import numpy as np

from omeroweb.rendering.luts.formulas import FORMULAS, Table, lines
from omeroweb.rendering.luts.table import COLORS, Lut

SUFFIX = ".lut"

# From the library cmap, whose catalogue names the source and licence of each.
FROM_CMAP = {
    "fire": "imagej:fire",
    "ice": "imagej:ice",
    "green_fire_blue": "imagej:GreenFireBlue",
    "glasbey": "glasbey:glasbey",
    # Not among ImageJ's: they are even to the eye, also where colours are told apart badly.
    "cividis": "cividis:cividis",
    "inferno": "bids:inferno",
    "magma": "bids:magma",
    "plasma": "bids:plasma",
    "turbo": "google:turbo",
    "viridis": "bids:viridis",
}

# Stops of fire and ice.
COARSE = 32

INVERTED = {"glasbey_inverted": "glasbey"}


def names() -> tuple[str, ...]:
    """File names such as fire.lut, in alphabetical order."""
    return tuple(sorted(name + SUFFIX for name in (*FORMULAS, *FROM_CMAP, *INVERTED)))


@cache
def lut(name: str) -> Lut | None:
    """The table of a file name such as fire.lut, in any case; None where there is none."""
    stem = name.lower().removesuffix(SUFFIX)
    table = _table(stem)
    return None if table is None else Lut.of(stem + SUFFIX, table)


def _table(stem: str) -> Table | None:
    if stem in FORMULAS:
        return FORMULAS[stem]()
    if stem in INVERTED:
        inverted = _table(INVERTED[stem])
        return None if inverted is None else 255 - inverted
    if stem in FROM_CMAP:
        return _from_cmap(FROM_CMAP[stem])
    return None


def _from_cmap(name: str) -> Table:
    import cmap  # noqa: PLC0415 - only where such a table is wanted

    colormap = cmap.Colormap(name)
    if len(colormap.color_stops) == COARSE:
        # ImageJ spreads its 32 colours over the levels 0, 8, ..., 248 and not up to 255.
        colors = np.rint(255 * np.array([stop.color.rgba[:3] for stop in colormap.color_stops]))
        return lines(
            *((8 * n, tuple(color)) for n, color in enumerate(colors.astype(int).tolist()))
        )
    return np.asarray(np.rint(255 * colormap.lut(COLORS)[:, :3]), np.uint8)
