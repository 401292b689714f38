"""Blending channels into one picture.

Additive with saturation, as OMERO renders: every channel adds its 0..255 intensity times its
colour, or the colour of its table; what exceeds 255 stays at 255. docs/rendering.md, "Blending".
"""

from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from omeroweb.rendering.channels import ChannelSettings
from omeroweb.rendering.luts import Lut
from omeroweb.rendering.quantize import UInt8Array, quantize

# OpenCV's transform mixes at most four channels in one call.
MOST_IN_ONE_CALL = 4

# The work is spread over requests; threads inside one call would only compete with them.
cv2.setNumThreads(1)

# Colours by channel, as columns, that leave an RGB picture as it is.
IDENTITY = np.eye(3, dtype=np.float32)


def composite(planes: NDArray[Any], channels: Sequence[ChannelSettings]) -> UInt8Array:
    """Blend channel planes into one RGB image.

    planes: (C, Y, X), any integer or float type, one per entry of channels. Returns (Y, X, 3).
    No channel at all gives a black picture.
    """
    plain, looked_up = [], []
    for plane, channel in zip(planes, channels, strict=True):
        intensity = quantize(plane, channel)
        if channel.lut is None:
            plain.append((intensity, channel.color))
        else:
            looked_up.append(colored(intensity, channel.lut))
    if plain:
        looked_up.append(_mixed(plain))
    if not looked_up:
        return np.zeros((*planes.shape[1:], 3), np.uint8)
    total = looked_up[0]
    for picture in looked_up[1:]:
        total = np.asarray(cv2.add(total, picture), np.uint8)
    return total


def greyscale(plane: NDArray[Any], channel: ChannelSettings) -> UInt8Array:
    """One plane (Y, X) in shades of grey, whatever its colour. Returns (Y, X, 3)."""
    intensity = quantize(plane, channel)
    return np.asarray(cv2.merge([intensity, intensity, intensity]), np.uint8)


def colored(intensity: UInt8Array, lut: Lut) -> UInt8Array:
    """Each level of (Y, X) as its colour in a table: (Y, X, 3)."""
    return np.asarray(cv2.applyColorMap(intensity, lut.table[:, np.newaxis]), np.uint8)


def _mixed(plain: Sequence[tuple[UInt8Array, tuple[int, int, int]]]) -> UInt8Array:
    """Intensities times their colours, added and rounded once."""
    intensities = [intensity for intensity, _ in plain]
    colors = np.array([color for _, color in plain], np.float32).T / 255
    if colors.shape == IDENTITY.shape and np.array_equal(colors, IDENTITY):
        return np.asarray(cv2.merge(intensities), np.uint8)
    if len(intensities) <= MOST_IN_ONE_CALL:
        return np.asarray(cv2.transform(cv2.merge(intensities), colors), np.uint8)
    total = np.zeros((*intensities[0].shape, 3), np.float32)
    for intensity, color in zip(intensities, colors.T, strict=True):
        total += intensity[..., np.newaxis] * color
    return np.rint(np.minimum(total, 255)).astype(np.uint8)
