"""Planes of OME-Zarr images through TensorStore, which fetches and decodes outside the GIL."""

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from omeroweb.errors import Unreadable
from omeroweb.pixels import ngff
from omeroweb.pixels.base import Level, PixelArray, StoredTile
from omeroweb.pixels.limits import beyond, limits
from omeroweb.pixels.local_files import reason
from omeroweb.pixels.location import Location, Url
from omeroweb.pixels.remote import context, store_spec, wait
from omeroweb.quantities import Region

# Bytes of a pixel that OME has no type for, and what fits into the next smaller one.
WIDE = 8
MOST = 2**32 - 1


class ZarrSource:
    """One multiscale image; arrays are opened when first read."""

    def __init__(self, path: Location) -> None:
        try:
            multiscale = ngff.attributes(path)["multiscales"][0]
            self._axes = ngff.axes(multiscale)
            self._folders = [
                ngff.below(path, dataset["path"]) for dataset in multiscale["datasets"]
            ]
            self._arrays = [ngff.array_metadata(folder) for folder in self._folders]
            self.levels: Sequence[Level] = [level_of(array, self._axes) for array in self._arrays]
            self._size = ngff.by_axis(self._axes, self._arrays[0].shape)
        except ngff.DAMAGED as error:
            raise Unreadable(path, f"damaged OME-Zarr metadata ({ngff.said(error)})") from None
        self._path = path
        self._opened: dict[int, Any] = {}
        self._lock = threading.Lock()

    def read(
        self, level: int, z: int, t: int, channels: Sequence[int], region: Region
    ) -> PixelArray:
        """Planes (C, Y, X) of a region; a chunk that is not stored is the array's fill value."""
        size = len(channels) * region.width * region.height * self._arrays[level].dtype.itemsize
        if size > limits().read_bytes:
            raise Unreadable(self._path, beyond("read_bytes", f"{size} bytes in one go"))
        array = self._open(level)
        position: dict[str, Any] = {
            "t": t,
            "z": z,
            "c": span(channels),
            "y": slice(region.y, region.y + region.height),
            "x": slice(region.x, region.x + region.width),
        }
        try:
            # All channels in one call: each call keeps the process's other threads waiting.
            wanted = array.oindex[tuple(position[axis] for axis in self._axes)]
            planes = wait(wanted.read())
        except (ValueError, IndexError, OSError) as error:
            raise Unreadable(self._folders[level], reason(error)) from None
        if planes.dtype.kind in "iu" and planes.dtype.itemsize == WIDE:
            planes = self._narrowed(planes, level)
        native = planes.astype(planes.dtype.newbyteorder("="), copy=False)
        # CYX is all that OME-Zarr allows; older files may have another order.
        order = [axis for axis in self._axes if axis in "cyx"]
        if "c" not in order:
            order, native = ["c", *order], np.stack([native] * len(channels))
        return np.asarray(native.transpose([order.index(axis) for axis in "cyx"]))

    def _narrowed(self, planes: PixelArray, level: int) -> PixelArray:
        """64-bit numbers of objects as 32-bit ones: OME has no pixel type for more."""
        least, most = int(planes.min()), int(planes.max())
        if least < 0 or most > MOST:
            found = least if least < 0 else most
            raise Unreadable(
                self._folders[level], f"number of an object {found}: expected 0 to {MOST}"
            )
        return planes.astype(np.uint32)

    def stored_tile(self, level: int, z: int, t: int, region: Region) -> StoredTile | None:
        """None: chunks are not pictures."""
        return None

    def close(self) -> None:
        with self._lock:
            self._opened.clear()

    def _open(self, level: int) -> Any:
        with self._lock:
            if level not in self._opened:
                self._opened[level] = self._open_array(level)
            return self._opened[level]

    def _open_array(self, level: int) -> Any:
        # Loaded with the first Zarr: it takes more memory than the rest of reading.
        import tensorstore  # noqa: PLC0415

        folder = self._folders[level]
        spec = {
            "driver": self._arrays[level].driver,
            "kvstore": _store(folder),
            "recheck_cached_data": "open",
        }
        try:
            opened = wait(tensorstore.open(spec, context=context(), read=True, open=True))
        except (ValueError, OSError) as error:
            raise Unreadable(folder, reason(error)) from None
        if opened.shape != self._arrays[level].shape:
            raise Unreadable(folder, "the array is not any more what it was when it was opened")
        return opened


def _store(folder: Location) -> dict[str, Any]:
    if isinstance(folder, Url):
        return store_spec(folder, is_folder=True)
    return {"driver": "file", "path": str(Path(folder).absolute())}


def span(channels: Sequence[int]) -> slice | list[int]:
    """Neighbouring channels as a slice, which takes less time to read than a list of them."""
    first, end = channels[0], channels[0] + len(channels)
    return slice(first, end) if list(channels) == list(range(first, end)) else list(channels)


def level_of(array: ngff.ArrayMetadata, axes: str) -> Level:
    """Size and chunk of one array. Raises ValueError for lengths that no real image has."""
    size, chunk = ngff.by_axis(axes, array.shape), ngff.by_axis(axes, array.chunks)
    if max(size["x"], size["y"]) > limits().side:
        raise ValueError(beyond("side", f"{size['x']} x {size['y']} pixels"))
    return Level(size["x"], size["y"], chunk["x"], chunk["y"])
