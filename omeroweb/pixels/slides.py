"""Whole slides in formats of their own, through OpenSlide: MIRAX, Hamamatsu VMS, Ventana, Sakura.

Slides that are TIFF files (SVS, NDPI, SCN, ...) are read by tiff, which is quicker: see
docs/performance.md.
"""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from omeroweb.errors import Unreadable
from omeroweb.pixels.base import Level, PixelArray, StoredTile
from omeroweb.pixels.description import (
    FilesetDescription,
    ImageDescription,
    OriginalFileDescription,
)
from omeroweb.pixels.limits import beyond, limits
from omeroweb.pixels.local_files import check_regular, reason
from omeroweb.pixels.location import display_name
from omeroweb.pixels.ome_xml import rgb_channels
from omeroweb.pixels.optional import needed
from omeroweb.quantities import Length, Region
from omeroweb.turn import give_way

SUFFIXES = (".mrxs", ".vms", ".vmu", ".svslide", ".bif")
TILE = 256
WHITE = 255
# The small pictures of a slide: series 1 and up, in this order.
ASSOCIATED = ("label", "macro")


class Slide(Protocol):
    """What is used of openslide.OpenSlide."""

    level_dimensions: Sequence[tuple[int, int]]
    level_downsamples: Sequence[float]
    properties: Any
    associated_images: Any

    def read_region(self, location: tuple[int, int], level: int, size: tuple[int, int]) -> Any: ...

    def close(self) -> None: ...


def describe(path: Path) -> FilesetDescription:
    """The slide and the pictures that come with it. Raises Unreadable."""
    slide = _open(path)
    try:
        images = tuple(_images(path, slide))
        pairs = tuple(
            (str(name), str(value))
            for name, value in slide.properties.items()
            if not name.startswith("openslide.")
        )
        vendor = slide.properties.get("openslide.vendor", "")
    finally:
        slide.close()
    files = tuple(_files(path))
    return FilesetDescription(images, path, files, f"{vendor} slide", original_metadata=pairs)


def open_image(path: Path, series: int) -> "SlideSource | AssociatedSource":
    """Open the slide (series 0) or one of its pictures. Raises Unreadable."""
    slide = _open(path)
    if series == 0:
        return SlideSource(path, slide)
    try:
        names = [name for name in ASSOCIATED if name in slide.associated_images]
        if not 0 < series <= len(names):
            raise Unreadable(path, f"it has no image {series}, only {1 + len(names)}")
        return AssociatedSource(np.asarray(slide.associated_images[names[series - 1]]))
    finally:
        slide.close()


class SlideSource:
    """A slide; OpenSlide keeps its own cache and reads from several threads outside the GIL."""

    def __init__(self, path: Path, slide: Slide) -> None:
        self._path = path
        self._slide = slide
        self.levels: Sequence[Level] = _levels(path, slide)

    def read(
        self, level: int, z: int, t: int, channels: Sequence[int], region: Region
    ) -> PixelArray:
        """Planes (C, Y, X) of a region; what was not scanned is white."""
        give_way()
        factor = self._slide.level_downsamples[level]
        corner = (round(region.x * factor), round(region.y * factor))
        pixels = self._call(
            lambda: np.asarray(
                self._slide.read_region(corner, level, (region.width, region.height))
            )
        )
        colors = pixels[..., :3].copy()
        colors[pixels[..., 3] == 0] = WHITE
        return np.ascontiguousarray(np.moveaxis(colors, -1, 0)[list(channels)])

    def stored_tile(self, level: int, z: int, t: int, region: Region) -> StoredTile | None:
        """None: OpenSlide gives pixels only."""
        return None

    def close(self) -> None:
        self._slide.close()

    def _call(self, read: Callable[[], Any]) -> Any:
        return _guarded(self._path, read)


class AssociatedSource:
    """A label or macro picture: small, and in memory."""

    def __init__(self, pixels: PixelArray) -> None:
        self._pixels = pixels
        height, width = pixels.shape[:2]
        self.levels: Sequence[Level] = (Level(width, height, width, height),)

    def read(
        self, level: int, z: int, t: int, channels: Sequence[int], region: Region
    ) -> PixelArray:
        """Planes (C, Y, X) of a region."""
        x, y, width, height = region
        part = self._pixels[y : y + height, x : x + width]
        return np.ascontiguousarray(np.moveaxis(part, -1, 0)[list(channels)])

    def stored_tile(self, level: int, z: int, t: int, region: Region) -> StoredTile | None:
        return None

    def close(self) -> None:
        """Nothing is open."""


def _open(path: Path) -> Slide:
    check_regular(path)
    openslide = needed("openslide", path)
    slide: Slide = _guarded(path, lambda: openslide.OpenSlide(str(path)))
    return slide


def _guarded(path: Path, call: Callable[[], Any]) -> Any:
    openslide = needed("openslide", path)
    try:
        return call()
    except (openslide.OpenSlideError, OSError, ValueError, MemoryError) as error:
        raise Unreadable(path, f"not a readable slide ({reason(error)})") from None


def _levels(path: Path, slide: Slide) -> tuple[Level, ...]:
    width, height = slide.level_dimensions[0]
    if max(width, height) > limits().side:
        raise Unreadable(path, beyond("side", f"{width} x {height} pixels"))
    return tuple(
        Level(x, y, *_tile(slide, number)) for number, (x, y) in enumerate(slide.level_dimensions)
    )


def _tile(slide: Slide, level: int) -> tuple[int, int]:
    said = slide.properties
    width = said.get(f"openslide.level[{level}].tile-width", TILE)
    height = said.get(f"openslide.level[{level}].tile-height", TILE)
    return int(width), int(height)


def _images(path: Path, slide: Slide) -> Iterator[ImageDescription]:
    said = slide.properties
    levels = _levels(path, slide)
    yield _image(
        path,
        0,
        display_name(path),
        levels,
        physical_size_x=_micrometers(said.get("openslide.mpp-x")),
        physical_size_y=_micrometers(said.get("openslide.mpp-y")),
        magnification=_number(said.get("openslide.objective-power")),
    )
    names = [name for name in ASSOCIATED if name in slide.associated_images]
    for series, name in enumerate(names, 1):
        width, height = slide.associated_images[name].size
        level = Level(width, height, width, height)
        yield _image(path, series, f"{display_name(path)} [{name} image]", (level,))


def _image(
    path: Path, series: int, name: str, levels: tuple[Level, ...], **said: Any
) -> ImageDescription:
    return ImageDescription(
        name=name,
        path=path,
        series=series,
        size_x=levels[0].size_x,
        size_y=levels[0].size_y,
        size_z=1,
        size_c=3,
        size_t=1,
        pixel_type="uint8",
        levels=levels,
        channels=tuple(rgb_channels()[:3]),
        **said,
    )


def _files(path: Path) -> Iterator[OriginalFileDescription]:
    yield OriginalFileDescription(path)
    folder = path.with_suffix("")
    if path.suffix.lower() == ".mrxs" and folder.is_dir():
        yield OriginalFileDescription(folder, is_folder=True)


def _number(text: str | None) -> float | None:
    try:
        value = float(text or "")
    except ValueError:
        return None
    return value if 0 < value < float("inf") else None


def _micrometers(text: str | None) -> Length | None:
    value = _number(text)
    return None if value is None else Length(value, "MICROMETER")
