"""DeltaVision DV and R3D: the header by mrc, rows by ranges of the file."""

import os
from pathlib import Path
from typing import Any

import numpy as np

from omeroweb.errors import Unreadable
from omeroweb.pixels.base import Level, PixelArray, pixel_type
from omeroweb.pixels.description import (
    ChannelDescription,
    FilesetDescription,
    ImageDescription,
    OriginalFileDescription,
)
from omeroweb.pixels.frames_source import FramesSource, check_sizes, damage
from omeroweb.pixels.local_files import LocalBytes, check_regular
from omeroweb.pixels.location import display_name
from omeroweb.pixels.optional import needed
from omeroweb.pixels.pairs import flat
from omeroweb.quantities import Length, Region

HEADER_BYTES = 1024


def describe(path: Path) -> FilesetDescription:
    """The image of a DV file. Raises Unreadable."""
    header = _header(path)
    sizes, dtype = header.sizes, header.dtype
    kind = pixel_type(dtype)
    if kind is None:
        raise Unreadable(path, f"pixel type {dtype} is not supported")
    voxel = header.voxel_size
    image = ImageDescription(
        name=display_name(path),
        path=path,
        series=0,
        size_x=sizes["X"],
        size_y=sizes["Y"],
        size_z=sizes["Z"],
        size_c=sizes["C"],
        size_t=sizes["T"],
        pixel_type=kind,
        levels=(_level(sizes),),
        channels=tuple(_channel(header.hdr, number) for number in range(sizes["C"])),
        physical_size_x=_micrometers(voxel.x),
        physical_size_y=_micrometers(voxel.y),
        physical_size_z=_micrometers(voxel.z),
    )
    pairs = flat({"Header": {k: v for k, v in header.hdr._asdict().items() if k != "blank"}})
    files = (OriginalFileDescription(path),)
    return FilesetDescription((image,), path, files, "DeltaVision", original_metadata=pairs)


def open_image(path: Path, series: int) -> FramesSource:
    """Open the image for reading. Raises Unreadable."""
    header = _header(path)
    sizes, axes, dtype = header.sizes, header.axes, header.dtype
    start = HEADER_BYTES + header.hdr.ext_hdr_len
    with damage(path, "DV"):
        descriptor = os.open(path, os.O_RDONLY)
    file = LocalBytes(descriptor)
    stride = sizes["X"] * dtype.itemsize

    def read_rows(z: int, c: int, t: int, region: Region) -> PixelArray:
        position = {"Z": z, "C": c, "T": t}
        index = 0
        for axis in axes[:3]:
            index = index * sizes[axis] + position[axis]
        first = start + (index * sizes["Y"] + region.y) * stride
        data = file.read(first, region.height * stride)
        rows = np.frombuffer(data, dtype).reshape(region.height, sizes["X"])
        return rows[:, region.x : region.x + region.width]

    return FramesSource(
        path, "DV", _level(sizes), read_rows, lambda: os.close(descriptor), is_thread_safe=True
    )


def _header(path: Path) -> Any:
    """mrc's reader, closed again: the file is not kept mapped. Raises Unreadable."""
    mrc = needed("mrc", path)
    size = check_regular(path).st_size
    with damage(path, "DV"):
        header = mrc.DVFile(str(path))
        header.close()
        sizes = header.sizes
        if min(sizes.values()) < 1 or header.hdr.ext_hdr_len < 0:
            raise ValueError(f"sizes {sizes}")
        planes = sizes["Z"] * sizes["C"] * sizes["T"]
        check_sizes(path, sizes["X"], sizes["Y"], planes, header.dtype.itemsize)
        plane = sizes["X"] * sizes["Y"] * header.dtype.itemsize
        end = HEADER_BYTES + header.hdr.ext_hdr_len + planes * plane
        if end > size:
            raise ValueError(f"truncated, its pixels end at byte {end} and the file at {size}")
    return header


def _level(sizes: Any) -> Level:
    return Level(sizes["X"], sizes["Y"], sizes["X"], sizes["Y"])


def _channel(header: Any, number: int) -> ChannelDescription:
    """A channel by its wavelength in nanometers; the header has room for five."""
    wave = getattr(header, f"wave{number + 1}", 0)
    return ChannelDescription(emission=float(wave) if wave > 0 else None)


def _micrometers(value: float) -> Length | None:
    return Length(float(value), "MICROMETER") if 0 < value < 1e6 else None
