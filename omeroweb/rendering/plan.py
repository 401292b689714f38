"""The effective settings of a picture: what is shown, and how planes become it."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from omeroweb.rendering.channels import ChannelSettings, Family
from omeroweb.rendering.composite import composite, greyscale
from omeroweb.rendering.quantize import UInt8Array

# Colours that channels of red, green and blue, or a single one, are stored in.
AS_STORED = {3: ((255, 0, 0), (0, 255, 0), (0, 0, 255)), 1: ((255, 255, 255),)}


@dataclass(frozen=True)
class Plan:
    """Which channels are shown (indices from 0), and how each of them.

    is_grey: OMERO's greyscale model: only the first one, in shades of grey.
    """

    indices: tuple[int, ...]
    settings: tuple[ChannelSettings, ...]
    is_grey: bool = False

    @cached_property
    def text(self) -> str:
        """All of it, for a digest: written once for the tiles that share a plan."""
        return repr(self)

    @property
    def shown(self) -> tuple[int, ...]:
        """The channels whose planes are needed."""
        return self.indices[:1] if self.is_grey else self.indices


def shows_stored_pixels(plan: Plan, size_c: int, pixel_type: str) -> bool:
    """Whether the picture is what an image with ``size_c`` channels has stored, pixel by pixel.

    So it is for 8-bit red, green and blue in their own colours, and for one 8-bit channel in white,
    with windows over the whole type.
    """
    colors = AS_STORED.get(size_c)
    is_all = plan.indices == tuple(range(size_c)) and not (plan.is_grey and size_c > 1)
    if colors is None or pixel_type != "uint8" or not is_all:
        return False
    return all(
        (setting.start, setting.end) == (0, 255)
        and not setting.is_inverted
        and setting.family is Family.LINEAR
        and setting.lut is None
        and (setting.color == color or plan.is_grey)
        for setting, color in zip(plan.settings, colors, strict=True)
    )


def render(planes: NDArray[Any], plan: Plan) -> UInt8Array:
    """Planes (C, Y, X) of the channels in plan.shown as a picture (Y, X, 3)."""
    if plan.is_grey and plan.shown:
        return greyscale(planes[0], plan.settings[0])
    if plan.is_grey:
        return np.zeros((*planes.shape[1:], 3), np.uint8)
    return composite(planes, plan.settings)
