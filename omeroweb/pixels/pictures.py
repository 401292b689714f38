"""PNG, JPEG, GIF, BMP and WebP: pictures that are decoded as a whole."""

import contextlib
import struct
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import imagecodecs
import numpy as np

from omeroweb.errors import Unreadable
from omeroweb.pixels.base import Level, PixelArray, StoredTile, pixel_type
from omeroweb.pixels.description import (
    ChannelDescription,
    FilesetDescription,
    ImageDescription,
    OriginalFileDescription,
)
from omeroweb.pixels.lending import version
from omeroweb.pixels.limits import MIB, beyond, limits
from omeroweb.pixels.local_files import check_regular, read_all, reason
from omeroweb.pixels.location import display_name
from omeroweb.pixels.ome_xml import rgb_channels
from omeroweb.pixels.picture_header import PictureHeader, picture_header
from omeroweb.quantities import Region
from omeroweb.turn import give_way

DECODERS: dict[str, Callable[[bytes], Any]] = {
    "png": imagecodecs.png_decode,
    "jpeg": imagecodecs.jpeg8_decode,
    "gif": lambda data: imagecodecs.gif_decode(data, index=0),
    "bmp": imagecodecs.bmp_decode,
    "webp": imagecodecs.webp_decode,
}
# What the decoders were seen to raise on damaged files; nothing of ours is caught.
DAMAGED = (
    imagecodecs.PngError,
    imagecodecs.Jpeg8Error,
    imagecodecs.GifError,
    imagecodecs.BmpError,
    imagecodecs.WebpError,
    ValueError,
    RuntimeError,
    MemoryError,
    OSError,
    TypeError,
    LookupError,
    struct.error,
)
# The most that a picture takes: four samples of 16 bits.
BYTES_OF_A_PIXEL = 8
# Decoded pictures kept per process, so that the tiles of one do not decode it each time.
CACHE_BYTES = 256 * MIB


def describe(path: Path) -> FilesetDescription:
    """The one image of a picture file. Raises Unreadable."""
    header, decoded = _decode(path)
    kind = pixel_type(decoded.dtype)
    if kind is None:
        raise Unreadable(path, f"pixel type {decoded.dtype} is not supported")
    height, width, samples = decoded.shape
    image = ImageDescription(
        name=display_name(path),
        path=path,
        series=0,
        size_x=width,
        size_y=height,
        size_z=1,
        size_c=samples,
        size_t=1,
        pixel_type=kind,
        levels=(Level(width, height, width, height),),
        channels=_channels(samples),
    )
    files = (OriginalFileDescription(path),)
    return FilesetDescription((image,), path, files, header.kind.upper())


def open_image(path: Path, series: int) -> "PictureSource":
    """Open a picture for reading. Raises Unreadable."""
    return PictureSource(path)


class PictureSource:
    """A picture, decoded when it is first read."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._version = version(path)
        height, width, _ = self._decoded().shape
        self.levels: Sequence[Level] = (Level(width, height, width, height),)

    def read(
        self, level: int, z: int, t: int, channels: Sequence[int], region: Region
    ) -> PixelArray:
        """Planes (C, Y, X) of a region."""
        x, y, width, height = region
        part = self._decoded()[y : y + height, x : x + width]
        return np.ascontiguousarray(np.moveaxis(part, -1, 0)[list(channels)])

    def stored_tile(self, level: int, z: int, t: int, region: Region) -> StoredTile | None:
        """None: a photograph may carry an orientation, which a browser would apply."""
        return None

    def close(self) -> None:
        """Nothing is open."""

    def _decoded(self) -> PixelArray:
        give_way()
        return _cache.get((str(self._path), self._version), lambda: _decode(self._path)[1])


def _channels(samples: int) -> tuple[ChannelDescription, ...]:
    if samples >= 3:
        return tuple(rgb_channels()[:samples])
    alpha = ChannelDescription(name="Alpha", is_active=False)
    return (ChannelDescription(), alpha)[:samples]


def _decode(path: Path) -> tuple[PictureHeader, PixelArray]:
    """(Y, X, samples), native byte order. Raises Unreadable."""
    size = check_regular(path).st_size
    if size > BYTES_OF_A_PIXEL * limits().picture_pixels:
        raise Unreadable(path, beyond("picture_pixels", f"a picture in {size} bytes"))
    data = read_all(path)
    try:
        header = picture_header(data)
    except (ValueError, struct.error) as error:
        raise Unreadable(path, f"damaged picture ({error})") from None
    if header is None:
        raise Unreadable(path, "its content is no PNG, JPEG, GIF, BMP or WebP")
    if not 0 < header.width * header.height <= limits().picture_pixels or header.width < 0:
        raise Unreadable(path, beyond("picture_pixels", f"{header.width} x {header.height} pixels"))
    try:
        decoded = np.asarray(DECODERS[header.kind](data))
    except DAMAGED as error:
        raise Unreadable(path, f"damaged {header.kind.upper()} ({reason(error)})") from None
    if decoded.ndim == 2:
        decoded = decoded[..., np.newaxis]
    if decoded.ndim != 3 or decoded.shape[2] > 4 or decoded.shape[:2] != header[:0:-1]:
        raise Unreadable(path, f"a picture of shape {decoded.shape} is not supported")
    if header.kind == "jpeg" and decoded.shape[2] == 4:
        raise Unreadable(path, "CMYK colours are not supported; expected RGB or grey")
    if decoded.dtype.kind == "b":
        decoded = decoded.astype("uint8") * 255
    return header, decoded


class _Cache:
    """Decoded pictures, the least recently used dropped; one that is large is not kept at all."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[str, int], PixelArray] = OrderedDict()
        self._bytes = 0

    def get(self, key: tuple[str, int], decode: Callable[[], PixelArray]) -> PixelArray:
        with self._lock, contextlib.suppress(KeyError):
            self._kept.move_to_end(key)
            return self._kept[key]
        decoded = decode()
        with self._lock:
            if key not in self._kept and decoded.nbytes <= self._limit:
                self._kept[key] = decoded
                self._bytes += decoded.nbytes
                while self._bytes > self._limit:
                    self._bytes -= self._kept.popitem(last=False)[1].nbytes
        return decoded


_cache = _Cache(CACHE_BYTES)
