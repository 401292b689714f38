"""Leica LIF and LOF through liffile: each image of the file is one of ours."""

import struct
import warnings
from pathlib import Path
from typing import Any

from omeroweb.errors import Unreadable
from omeroweb.pixels.base import Level, PixelArray, pixel_type
from omeroweb.pixels.description import (
    ChannelDescription,
    FilesetDescription,
    ImageDescription,
    OriginalFileDescription,
)
from omeroweb.pixels.frames_source import FramesSource, check_sizes, damage
from omeroweb.pixels.limits import beyond, limits
from omeroweb.pixels.local_files import check_regular
from omeroweb.pixels.location import display_name
from omeroweb.pixels.ome_tiff import plain_channels
from omeroweb.pixels.optional import needed
from omeroweb.pixels.pairs import flat
from omeroweb.quantities import Length

# How a file begins: a mark, the length, another mark, the number of letters of its XML.
HEADER = struct.Struct("<IIBI")
LEICA = 0x70
DOCUMENT_TYPE = "<!DOCTYPE".encode("utf-16-le")
# Axes of an image that OME has; S are samples of colours.
KNOWN = "TZCYXS"
# Colours of look-up tables by the names that Leica gives them.
COLORS = {
    "Red": (255, 0, 0),
    "Green": (0, 255, 0),
    "Blue": (0, 0, 255),
    "Cyan": (0, 255, 255),
    "Magenta": (255, 0, 255),
    "Yellow": (255, 255, 0),
    "Gray": (255, 255, 255),
}


def describe(path: Path) -> FilesetDescription:
    """The images of a Leica file that OME has axes for. Raises Unreadable."""
    file = _open(path)
    try:
        with damage(path, "Leica"):
            numbers = _numbers(path, file)
            images = tuple(_image(path, file.images[n], n, len(numbers)) for n in numbers)
            pairs = flat({"Name": file.name})
    finally:
        file.close()
    files = (OriginalFileDescription(path),)
    return FilesetDescription(images, path, files, "Leica", original_metadata=pairs)


def open_image(path: Path, series: int) -> FramesSource:
    """Open one image. Raises Unreadable."""
    file = _open(path)
    try:
        with damage(path, "Leica"):
            image = file.images[series]
            sizes = dict(image.sizes)
            samples = sizes.get("S", 1)

            def read_plane(z: int, c: int, t: int) -> PixelArray:
                number, sample = divmod(c, samples)
                position = {"Z": z, "C": number, "T": t}
                frame: PixelArray = image.frame(
                    **{axis: n for axis, n in position.items() if axis in sizes}
                )
                return frame[..., sample] if frame.ndim == 3 else frame

            return FramesSource(path, "Leica", _level(sizes), read_plane, file.close)
    except Unreadable:
        file.close()
        raise


def _open(path: Path) -> Any:
    liffile = needed("liffile", path)
    check_regular(path)
    _check_header(path)
    with damage(path, "Leica"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return liffile.LifFile(path)


def _check_header(path: Path) -> None:
    """Raises Unreadable for XML that declares entities, or is larger than it may be."""
    with damage(path, "Leica"), path.open("rb") as file:
        start = file.read(HEADER.size)
        mark, _, _, letters = HEADER.unpack(start)
        if mark != LEICA:
            raise ValueError("it does not begin as Leica's files do")
        if 2 * letters > limits().metadata_bytes:
            raise ValueError(beyond("metadata_bytes", f"metadata of {2 * letters} bytes"))
        if DOCUMENT_TYPE in file.read(2 * letters):
            raise ValueError("metadata with a document type (<!DOCTYPE) are not read")


def _numbers(path: Path, file: Any) -> list[int]:
    """The images that can be shown: those of lambda scans and FLIM have axes of their own."""
    found = [
        number
        for number, image in enumerate(file.images)
        if {"Y", "X"} <= set(image.dims) <= set(KNOWN)
    ]
    if not found:
        raise Unreadable(path, "it holds no image with axes T, Z, C, Y, X")
    if len(found) > limits().images:
        raise Unreadable(path, beyond("images", f"{len(found)} images"))
    return found


def _level(sizes: dict[str, int]) -> Level:
    return Level(sizes["X"], sizes["Y"], sizes["X"], sizes["Y"])


def _image(path: Path, image: Any, series: int, count: int) -> ImageDescription:
    sizes = dict(image.sizes)
    samples = sizes.get("S", 1)
    size_c = sizes.get("C", 1) * samples
    kind = pixel_type(image.dtype)
    if kind is None:
        raise Unreadable(path, f"pixel type {image.dtype} is not supported")
    planes = sizes.get("Z", 1) * sizes.get("T", 1) * size_c
    check_sizes(path, sizes["X"], sizes["Y"], planes, image.dtype.itemsize)
    name = display_name(path)
    return ImageDescription(
        name=f"{name} [{image.name}]" if count > 1 and image.name else name,
        path=path,
        series=series,
        size_x=sizes["X"],
        size_y=sizes["Y"],
        size_z=sizes.get("Z", 1),
        size_c=size_c,
        size_t=sizes.get("T", 1),
        pixel_type=kind,
        levels=(_level(sizes),),
        channels=_channels(image, size_c, samples),
        physical_size_x=_step(image, "X"),
        physical_size_y=_step(image, "Y"),
        physical_size_z=_step(image, "Z"),
        time_increment=_step(image, "T"),
        original_metadata=flat(image.attrs),
    )


def _channels(image: Any, size_c: int, samples: int) -> tuple[ChannelDescription, ...]:
    described = image.xml_element.iterfind(".//Channels/ChannelDescription")
    found = [COLORS.get(element.get("LUTName", "")) for element in described]
    if samples > 1 or len(found) != size_c:
        return plain_channels(size_c, samples)
    return tuple(ChannelDescription(color=color) for color in found)


def _step(image: Any, axis: str) -> Length | None:
    """The distance of neighbours along an axis; Leica gives metres and seconds."""
    positions = image.coords.get(axis)
    if positions is None or len(positions) < 2:
        return None
    step = abs(float(positions[1]) - float(positions[0]))
    if not 0 < step < 1e9:
        return None
    return Length(step, "SECOND") if axis == "T" else Length(step * 1e6, "MICROMETER")
