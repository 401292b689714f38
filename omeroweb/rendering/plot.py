"""Intensities along one row or column, as numbers and as a picture over the image."""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from omeroweb.rendering.channels import ChannelSettings
from omeroweb.rendering.plan import Plan
from omeroweb.rendering.quantize import UInt8Array, quantize

Levels = NDArray[np.uint8]


def line_levels(lines: Sequence[NDArray[np.generic]], plan: Plan) -> list[Levels]:
    """Each shown channel's line of N intensities as levels 0..255 of its window."""
    shown = plan.settings[: len(plan.shown)]
    return [
        quantize(line[np.newaxis], setting)[0] for line, setting in zip(lines, shown, strict=True)
    ]


def draw_row(levels: Sequence[Levels], plan: Plan, height: int, width: int = 1) -> UInt8Array:
    """Lines over a picture of N columns: (height, N, 4) RGBA, transparent beside them.

    Level 0 is at the lower edge, 255 at the upper one. width: of a line, in pixels.
    """
    count = len(levels[0]) if levels else 1
    picture = np.zeros((height, count, 4), np.uint8)
    for line, setting in zip(levels, plan.settings, strict=False):
        rows = np.rint((255 - line.astype(float)) / 255 * (height - 1)).astype(np.int32)
        points = np.stack([np.arange(count, dtype=np.int32), rows], axis=1)
        cv2.polylines(picture, [points], False, (*_color(setting, plan), 255), width)
    return picture


def draw_column(levels: Sequence[Levels], plan: Plan, width: int, line: int = 1) -> UInt8Array:
    """Lines over a picture of N rows: (N, width, 4) RGBA; level 0 is at the left edge."""
    return np.ascontiguousarray(np.rot90(draw_row(levels, plan, width, line), k=-1))


def _color(setting: ChannelSettings, plan: Plan) -> tuple[int, int, int]:
    if plan.is_grey:
        return 255, 255, 255
    if setting.lut is not None:
        red, green, blue = setting.lut.table[-1].tolist()
        return red, green, blue
    return setting.color
