"""OME-TIFF and plain TIFF files: what is in them. Their planes are read by tiff_source."""

from pathlib import Path

import tifffile
from ome_types.model import OME

from omeroweb.errors import Unreadable
from omeroweb.pixels import ome_xml
from omeroweb.pixels.base import pixel_type
from omeroweb.pixels.description import (
    ChannelDescription,
    FilesetDescription,
    ImageDescription,
    OriginalFileDescription,
)
from omeroweb.pixels.tiff_source import DAMAGED, TiffSource, open_tiff, structural_errors

__all__ = ["TiffSource", "describe"]


def describe(path: Path) -> FilesetDescription:
    """The images (and the plate) of one TIFF file. Raises Unreadable."""
    with structural_errors() as errors, open_tiff(path) as tiff:
        try:
            count = len(tiff.series)
            text = tiff.ome_metadata
            _check_extent(tiff, path)
        except DAMAGED as error:
            raise Unreadable(path, f"damaged TIFF file ({error})") from None
    if errors:
        raise Unreadable(path, f"damaged or truncated TIFF file ({errors[0]})")
    if count == 0:
        raise Unreadable(path, "no image in this TIFF file")
    plain = tuple(_plain(path, series, count) for series in range(count))
    if text is None:
        return FilesetDescription(plain, path, (OriginalFileDescription(path),), "TIFF")
    try:
        ome = ome_xml.parse(text)
    except ValueError as error:
        raise Unreadable(path, f"{error}") from None
    _check_single_file(ome, path)
    if len(ome.images) != count:
        raise Unreadable(
            path, f"OME-XML describes {len(ome.images)} images, the file holds {count}"
        )
    images = tuple(_with_metadata(image, ome, number) for number, image in enumerate(plain))
    plate = ome_xml.plate(ome)
    return FilesetDescription(
        images,
        path,
        (OriginalFileDescription(path),),
        "OME-TIFF",
        plates=(plate,) if plate else (),
    )


def _plain(path: Path, series: int, count: int) -> ImageDescription:
    """What the TIFF structure alone says."""
    source = TiffSource(path, series)
    try:
        layout, levels = source.layout, tuple(source.levels)
    finally:
        source.close()
    name = pixel_type(layout.dtype)
    if name is None:
        raise Unreadable(path, f"pixel type {layout.dtype} is not supported")
    stem = path.name if count == 1 else f"{path.name} [{series}]"
    is_rgb = layout.samples in (3, 4)
    return ImageDescription(
        name=stem,
        path=path,
        series=series,
        size_x=levels[0].size_x,
        size_y=levels[0].size_y,
        size_z=layout.length("Z"),
        size_c=layout.size_c,
        size_t=layout.length("T"),
        pixel_type=name,
        levels=levels,
        channels=_channels((), layout.size_c, layout.samples if is_rgb else 1),
    )


def _with_metadata(plain: ImageDescription, ome: OME, number: int) -> ImageDescription:
    """The same image with what OME-XML adds."""
    image = ome.images[number]
    pixels = image.pixels
    said = ome_xml.channels(pixels)
    is_named = len(ome.images) > 1 and image.name
    return ImageDescription(
        **{
            **vars(plain),
            "name": f"{plain.path.name} [{image.name}]" if is_named else plain.name,
            "description": image.description or "",
            "acquired": image.acquisition_date,
            "channels": said if len(said) == plain.size_c else plain.channels,
            "physical_size_x": ome_xml.length(pixels.physical_size_x, pixels.physical_size_x_unit),
            "physical_size_y": ome_xml.length(pixels.physical_size_y, pixels.physical_size_y_unit),
            "physical_size_z": ome_xml.length(pixels.physical_size_z, pixels.physical_size_z_unit),
            "time_increment": ome_xml.length(pixels.time_increment, pixels.time_increment_unit),
            "significant_bits": pixels.significant_bits,
            "magnification": ome_xml.magnification(ome, image),
            "well": ome_xml.well_positions(ome).get(image.id),
        }
    )


def _channels(
    said: tuple[ChannelDescription, ...], size_c: int, samples: int
) -> tuple[ChannelDescription, ...]:
    if len(said) == size_c:
        return said
    if samples in (3, 4):
        return tuple((ome_xml.rgb_channels()[:samples] * size_c)[:size_c])
    return tuple(ChannelDescription() for _ in range(size_c))


def _check_extent(tiff: tifffile.TiffFile, path: Path) -> None:
    """A file that was cut off is found here and not by the first visitor."""
    size = tiff.filehandle.size
    for series in tiff.series:
        for level in series.levels:
            for number in {0, len(level.pages) - 1}:
                page = level.pages[number]
                if page is None or not page.dataoffsets:
                    continue
                ends = zip(page.dataoffsets, page.databytecounts, strict=True)
                end = max(offset + count for offset, count in ends)
                if end > size:
                    raise Unreadable(
                        path, f"truncated, its pixels end at byte {end} and the file at {size}"
                    )


def _check_single_file(ome: OME, path: Path) -> None:
    for image in ome.images:
        for block in image.pixels.tiff_data_blocks:
            other = block.uuid.file_name if block.uuid else None
            if other and other != path.name:
                raise Unreadable(
                    path,
                    f"its planes are spread over several files ({other}); "
                    "multi-file OME-TIFF is not read yet",
                )
