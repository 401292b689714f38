"""Leica LIF and LOF through liffile: each image of the file is one of ours."""

import math
import struct
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
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
from omeroweb.pixels.frames_source import FramesSource, check_sizes, cut_out, damage
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
# Axes of an image that are counted as channels: wavelengths of emission and excitation, too.
CHANNEL_AXES = "CλΛ"
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
            axes = _axes(image)
            if axes is None:
                raise Unreadable(path, f"image {series} has axes {', '.join(image.dims)}")

            def read_plane(z: int, c: int, t: int) -> PixelArray:
                number, sample = divmod(c, axes.samples)
                frame: PixelArray = image.frame(**axes.position(z, number, t))
                return frame[..., sample] if frame.ndim == 3 else frame

            return FramesSource(path, "Leica", axes.level, cut_out(read_plane), file.close)
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
    """The images that can be shown: FLIM, mosaics and loops have axes of their own."""
    found = [number for number, image in enumerate(file.images) if _axes(image)]
    if not found:
        raise Unreadable(path, "it holds no image with axes T, Z, C, Y, X")
    if len(found) > limits().images:
        raise Unreadable(path, beyond("images", f"{len(found)} images"))
    return found


@dataclass(frozen=True)
class Axes:
    """Which axes of the file are those of OME.

    A plane is what was scanned as one: X along its columns, and along its rows Y, Z (a section
    along the optical axis) or T (a line that was scanned again and again).

    sizes: axis of the file -> length; rows, z, t: axes, empty where there is none; channels: the
    axes that are counted together, the slowest first.
    """

    sizes: Mapping[str, int]
    rows: str
    z: str
    t: str
    channels: tuple[str, ...]

    @property
    def samples(self) -> int:
        return self.sizes.get("S", 1)

    @property
    def size_z(self) -> int:
        return self.sizes.get(self.z, 1)

    @property
    def size_t(self) -> int:
        return self.sizes.get(self.t, 1)

    @property
    def size_c(self) -> int:
        return math.prod(self.sizes[axis] for axis in self.channels) * self.samples

    @property
    def level(self) -> Level:
        width, height = self.sizes["X"], self.sizes[self.rows]
        return Level(width, height, width, height)

    def position(self, z: int, c: int, t: int) -> dict[str, int]:
        """Index along each axis that a plane does not have; c counts no samples."""
        found = {axis: n for axis, n in ((self.z, z), (self.t, t)) if axis}
        for axis in reversed(self.channels):
            c, found[axis] = divmod(c, self.sizes[axis])
        return found


def _axes(image: Any) -> Axes | None:
    """None where OME has no axes for those of an image."""
    sizes = dict(image.sizes)
    rows, columns = ("", "", *(axis for axis in image.frames.frame_dims if axis != "S"))[-2:]
    channels = tuple(axis for axis in image.dims if axis in CHANNEL_AXES)
    others = set(sizes) - {rows, columns, "S", *channels}
    t = "T" if "T" in others else ""
    depths = others - {"T"}
    is_known = columns == "X" and rows in {"Y", "Z", "T"} and depths <= {"Y", "Z"}
    if not is_known or len(depths) > 1:
        return None
    return Axes(sizes, rows, "".join(depths), t, channels)


def _image(path: Path, image: Any, series: int, count: int) -> ImageDescription:
    axes = _axes(image)
    kind = pixel_type(image.dtype)
    if axes is None or kind is None:
        raise Unreadable(path, f"pixel type {image.dtype} is not supported")
    level = axes.level
    planes = axes.size_z * axes.size_t * axes.size_c
    check_sizes(path, level.size_x, level.size_y, planes, image.dtype.itemsize)
    name = display_name(path)
    return ImageDescription(
        name=f"{name} [{image.name}]" if count > 1 and image.name else name,
        path=path,
        series=series,
        size_x=level.size_x,
        size_y=level.size_y,
        size_z=axes.size_z,
        size_c=axes.size_c,
        size_t=axes.size_t,
        pixel_type=kind,
        levels=(level,),
        channels=_channels(image, axes),
        physical_size_x=_step(image, "X"),
        physical_size_y=None if axes.rows == "T" else _step(image, axes.rows),
        physical_size_z=_step(image, axes.z),
        time_increment=_step(image, axes.t),
        original_metadata=flat(image.attrs),
    )


def _channels(image: Any, axes: Axes) -> tuple[ChannelDescription, ...]:
    if axes.samples > 1:
        return plain_channels(axes.size_c, axes.samples)
    described = image.xml_element.iterfind(".//Channels/ChannelDescription")
    colors = [COLORS.get(element.get("LUTName", "")) for element in described]
    has_colors = axes.channels == ("C",) and len(colors) == axes.size_c
    return tuple(
        ChannelDescription(
            color=colors[number] if has_colors else None,
            emission=_wavelength(image, axes, number, "λ"),
            excitation=_wavelength(image, axes, number, "Λ"),
        )
        for number in range(axes.size_c)
    )


def _wavelength(image: Any, axes: Axes, channel: int, axis: str) -> float | None:
    """Nanometers of one step of a lambda scan; Leica gives metres."""
    positions = image.coords.get(axis)
    if axis not in axes.channels or positions is None:
        return None
    value = 1e9 * float(positions[axes.position(0, channel, 0)[axis]])
    return round(value, 3) if 0 < value < 1e6 else None


def _step(image: Any, axis: str) -> Length | None:
    """The distance of neighbours along an axis; Leica gives metres and seconds."""
    positions = image.coords.get(axis)
    if positions is None or len(positions) < 2:
        return None
    step = abs(float(positions[1]) - float(positions[0]))
    if not 0 < step < 1e9:
        return None
    return Length(step, "SECOND") if axis == "T" else Length(step * 1e6, "MICROMETER")
