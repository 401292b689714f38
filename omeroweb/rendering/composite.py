"""Blending channels into one picture.

Additive with saturation, as OMERO renders: every channel adds its 0..255 intensity times its
colour; what exceeds 255 stays at 255. docs/rendering.md, "Blending".
"""

from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from omeroweb.rendering.channels import ChannelSettings
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
    if len(channels) == 0:
        return np.zeros((*planes.shape[1:], 3), np.uint8)
    intensities = [
        quantize(plane, channel) for plane, channel in zip(planes, channels, strict=True)
    ]
    colors = np.array([channel.color for channel in channels], np.float32).T / 255
    if colors.shape == IDENTITY.shape and np.array_equal(colors, IDENTITY):
        return _picture(cv2.merge(intensities))
    if len(intensities) <= MOST_IN_ONE_CALL:
        return _picture(cv2.transform(cv2.merge(intensities), colors))
    total = np.zeros((*planes.shape[1:], 3), np.float32)
    for intensity, color in zip(intensities, colors.T, strict=True):
        total += intensity[..., np.newaxis] * color
    return np.rint(np.minimum(total, 255)).astype(np.uint8)


def greyscale(plane: NDArray[Any], channel: ChannelSettings) -> UInt8Array:
    """One plane (Y, X) in shades of grey, whatever its colour. Returns (Y, X, 3)."""
    intensity = quantize(plane, channel)
    return _picture(cv2.merge([intensity, intensity, intensity]))


def _picture(mixed: NDArray[Any]) -> UInt8Array:
    return np.asarray(mixed, np.uint8)
