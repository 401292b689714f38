"""Zeiss CZI through libCZI: scenes are images, and its own pyramids are used."""

import math
import threading
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from omeroweb.errors import Unreadable
from omeroweb.pixels.base import Level, PixelArray, StoredTile
from omeroweb.pixels.description import (
    ChannelDescription,
    FilesetDescription,
    ImageDescription,
    OriginalFileDescription,
)
from omeroweb.pixels.frames_source import check_sizes, damage
from omeroweb.pixels.limits import beyond, limits
from omeroweb.pixels.local_files import check_regular
from omeroweb.pixels.location import display_name
from omeroweb.pixels.ome_xml import rgb_channels
from omeroweb.pixels.ome_xml.elements import moment
from omeroweb.pixels.optional import needed
from omeroweb.pixels.pairs import flat
from omeroweb.quantities import Length, Region
from omeroweb.turn import give_way

TILE = 512
# Names of libCZI -> (OME's, samples).
PIXEL_TYPES = {
    "Gray8": ("uint8", 1),
    "Gray16": ("uint16", 1),
    "Gray32Float": ("float", 1),
    "Bgr24": ("uint8", 3),
    "Bgr48": ("uint16", 3),
}
# libCZI's types of pixels are asked for channel by channel.
MOST_CHANNELS = 10_000
# A view of the whole image is this wide at most; a file with a pyramid is read down to it.
SMALLEST = 512


def describe(path: Path) -> FilesetDescription:
    """The scenes of a CZI file. Raises Unreadable."""
    reader = _open(path)
    try:
        with damage(path, "CZI"):
            document = _dig(reader.metadata, "ImageDocument", "Metadata")
            count = max(1, len(reader.scenes_bounding_rectangle))
            if count > limits().images:
                raise Unreadable(path, beyond("images", f"{count} scenes"))
            images = tuple(_image(path, reader, n, count, document) for n in range(count))
            pairs = flat(_dig(document, "Information"))
    finally:
        reader.close()
    files = (OriginalFileDescription(path),)
    return FilesetDescription(images, path, files, "CZI", original_metadata=pairs)


def open_image(path: Path, series: int) -> "CziSource":
    """Open one scene. Raises Unreadable."""
    reader = _open(path)
    try:
        with damage(path, "CZI"):
            return CziSource(path, reader, series)
    except Unreadable:
        reader.close()
        raise


class CziSource:
    """One scene; libCZI reads and decodes outside the GIL, several threads at once."""

    def __init__(self, path: Path, reader: Any, series: int) -> None:
        self._path = path
        self._reader = reader
        self._scene = series if reader.scenes_bounding_rectangle else None
        self._box = _box(reader, series)
        self._samples = _samples(path, reader)
        self.levels: Sequence[Level] = _levels(reader, self._box)
        self._closing = threading.Lock()

    def read(
        self, level: int, z: int, t: int, channels: Sequence[int], region: Region
    ) -> PixelArray:
        """Planes (C, Y, X) of a region; what was not taken is black."""
        give_way()
        factor = 2**level
        left, top = self._box[0], self._box[1]
        area = (
            left + region.x * factor,
            top + region.y * factor,
            region.width * factor,
            region.height * factor,
        )
        out: list[PixelArray] = []
        pages: dict[int, PixelArray] = {}
        with damage(self._path, "CZI"):
            for channel in channels:
                number, sample = divmod(channel, self._samples)
                if number not in pages:
                    pages[number] = self._reader.read(
                        roi=area,
                        plane={"C": number, "Z": z, "T": t},
                        scene=self._scene,
                        zoom=1 / factor,
                    )
                # Colours are stored as blue, green, red.
                out.append(pages[number][..., self._samples - 1 - sample])
            return np.ascontiguousarray(np.stack(out)[:, : region.height, : region.width])

    def stored_tile(self, level: int, z: int, t: int, region: Region) -> StoredTile | None:
        """None: libCZI gives pixels only."""
        return None

    def close(self) -> None:
        self._reader.close()


def _open(path: Path) -> Any:
    czi = needed("pylibCZIrw.czi", path)
    check_regular(path)
    with damage(path, "CZI"):
        reader = czi.CziReader(str(path))
        try:
            _check_extent(reader)
        except ValueError:
            reader.close()
            raise
    return reader


def _check_extent(reader: Any) -> None:
    """Raises ValueError for a number of planes that no real file has, before they are gone over."""
    box = reader.total_bounding_box
    lengths = {axis: end - start for axis, (start, end) in box.items() if axis in "TZC"}
    planes = math.prod(lengths.values())
    if not 0 < planes <= limits().planes or lengths.get("C", 1) > MOST_CHANNELS:
        raise ValueError(beyond("planes", f"planes of {lengths}"))


def _box(reader: Any, series: int) -> tuple[int, int, int, int]:
    """Left, top, width and height of a scene at full resolution."""
    scenes = reader.scenes_bounding_rectangle
    found = scenes[sorted(scenes)[series]] if scenes else reader.total_bounding_rectangle
    x, y, width, height = (int(value) for value in found)
    return x, y, width, height


def _samples(path: Path, reader: Any) -> int:
    kinds = set(reader.pixel_types.values())
    if len(kinds) != 1 or not kinds <= set(PIXEL_TYPES):
        raise Unreadable(path, f"pixel types {', '.join(sorted(kinds))} are not supported")
    return PIXEL_TYPES[kinds.pop()][1]


def _levels(reader: Any, box: tuple[int, int, int, int]) -> tuple[Level, ...]:
    """Full resolution, and halves of it as far as the file's pyramid goes."""
    _, _, width, height = box
    levels = [Level(width, height, TILE, TILE)]
    deepest = _deepest_factor(reader)
    factor = 2
    while factor <= deepest and max(width, height) // factor >= SMALLEST // 2:
        levels.append(Level(width // factor, height // factor, TILE, TILE))
        factor *= 2
    return tuple(levels)


def _deepest_factor(reader: Any) -> float:
    """By how much the smallest stored picture is smaller than what it shows."""
    deepest = 1.0

    def look(_: int, block: Any) -> bool:
        nonlocal deepest
        stored = block.physicalSize
        if stored.w > 0:
            deepest = max(deepest, block.logicalRect.w / stored.w)
        return True

    reader.enumerate_subblocks(look)
    return deepest


def _image(
    path: Path, reader: Any, series: int, count: int, document: Mapping[str, Any]
) -> ImageDescription:
    box = _box(reader, series)
    samples = _samples(path, reader)
    kind, _ = PIXEL_TYPES[next(iter(reader.pixel_types.values()))]
    bounds = reader.total_bounding_box
    size = {axis: end - start for axis, (start, end) in bounds.items()}
    size_c = len(reader.pixel_types) * samples
    planes = size.get("Z", 1) * size.get("T", 1) * size_c
    check_sizes(path, box[2], box[3], planes, 1)
    information = _dig(document, "Information", "Image")
    name = display_name(path)
    scales = _scales(document)
    return ImageDescription(
        name=name if count == 1 else f"{name} [{series}]",
        path=path,
        series=series,
        size_x=box[2],
        size_y=box[3],
        size_z=size.get("Z", 1),
        size_c=size_c,
        size_t=size.get("T", 1),
        pixel_type=kind,
        levels=_levels(reader, box),
        channels=tuple(_channels(document, len(reader.pixel_types), samples)),
        acquired=moment(str(information.get("AcquisitionDateAndTime") or "")),
        physical_size_x=scales.get("X"),
        physical_size_y=scales.get("Y"),
        physical_size_z=scales.get("Z"),
        magnification=_magnification(document),
    )


def _channels(
    document: Mapping[str, Any], count: int, samples: int
) -> Iterator[ChannelDescription]:
    said = _listed(_dig(document, "Information", "Image", "Dimensions", "Channels"), "Channel")
    shown = _listed(_dig(document, "DisplaySetting", "Channels"), "Channel")
    for number in range(count):
        if samples > 1:
            yield from rgb_channels()[:samples]
            continue
        channel = said[number] if number < len(said) else {}
        display = shown[number] if number < len(shown) else {}
        yield ChannelDescription(
            name=str(channel.get("@Name") or ""),
            color=_color(str(display.get("Color") or channel.get("Color") or "")),
            emission=_number(channel.get("EmissionWavelength")),
            excitation=_number(channel.get("ExcitationWavelength")),
            fluor=str(channel.get("Fluor") or ""),
        )


def _scales(document: Mapping[str, Any]) -> dict[str, Length]:
    """Distances of pixels; CZI gives metres."""
    found = {}
    for entry in _listed(_dig(document, "Scaling", "Items"), "Distance"):
        value = _number(entry.get("Value"))
        if value:
            found[str(entry.get("@Id"))] = Length(value * 1e6, "MICROMETER")
    return found


def _magnification(document: Mapping[str, Any]) -> float | None:
    objectives = _dig(document, "Information", "Instrument", "Objectives")
    listed = _listed(objectives, "Objective")
    return _number(listed[0].get("NominalMagnification")) if listed else None


def _dig(value: Any, *names: str) -> Any:
    """What lies below a path of elements; an empty mapping where it is not there."""
    for name in names:
        value = value.get(name) if isinstance(value, dict) else None
    return value if isinstance(value, dict) else {}


def _listed(parent: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    """Elements of a name: one alone is no list in what xmltodict makes."""
    found = parent.get(name)
    listed = found if isinstance(found, list) else [found]
    return [entry for entry in listed if isinstance(entry, dict)]


def _color(text: str) -> tuple[int, int, int] | None:
    """#AARRGGBB or #RRGGBB."""
    try:
        red, green, blue = bytes.fromhex(text.removeprefix("#")[-6:])
    except ValueError:
        return None
    return red, green, blue


def _number(text: Any) -> float | None:
    try:
        value = float(text)
    except (TypeError, ValueError):
        return None
    return value if math.isfinite(value) and value > 0 else None
