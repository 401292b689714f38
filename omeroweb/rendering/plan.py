"""The effective settings of a picture: what is shown, and how planes become it."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from omeroweb.rendering.channels import ChannelSettings
from omeroweb.rendering.composite import composite, greyscale
from omeroweb.rendering.quantize import UInt8Array


@dataclass(frozen=True)
class Plan:
    """Which channels are shown (indices from 0), and how each of them.

    is_grey: OMERO's greyscale model: only the first one, in shades of grey.
    """

    indices: tuple[int, ...]
    settings: tuple[ChannelSettings, ...]
    is_grey: bool = False

    @property
    def shown(self) -> tuple[int, ...]:
        """The channels whose planes are needed."""
        return self.indices[:1] if self.is_grey else self.indices


def render(planes: NDArray[Any], plan: Plan) -> UInt8Array:
    """Planes (C, Y, X) of the channels in plan.shown as a picture (Y, X, 3)."""
    if plan.is_grey and plan.shown:
        return greyscale(planes[0], plan.settings[0])
    if plan.is_grey:
        return np.zeros((*planes.shape[1:], 3), np.uint8)
    return composite(planes, plan.settings)
