"""All channels side by side."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from omeroweb.rendering.plan import Plan, render
from omeroweb.rendering.quantize import UInt8Array

# Pixels of white between and around the panels.
BORDER = 2


@dataclass(frozen=True)
class Grid:
    """Panels in rows and columns, with the size of the whole picture."""

    columns: int
    rows: int
    width: int
    height: int


def grid(count: int, width: int, height: int, border: int = BORDER) -> Grid:
    """The grid of ``count`` panels of one size, as near to a square as rows allow."""
    root = math.sqrt(count)
    rows = round(root)
    columns = rows + 1 if root > rows else rows
    return Grid(
        columns,
        rows,
        columns * width + border * (columns + 1),
        rows * height + border * (rows + 1),
    )


def split_channels(planes: NDArray[Any], plan: Plan, border: int = BORDER) -> UInt8Array:
    """A panel for each of the planes (C, Y, X), and in the colour model one with all of them.

    Returns (height, width, 3), white where no panel is.
    """
    panels = [
        render(plane[np.newaxis], replace(plan, indices=(index,), settings=(setting,)))
        for plane, index, setting in zip(planes, plan.indices, plan.settings, strict=True)
    ]
    if not plan.is_grey:
        panels.append(render(planes, plan))
    return montage(panels, border)


def montage(panels: Sequence[UInt8Array], border: int = BORDER) -> UInt8Array:
    """Pictures of one size, row by row in a grid. Raises ValueError without any."""
    if not panels:
        raise ValueError("a montage needs at least one panel")
    height, width = panels[0].shape[:2]
    layout = grid(len(panels), width, height, border)
    picture = np.full((layout.height, layout.width, 3), 255, np.uint8)
    for number, panel in enumerate(panels):
        row, column = divmod(number, layout.columns)
        top = border + row * (height + border)
        left = border + column * (width + border)
        picture[top : top + height, left : left + width] = panel
    return picture
