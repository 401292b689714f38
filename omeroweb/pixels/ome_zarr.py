"""OME-Zarr folders: what is in them, and their planes through TensorStore."""

import functools
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import tensorstore

from omeroweb.errors import Unreadable
from omeroweb.pixels import ngff
from omeroweb.pixels.base import Level, PixelArray, StoredTile, pixel_type
from omeroweb.pixels.description import (
    ChannelDescription,
    FilesetDescription,
    ImageDescription,
    OriginalFileDescription,
    PlateDescription,
    WellPosition,
)
from omeroweb.pixels.ngff import metadata_file
from omeroweb.quantities import Length, Region

__all__ = ["OmeZarrSource", "describe", "metadata_file"]

# Decoded chunks kept per process, so that neighbouring tiles do not decode a chunk twice.
CHUNK_CACHE_BYTES = 64 * 1024 * 1024


def describe(path: Path) -> FilesetDescription:
    """The images of one OME-Zarr folder: an image, a plate, or a bioformats2raw collection."""
    try:
        found = ngff.attributes(path)
        if "plate" in found:
            images = tuple(_plate_images(path, found["plate"]))
            return _fileset(path, images, _plate(path, found["plate"]))
        if "multiscales" in found:
            return _fileset(path, (_image(path, found, path.name),))
        if "bioformats2raw.layout" in found:
            return _fileset(path, tuple(_collection(path)))
    except (KeyError, TypeError, ValueError, IndexError) as error:
        raise Unreadable(path, f"damaged OME-Zarr metadata ({error!r})") from None
    raise Unreadable(path, "a Zarr group without multiscales or plate is no OME-Zarr image")


def _fileset(
    path: Path, images: tuple[ImageDescription, ...], plate: PlateDescription | None = None
) -> FilesetDescription:
    files = (OriginalFileDescription(path, is_folder=True),)
    return FilesetDescription(images, path, files, "OME-Zarr", plates=(plate,) if plate else ())


@functools.cache
def _context() -> tensorstore.Context:
    """Cache and threads, one set per process; made after the server has forked."""
    return tensorstore.Context({"cache_pool": {"total_bytes_limit": CHUNK_CACHE_BYTES}})


class OmeZarrSource:
    """One multiscale image; arrays are opened when first read."""

    def __init__(self, path: Path) -> None:
        try:
            multiscale = ngff.attributes(path)["multiscales"][0]
            self._axes = ngff.axes(multiscale)
            self._folders = [path / dataset["path"] for dataset in multiscale["datasets"]]
        except (KeyError, TypeError, IndexError) as error:
            raise Unreadable(path, f"damaged OME-Zarr metadata ({error!r})") from None
        self._arrays = [ngff.array_metadata(folder) for folder in self._folders]
        self.levels: Sequence[Level] = [_level(array, self._axes) for array in self._arrays]
        self._opened: dict[int, Any] = {}
        self._lock = threading.Lock()

    def read(
        self, level: int, z: int, t: int, channels: Sequence[int], region: Region
    ) -> PixelArray:
        """Planes (C, Y, X) of a region; a chunk that is not stored is the array's fill value."""
        array = self._open(level)
        position: dict[str, Any] = {
            "t": t,
            "z": z,
            "y": slice(region.y, region.y + region.height),
            "x": slice(region.x, region.x + region.width),
        }
        try:
            pending = [
                array[tuple({**position, "c": c}[axis] for axis in self._axes)].read()
                for c in channels
            ]
            planes = np.stack([future.result() for future in pending])
        except (ValueError, IndexError, OSError) as error:
            folder = self._folders[level]
            raise Unreadable(folder, f"{str(error).splitlines()[0]}") from None
        native = planes.astype(planes.dtype.newbyteorder("="), copy=False)
        # YX order is all that OME-Zarr allows; older files may have it reversed.
        return native if self._axes.index("y") < self._axes.index("x") else native.swapaxes(1, 2)

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
        folder = self._folders[level]
        spec = {
            "driver": self._arrays[level].driver,
            "kvstore": {"driver": "file", "path": str(folder)},
            "recheck_cached_data": "open",
        }
        try:
            return tensorstore.open(spec, context=_context(), read=True, open=True).result()
        except (ValueError, OSError) as error:
            raise Unreadable(folder, f"{str(error).splitlines()[0]}") from None


def _image(
    path: Path, found: ngff.Attributes, name: str, well: WellPosition | None = None
) -> ImageDescription:
    multiscale = found["multiscales"][0]
    axes = ngff.axes(multiscale)
    if not {"y", "x"} <= set(axes) or not set(axes) <= set("tczyx"):
        raise Unreadable(path, f"axes {axes} are not supported; expected some of t, c, z, y, x")
    arrays = [ngff.array_metadata(path / dataset["path"]) for dataset in multiscale["datasets"]]
    kind = pixel_type(arrays[0].dtype)
    if kind is None:
        raise Unreadable(path, f"pixel type {arrays[0].dtype} is not supported")
    size = dict(zip(axes, arrays[0].shape, strict=True))
    return ImageDescription(
        name=name,
        path=path,
        series=0,
        size_x=size["x"],
        size_y=size["y"],
        size_z=size.get("z", 1),
        size_c=size.get("c", 1),
        size_t=size.get("t", 1),
        pixel_type=kind,
        levels=tuple(_level(array, axes) for array in arrays),
        channels=tuple(_channels(found.get("omero", {}), size.get("c", 1))),
        physical_size_x=_physical(multiscale, axes, "x"),
        physical_size_y=_physical(multiscale, axes, "y"),
        physical_size_z=_physical(multiscale, axes, "z"),
        time_increment=_physical(multiscale, axes, "t"),
        well=well,
    )


def _plate(path: Path, plate: ngff.Attributes) -> PlateDescription:
    rows = [str(row["name"]) for row in plate["rows"]]
    columns = [str(column["name"]) for column in plate["columns"]]
    return PlateDescription(
        name=str(plate.get("name") or path.name),
        rows=len(rows),
        columns=len(columns),
        row_naming="number" if rows and rows[0].isdigit() else "letter",
        column_naming="number" if columns and columns[0].isdigit() else "letter",
    )


def _plate_images(path: Path, plate: ngff.Attributes) -> Iterator[ImageDescription]:
    for well in plate["wells"]:
        folder = path / well["path"]
        label = str(well["path"]).replace("/", "")
        for field, entry in enumerate(ngff.attributes(folder)["well"]["images"]):
            image = folder / str(entry["path"])
            position = WellPosition(int(well["rowIndex"]), int(well["columnIndex"]), field)
            name = f"{path.name} [Well {label}, Field {field + 1}]"
            yield _image(image, ngff.attributes(image), name, position)


def _collection(path: Path) -> Iterator[ImageDescription]:
    numbered = [folder for folder in path.iterdir() if folder.name.isdigit()]
    for folder in sorted(numbered, key=lambda folder: int(folder.name)):
        name = f"{path.name} [{folder.name}]"
        yield _image(folder, ngff.attributes(folder), name)


def _level(array: ngff.ArrayMetadata, axes: str) -> Level:
    y, x = axes.index("y"), axes.index("x")
    return Level(array.shape[x], array.shape[y], array.chunks[x], array.chunks[y])


def _physical(multiscale: ngff.Attributes, axes: str, axis: str) -> Length | None:
    factors, unit = ngff.scale(multiscale), ngff.unit(multiscale, axis)
    if factors is None or unit is None or axis not in axes:
        return None
    return Length(factors[axes.index(axis)], unit)


def _channels(omero: ngff.Attributes, size_c: int) -> Iterator[ChannelDescription]:
    listed = omero.get("channels") or []
    for index in range(size_c):
        yield _channel(listed[index]) if index < len(listed) else ChannelDescription()


def _channel(entry: ngff.Attributes) -> ChannelDescription:
    window = entry.get("window") or {}
    is_complete = "start" in window and "end" in window
    return ChannelDescription(
        name=str(entry.get("label") or ""),
        color=_color(str(entry.get("color") or "")),
        window=(float(window["start"]), float(window["end"])) if is_complete else None,
        is_active=entry.get("active"),
    )


def _color(text: str) -> tuple[int, int, int] | None:
    digits = text.removeprefix("#")
    try:
        red, green, blue = bytes.fromhex(digits[:6])
    except ValueError:
        return None
    return red, green, blue
