"""Label images of OME-Zarr: segmentations that lie below the image they belong to."""

from collections.abc import Iterator

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
from omeroweb.pixels.zarr_source import level_of

# The folder in that of an image, and the beginning of what their names say.
FOLDER = "labels"


def label_images(image: ImageDescription) -> Iterator[ImageDescription]:
    """The labels of an image as images of their own, which lie beside it in the same fileset.

    Their pixels are object numbers; what the file says of the objects is original metadata.
    """
    for label in image.labels:
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
            channels=(ChannelDescription(name=label.name),) * label.size_c,
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
    """The labels that an image lists. Raises Unreadable where one is damaged.

    One of a pixel type that OMERO has no name for, such as 64 bit, is left out.
    """
    folder = image / FOLDER
    found = ngff.find_attributes(folder) or {}
    for name in found.get("labels") or []:
        path = ngff.below(folder, name)
        try:
            label = _label(path, clean(name), ngff.attributes(path))
        except ngff.DAMAGED as error:
            raise Unreadable(path, f"damaged metadata of a label ({ngff.said(error)})") from None
        if label:
            yield label


def _label(path: Location, name: str, found: ngff.Attributes) -> LabelDescription | None:
    multiscale = found["multiscales"][0]
    axes = ngff.axes(multiscale)
    arrays = [
        ngff.array_metadata(ngff.below(path, dataset["path"])) for dataset in multiscale["datasets"]
    ]
    size = dict(zip(axes, arrays[0].shape, strict=True))
    kind = pixel_type(arrays[0].dtype)
    if kind is None:
        return None
    said = found.get("image-label") or {}
    return LabelDescription(
        name=name,
        path=path,
        series=0,
        size_x=size["x"],
        size_y=size["y"],
        size_z=size.get("z", 1),
        size_c=size.get("c", 1),
        size_t=size.get("t", 1),
        pixel_type=kind,
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


def _color(rgba: list[int]) -> Color:
    red, green, blue, *alpha = (min(255, max(0, int(value))) for value in rgba)
    return Color(red, green, blue, alpha[0] if alpha else 255)


def _pairs(entry: ngff.Attributes) -> Pairs:
    return tuple(
        (clean(name), clean(value)) for name, value in entry.items() if name != "label-value"
    )
