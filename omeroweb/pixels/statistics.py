"""Intensity windows for images whose files name none, found from a sample of their pixels."""

from dataclasses import dataclass

import numpy as np

from omeroweb.pixels.base import PIXEL_TYPES, PixelArray, PixelSource
from omeroweb.pixels.description import ImageDescription
from omeroweb.quantities import Region

# Pixels of one plane that are looked at: a pyramid is read at the first level that is no larger.
PLANE_PIXELS = 1024 * 1024
# Planes looked at along Z and along T.
PLANES_ALONG_Z = 3
PLANES_ALONG_T = 2
# The numbers of objects are shown from 0 on; up to this one each of them has a level of its own.
OBJECTS = 255
# Share of the pixels left dark and bright at the ends of the window.
LOW_PERCENT, HIGH_PERCENT = 0.5, 99.8


@dataclass(frozen=True)
class Window:
    """Least and greatest value of a channel (of the sample) and the window shown at first."""

    minimum: float
    maximum: float
    start: float
    end: float


def windows(source: PixelSource, image: ImageDescription) -> list[Window]:
    """One window per channel: what the file says, else sampled; RGB is shown as it is.

    Numbers of objects are no intensities: none of them is an outlier.
    """
    low, high = type_range(image.pixel_type)
    if all(channel.is_rgb for channel in image.channels) and image.pixel_type == "uint8":
        return [Window(low, high, low, high)] * image.size_c
    sample = _sample(source, image)
    if image.is_label:
        return [
            Window(float(values.min()), float(values.max()), 0, float(max(OBJECTS, values.max())))
            for values in sample
        ]
    found = [
        _window(sample[index], channel.window, image.pixel_type)
        for index, channel in enumerate(image.channels)
    ]
    return _common(found) if all(channel.is_rgb for channel in image.channels) else found


def type_range(pixel_type: str) -> tuple[float, float]:
    """The values that a pixel type can hold; 0 to 1 for floating point, which has no such range."""
    dtype = PIXEL_TYPES[pixel_type]
    if dtype.kind == "f":
        return 0.0, 1.0
    limits = np.iinfo(dtype)
    return float(limits.min), float(limits.max)


def _common(found: list[Window]) -> list[Window]:
    """One window for red, green and blue: windows of their own would change the colours."""
    return [
        Window(
            window.minimum,
            window.maximum,
            min(other.start for other in found),
            max(other.end for other in found),
        )
        for window in found
    ]


def _sample(source: PixelSource, image: ImageDescription) -> PixelArray:
    """(C, N) values of a few planes at a resolution that is quick to read."""
    level = next(
        (n for n, size in enumerate(source.levels) if size.size_x * size.size_y <= PLANE_PIXELS),
        len(source.levels) - 1,
    )
    size = source.levels[level]
    # Without a small level only the middle of the plane is read.
    width, height = min(size.size_x, 1024), min(size.size_y, 1024)
    region = Region((size.size_x - width) // 2, (size.size_y - height) // 2, width, height)
    planes = [
        source.read(level, z, t, range(image.size_c), region).reshape(image.size_c, -1)
        for t in _spread(image.size_t, PLANES_ALONG_T)
        for z in _spread(image.size_z, PLANES_ALONG_Z)
    ]
    return np.concatenate(planes, axis=1)


def _spread(length: int, count: int) -> list[int]:
    """Up to count positions spread over an axis, its middle always among them."""
    return sorted({(2 * n + 1) * length // (2 * count) for n in range(count)} | {length // 2})


def _window(values: PixelArray, said: tuple[float, float] | None, pixel_type: str) -> Window:
    finite = values[np.isfinite(values)] if values.dtype.kind == "f" else values
    if finite.size == 0:
        low, high = type_range(pixel_type)
        return Window(low, high, low, high)
    minimum, maximum = float(finite.min()), float(finite.max())
    if said:
        start, end = said
        return Window(min(minimum, start), max(maximum, end), start, end)
    start, end = (float(value) for value in np.percentile(finite, (LOW_PERCENT, HIGH_PERCENT)))
    if values.dtype.kind != "f":
        start, end = float(np.floor(start)), float(np.ceil(end))
    if end <= start:
        # Nearly one value: it is shown bright, unless it is nothing at all.
        start = minimum if minimum < start else min(0.0, start)
        end = max(end, start + 1)
    return Window(min(minimum, start), max(maximum, end), start, end)
