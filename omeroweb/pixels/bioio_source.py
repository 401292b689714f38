"""Files that BioIO and one of its readers know, where they are installed."""

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
from omeroweb.pixels.ome_tiff import plain_channels
from omeroweb.pixels.optional import needed
from omeroweb.quantities import Length

INSTALL = "pip install bioio and its reader for this format"


def describe(path: Path) -> FilesetDescription:
    """The scenes that BioIO finds. Raises Unreadable."""
    image = _open(path)
    with damage(path, "BioIO"):
        count = len(image.scenes)
        if count > limits().images:
            raise Unreadable(path, beyond("images", f"{count} scenes"))
        images = tuple(_described(path, image, series, count) for series in range(count))
    return FilesetDescription(images, path, tuple(_files(path)), "BioIO")


def open_image(path: Path, series: int) -> FramesSource:
    """Open one scene. Raises Unreadable."""
    image = _open(path)
    with damage(path, "BioIO"):
        image.set_scene(series)
        dims = image.dims
        samples = _samples(dims)

    def read_plane(z: int, c: int, t: int) -> PixelArray:
        number, sample = divmod(c, samples)
        color = {"S": sample} if samples > 1 else {}
        plane = image.get_image_dask_data("YX", Z=z, C=number, T=t, **color)
        return np.asarray(plane.compute())

    def close() -> None:
        """BioIO opens files when it reads and closes them again."""

    level = Level(dims.X, dims.Y, dims.X, dims.Y)
    return FramesSource(path, "BioIO", level, cut_out(read_plane), close)


def _open(path: Path) -> Any:
    bioio = needed("bioio", path, INSTALL)
    base = needed("bioio_base", path, INSTALL)
    check_regular(path)
    try:
        with damage(path, "BioIO"):
            return bioio.BioImage(path)
    except base.exceptions.UnsupportedFileFormatError:
        raise Unreadable(path, f"no installed reader of BioIO knows it: {INSTALL}") from None


def _described(path: Path, image: Any, series: int, count: int) -> ImageDescription:
    image.set_scene(series)
    dims = image.dims
    kind = pixel_type(image.dtype)
    if kind is None:
        raise Unreadable(path, f"pixel type {image.dtype} is not supported")
    samples = _samples(dims)
    size_c = dims.C * samples
    check_sizes(path, dims.X, dims.Y, dims.Z * size_c * dims.T, image.dtype.itemsize)
    name = display_name(path)
    sizes = image.physical_pixel_sizes
    return ImageDescription(
        name=f"{name} [{image.current_scene}]" if count > 1 else name,
        path=path,
        series=series,
        size_x=dims.X,
        size_y=dims.Y,
        size_z=dims.Z,
        size_c=size_c,
        size_t=dims.T,
        pixel_type=kind,
        levels=(Level(dims.X, dims.Y, dims.X, dims.Y),),
        channels=plain_channels(size_c, samples) if samples > 1 else _channels(image, dims.C),
        physical_size_x=_micrometers(sizes.X),
        physical_size_y=_micrometers(sizes.Y),
        physical_size_z=_micrometers(sizes.Z),
    )


def _samples(dims: Any) -> int:
    """Red, green and blue have an axis of their own."""
    return dims.S if "S" in dims.order else 1


def _channels(image: Any, count: int) -> tuple[ChannelDescription, ...]:
    names = [str(name) for name in image.channel_names or []]
    return tuple(ChannelDescription(name=name) for name in names or [""] * count)


def _files(path: Path) -> Iterator[OriginalFileDescription]:
    yield OriginalFileDescription(path)
    # cellSens keeps the pixels in a folder beside the file.
    folder = path.with_name(f"_{path.stem}_")
    if path.suffix.lower() == ".vsi" and folder.is_dir():
        yield OriginalFileDescription(folder, is_folder=True)


def _micrometers(value: float | None) -> Length | None:
    return Length(float(value), "MICROMETER") if value and value > 0 else None
