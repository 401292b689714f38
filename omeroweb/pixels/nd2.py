"""Nikon ND2 through the library nd2: positions are images."""

import warnings
from collections.abc import Iterator
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
from omeroweb.pixels.frames_source import FramesSource, check_sizes, cut_out, damage
from omeroweb.pixels.limits import beyond, limits
from omeroweb.pixels.local_files import check_regular
from omeroweb.pixels.location import display_name
from omeroweb.pixels.ome_xml import rgb_channels
from omeroweb.pixels.optional import needed
from omeroweb.pixels.pairs import flat
from omeroweb.quantities import Length

KNOWN = "PTZCYXS"


def describe(path: Path) -> FilesetDescription:
    """One image per position. Raises Unreadable."""
    file = _open(path)
    try:
        with damage(path, "ND2"):
            sizes = _sizes(path, file)
            count = sizes.get("P", 1)
            if count > limits().images:
                raise Unreadable(path, beyond("images", f"{count} positions"))
            images = tuple(_image(path, file, sizes, number) for number in range(count))
            pairs = flat(file.text_info)
    finally:
        file.close()
    files = (OriginalFileDescription(path),)
    return FilesetDescription(images, path, files, "ND2", original_metadata=pairs)


def open_image(path: Path, series: int) -> FramesSource:
    """Open one position. Raises Unreadable."""
    file = _open(path)
    try:
        with damage(path, "ND2"):
            sizes = _sizes(path, file)
            frames = _frames(file)
            samples = sizes.get("S", 1)

            def read_plane(z: int, c: int, t: int) -> PixelArray:
                frame = file.read_frame(frames[series, t, z])
                # (C, Y, X, S), of which axes of length 1 were dropped.
                shape = (sizes.get("C", 1), sizes["Y"], sizes["X"], samples)
                number, sample = divmod(c, samples)
                plane: PixelArray = np.reshape(frame, shape)[number, :, :, sample]
                return plane

            return FramesSource(
                path, "ND2", _level(sizes), cut_out(read_plane), file.close, is_thread_safe=True
            )
    except Unreadable:
        file.close()
        raise


def _open(path: Path) -> Any:
    nd2 = needed("nd2", path)
    check_regular(path)
    with damage(path, "ND2"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return nd2.ND2File(path)


def _sizes(path: Path, file: Any) -> dict[str, int]:
    sizes = {axis: int(length) for axis, length in file.sizes.items()}
    strange = [axis for axis, length in sizes.items() if axis not in KNOWN and length > 1]
    if strange:
        raise Unreadable(path, f"axes {', '.join(strange)} are not supported")
    planes = sizes.get("T", 1) * sizes.get("Z", 1) * sizes.get("C", 1) * sizes.get("S", 1)
    check_sizes(path, sizes["X"], sizes["Y"], planes, file.dtype.itemsize)
    return sizes


def _frames(file: Any) -> dict[tuple[int, int, int], int]:
    """(position, t, z) -> number of the frame."""
    loops: tuple[dict[str, int], ...] = file.loop_indices or ({},)
    return {
        (loop.get("P", 0), loop.get("T", 0), loop.get("Z", 0)): number
        for number, loop in enumerate(loops)
    }


def _level(sizes: dict[str, int]) -> Level:
    return Level(sizes["X"], sizes["Y"], sizes["X"], sizes["Y"])


def _image(path: Path, file: Any, sizes: dict[str, int], series: int) -> ImageDescription:
    kind = pixel_type(file.dtype)
    if kind is None:
        raise Unreadable(path, f"pixel type {file.dtype} is not supported")
    samples = sizes.get("S", 1)
    voxel = file.voxel_size()
    name = display_name(path)
    return ImageDescription(
        name=name if sizes.get("P", 1) == 1 else f"{name} [{series}]",
        path=path,
        series=series,
        size_x=sizes["X"],
        size_y=sizes["Y"],
        size_z=sizes.get("Z", 1),
        size_c=sizes.get("C", 1) * samples,
        size_t=sizes.get("T", 1),
        pixel_type=kind,
        levels=(_level(sizes),),
        channels=tuple(_channels(file, sizes.get("C", 1), samples)),
        physical_size_x=_micrometers(voxel.x),
        physical_size_y=_micrometers(voxel.y),
        physical_size_z=_micrometers(voxel.z) if sizes.get("Z", 1) > 1 else None,
        significant_bits=file.attributes.bitsPerComponentSignificant or None,
    )


def _channels(file: Any, count: int, samples: int) -> Iterator[ChannelDescription]:
    listed = getattr(file.metadata, "channels", None) or []
    for number in range(count):
        if samples > 1:
            yield from rgb_channels()[:samples]
        elif number < len(listed):
            said = listed[number].channel
            color = said.color
            yield ChannelDescription(
                name=said.name or "",
                color=None if color is None else (int(color.r), int(color.g), int(color.b)),
                emission=said.emissionLambdaNm or None,
                excitation=said.excitationLambdaNm or None,
            )
        else:
            yield ChannelDescription()


def _micrometers(value: float | None) -> Length | None:
    return Length(float(value), "MICROMETER") if value and 0 < value < 1e6 else None
