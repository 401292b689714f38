"""What one tile of 512 x 512 pixels costs on one core: blending and encoding. `make bench-kernel`.

Prints the two tables of docs/performance.md, "Kernel".
"""

from collections.abc import Callable, Iterator

import cv2
import imagecodecs
import numpy as np
from numpy.typing import NDArray

from omeroweb.rendering import ChannelSettings, composite, encode, luts
from tests.bench import blending
from tests.bench.timing import milliseconds

SIDE = 512

RED, GREEN, BLUE = (255, 0, 0), (0, 255, 0), (0, 0, 255)
ORANGE, VIOLET = (255, 128, 0), (130, 40, 255)


def planes(count: int) -> NDArray[np.uint16]:
    """Blobs with the noise of a camera: (C, 512, 512), values to about 3000."""
    random = np.random.default_rng(1)
    blobs = [
        cv2.resize(random.random((16, 16)), (SIDE, SIDE), interpolation=cv2.INTER_CUBIC)
        for _ in range(count)
    ]
    noisy = 2500 * np.stack(blobs).clip(0, 1) + random.poisson(100, (count, SIDE, SIDE))
    return noisy.astype(np.uint16)


def channels(*colors: tuple[int, int, int], lut: str = "") -> list[ChannelSettings]:
    table = luts.lut(lut) if lut else None
    return [ChannelSettings(100, 2600, color, lut=table) for color in colors]


def blends() -> Iterator[tuple[str, Callable[[], object]]]:
    three = planes(3)
    mixed = channels(RED, ORANGE, VIOLET)
    yield "naive NumPy, three mixed colours", lambda: blending.naive(three, mixed)
    yield "packed NumPy, three mixed colours", lambda: blending.packed(three, mixed)
    loop = blending.compiled()
    if loop:
        yield "numba, three mixed colours", lambda: loop(three, mixed)
    yield "ours, three mixed colours", lambda: composite(three, mixed)
    pure = channels(RED, GREEN, BLUE)
    yield "ours, red, green and blue", lambda: composite(three, pure)
    fire = channels(RED, RED, RED, lut="fire.lut")
    yield "ours, three lookup tables", lambda: composite(three, fire)
    eight, colors = planes(8), channels(*(RED, ORANGE, VIOLET, GREEN) * 2)
    yield "ours, eight channels", lambda: composite(eight, colors)
    floating = three.astype(np.float32)
    yield "ours, three mixed colours of float", lambda: composite(floating, mixed)
    wide = three.astype(np.uint32)
    yield "ours, three mixed colours of uint32", lambda: composite(wide, mixed)


def encoders() -> Iterator[tuple[str, Callable[[], bytes]]]:
    picture = composite(planes(3), channels(RED, ORANGE, VIOLET))
    yield "JPEG 0.9, full colour (ours)", lambda: encode(picture)
    yield (
        "JPEG 0.9, 4:2:0",
        lambda: bytes(imagecodecs.jpeg8_encode(picture, level=90, subsampling="420")),
    )
    yield "PNG (ours)", lambda: encode(picture, "png")
    yield "PNG, libpng level 1", lambda: bytes(imagecodecs.png_encode(picture, level=1))
    yield "WebP 0.9, method 0 (ours)", lambda: encode(picture, "webp")
    yield (
        "WebP 0.9, method 4",
        lambda: bytes(imagecodecs.webp_encode(picture, level=90, lossless=False)),
    )
    yield "TIFF, Deflate (ours)", lambda: encode(picture, "tif")


def main() -> None:
    print("| blending | least | median |\n| --- | --- | --- |")
    for name, blend in blends():
        least, median = milliseconds(blend)
        print(f"| {name} | {least:.2f} ms | {median:.2f} ms |")
    print("\n| encoding | least | median | bytes |\n| --- | --- | --- | --- |")
    for name, make in encoders():
        least, median = milliseconds(make, repeats=20)
        print(f"| {name} | {least:.2f} ms | {median:.2f} ms | {len(make()):,} |")


if __name__ == "__main__":
    main()
