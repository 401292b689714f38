"""Label images of OME-Zarr: segmentations that lie below the image they belong to."""

from collections.abc import Iterator

from omeroweb.errors import Unreadable
from omeroweb.pixels import ngff
from omeroweb.pixels.base import pixel_type
from omeroweb.pixels.description import LabelDescription, Pairs
from omeroweb.pixels.location import Location
from omeroweb.pixels.ngff import clean
from omeroweb.pixels.shapes import Color
from omeroweb.pixels.zarr_source import level_of


def labels(image: Location) -> Iterator[LabelDescription]:
    """The labels that an image lists. Raises Unreadable where one cannot be read."""
    folder = image / "labels"
    found = ngff.find_attributes(folder) or {}
    for name in found.get("labels") or []:
        path = ngff.below(folder, name)
        try:
            yield _label(path, clean(name), ngff.attributes(path))
        except ngff.DAMAGED as error:
            raise Unreadable(path, f"damaged metadata of a label ({error!r})") from None


def _label(path: Location, name: str, found: ngff.Attributes) -> LabelDescription:
    multiscale = found["multiscales"][0]
    axes = ngff.axes(multiscale)
    arrays = [
        ngff.array_metadata(ngff.below(path, dataset["path"])) for dataset in multiscale["datasets"]
    ]
    size = dict(zip(axes, arrays[0].shape, strict=True))
    kind = pixel_type(arrays[0].dtype)
    if kind is None:
        raise Unreadable(path, f"pixel type {arrays[0].dtype} is not supported")
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
