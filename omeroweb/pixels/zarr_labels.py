"""Label images of OME-Zarr: segmentations that lie below the image they belong to."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from typing import Any

import numpy as np

from omeroweb.errors import Unreadable
from omeroweb.pixels import ngff
from omeroweb.pixels.base import pixel_type
from omeroweb.pixels.description import (
    ChannelDescription,
    ImageDescription,
    LabelDescription,
    Pairs,
)
from omeroweb.pixels.location import Location
from omeroweb.pixels.ngff import clean
from omeroweb.pixels.shapes import Color
from omeroweb.pixels.zarr_source import ZarrSource, level_of
from omeroweb.quantities import Region

# The folder in that of an image, and the beginning of what their names say.
FOLDER = "labels"
# Shows numbers that follow each other in colours that are easily told apart, and 0 in black.
LUT = "glasbey_inverted.lut"
# The pixel type that numbers of 64 bit are read as.
NARROWED = "uint32"
# Pixels along a side that are looked at to see whether they fit.
LOOKED_AT = 1024


def label_images(image: ImageDescription) -> Iterator[ImageDescription]:
    """The labels of an image as images of their own, which lie beside it in the same fileset.

    Their pixels are object numbers; what the file says of the objects is original metadata.
    """
    for label in image.labels:
        if label.left_out:
            continue
        is_as_large = (label.size_x, label.size_y) == (image.size_x, image.size_y)
        yield ImageDescription(
            name=f"{image.name} [{FOLDER}/{label.name}]",
            path=label.path,
            series=label.series,
            size_x=label.size_x,
            size_y=label.size_y,
            size_z=label.size_z,
            size_c=label.size_c,
            size_t=label.size_t,
            pixel_type=label.pixel_type,
            levels=label.levels,
            channels=(ChannelDescription(name=label.name, lut=LUT),) * label.size_c,
            physical_size_x=image.physical_size_x if is_as_large else None,
            physical_size_y=image.physical_size_y if is_as_large else None,
            physical_size_z=image.physical_size_z if label.size_z == image.size_z else None,
            is_label=True,
            original_metadata=tuple(
                (f"{number}: {name}", value)
                for number, pairs in label.properties.items()
                for name, value in pairs
            ),
        )


def labels(image: Location) -> Iterator[LabelDescription]:
    """The labels that an image lists. Raises Unreadable where one is damaged."""
    folder = image / FOLDER
    found = ngff.find_attributes(folder) or {}
    for name in found.get("labels") or []:
        path = ngff.below(folder, name)
        try:
            yield _label(path, clean(name), ngff.attributes(path))
        except ngff.DAMAGED as error:
            raise Unreadable(path, f"damaged metadata of a label ({ngff.said(error)})") from None


def left_out(image: ImageDescription) -> Pairs:
    """Which labels of an image are not shown, and why; to be kept as its original metadata."""
    return tuple(
        (f"{FOLDER}/{label.name}", f"not shown: {label.left_out}")
        for label in image.labels
        if label.left_out
    )


def _label(path: Location, name: str, found: ngff.Attributes) -> LabelDescription:
    multiscale = found["multiscales"][0]
    axes = ngff.axes(multiscale)
    arrays = [
        ngff.array_metadata(ngff.below(path, dataset["path"])) for dataset in multiscale["datasets"]
    ]
    size = dict(zip(axes, arrays[0].shape, strict=True))
    said = found.get("image-label") or {}
    described = LabelDescription(
        name=name,
        path=path,
        series=0,
        size_x=size["x"],
        size_y=size["y"],
        size_z=size.get("z", 1),
        size_c=size.get("c", 1),
        size_t=size.get("t", 1),
        pixel_type=pixel_type(arrays[0].dtype) or NARROWED,
        levels=tuple(level_of(array, axes) for array in arrays),
        colors={
            int(entry["label-value"]): _color(entry["rgba"])
            for entry in said.get("colors") or []
            if entry.get("rgba")
        },
        properties={
            int(entry["label-value"]): _pairs(entry) for entry in said.get("properties") or []
        },
    )
    reason = _reason(described, arrays[0].dtype)
    return replace(described, left_out=reason) if reason else described


def _reason(label: LabelDescription, dtype: np.dtype[Any]) -> str:
    """Why a label cannot be shown: its pixel type, or numbers in the middle that are too large."""
    if pixel_type(dtype):
        return ""
    if dtype.kind not in "iu":
        return f"pixel type {dtype} is not supported"
    level, size = len(label.levels) - 1, label.levels[-1]
    width, height = min(size.size_x, LOOKED_AT), min(size.size_y, LOOKED_AT)
    middle = Region((size.size_x - width) // 2, (size.size_y - height) // 2, width, height)
    try:
        with closing(ZarrSource(label.path)) as source:
            source.read(level, label.size_z // 2, label.size_t // 2, range(label.size_c), middle)
    except Unreadable as error:
        return str(error)
    return ""


def _color(rgba: list[int]) -> Color:
    red, green, blue, *alpha = (min(255, max(0, int(value))) for value in rgba)
    return Color(red, green, blue, alpha[0] if alpha else 255)


def _pairs(entry: ngff.Attributes) -> Pairs:
    return tuple(
        (clean(name), clean(value)) for name, value in entry.items() if name != "label-value"
    )
