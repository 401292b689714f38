"""TIFF files without OME-XML: stacks, ImageJ, pyramids, slides of scanners that write TIFF."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import tifffile

from omeroweb.errors import Unreadable
from omeroweb.pixels import tiff_tags
from omeroweb.pixels.base import pixel_type
from omeroweb.pixels.description import (
    FilesetDescription,
    ImageDescription,
    OriginalFileDescription,
)
from omeroweb.pixels.imagej import describe_imagej
from omeroweb.pixels.limits import beyond, limits
from omeroweb.pixels.location import Location, display_name
from omeroweb.pixels.ome_tiff import plain_channels
from omeroweb.pixels.tiff_file import DAMAGED, OpenedTiff, check_lengths, open_tiff
from omeroweb.pixels.tiff_layout import SeriesPlanes, check_extent
from omeroweb.pixels.tiff_source import TiffSource

# Small pictures that come with a slide, under the names that users know them by. The thumbnail is
# left out: it is the slide again.
ASSOCIATED = {"Label": "label image", "Macro": "macro image", "Map": "macro image"}
LEFT_OUT = ("Thumbnail",)


def describe(path: Location) -> FilesetDescription:
    """The images of one TIFF file. Raises Unreadable."""
    file = open_tiff(path)
    try:
        numbers = _numbers(file)
        if len(numbers) > limits().images:
            raise Unreadable(path, beyond("images", f"{len(numbers)} images"))
        images = tuple(_image(file, number, len(numbers)) for number in numbers)
        pairs = tiff_tags.pairs(file)
        kind = _format(file)
    except DAMAGED as error:
        raise Unreadable(path, f"damaged TIFF file ({error})") from None
    finally:
        file.close()
    files = (OriginalFileDescription(path),)
    return FilesetDescription(images, path, files, kind, original_metadata=pairs)


def open_image(path: Location, series: int) -> TiffSource:
    """Open one series of a TIFF file. Raises Unreadable."""
    file = open_tiff(path)
    try:
        return TiffSource(path, SeriesPlanes(file, series))
    except DAMAGED as error:
        file.close()
        raise Unreadable(path, f"image {series} cannot be read ({error})") from None
    except Unreadable:
        file.close()
        raise


def _numbers(file: OpenedTiff) -> list[int]:
    """Which of the series are images of their own."""
    with file.structure() as tiff:
        series = _series(tiff)
        if len(series) == 0:
            raise Unreadable(file.path, "no image in this TIFF file")
        return [number for number, found in enumerate(series) if found.name not in LEFT_OUT]


def _series(tiff: tifffile.TiffFile) -> Sequence[tifffile.TiffPageSeries]:
    """Raises ValueError that names the tag where the lengths of a page are 0: tifffile divides."""
    try:
        return tiff.series
    except ZeroDivisionError:
        for number in range(len(tiff.pages)):
            check_lengths(tiff.pages.get(number).aspage())
        raise


def _format(file: OpenedTiff) -> str:
    with file.structure() as tiff:
        for name, kind in (("is_svs", "SVS"), ("is_ndpi", "NDPI"), ("is_scn", "Leica SCN")):
            if getattr(tiff, name):
                return kind
        return "ImageJ TIFF" if tiff.is_imagej else "TIFF"


def _image(file: OpenedTiff, number: int, count: int) -> ImageDescription:
    planes = SeriesPlanes(file, number)
    check_extent(planes)
    layout, levels = planes.layout, tuple(planes.levels)
    kind = pixel_type(layout.dtype)
    if kind is None:
        raise Unreadable(file.path, f"pixel type {layout.dtype} is not supported")
    with file.structure() as tiff:
        series = tiff.series[number]
    plain = ImageDescription(
        name=_name(file.path, series.name, number, count),
        path=file.path,
        series=number,
        size_x=levels[0].size_x,
        size_y=levels[0].size_y,
        size_z=layout.length("Z"),
        size_c=layout.size_c,
        size_t=layout.length("T"),
        pixel_type=kind,
        levels=levels,
        channels=plain_channels(layout.size_c, layout.samples),
    )
    return _with_metadata(plain, file, series)


def _name(path: Location, series: str, number: int, count: int) -> str:
    shown = display_name(path)
    if series in ASSOCIATED:
        return f"{shown} [{ASSOCIATED[series]}]"
    return shown if count == 1 or series == "Baseline" else f"{shown} [{number}]"


def _with_metadata(
    plain: ImageDescription, file: OpenedTiff, series: tifffile.TiffPageSeries
) -> ImageDescription:
    keyframe = series.keyframe
    with file.structure() as tiff:
        said: dict[str, Any] = tiff_tags.common(keyframe)
        if tiff.is_imagej and tiff.imagej_metadata:
            said |= describe_imagej(tiff.imagej_metadata, plain, keyframe)
        elif tiff.is_svs and series.name == "Baseline":
            said |= tiff_tags.aperio(keyframe)
        elif tiff.is_ndpi:
            said |= tiff_tags.hamamatsu(keyframe)
    return replace(plain, **said)
