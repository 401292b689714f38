"""OME-Zarr folders: images, plates and collections of images, with what they say of themselves."""

import math
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from omeroweb.errors import Unreadable
from omeroweb.pixels import ngff
from omeroweb.pixels.base import Level, pixel_type
from omeroweb.pixels.description import (
    ChannelDescription,
    FilesetDescription,
    ImageDescription,
    OriginalFileDescription,
    PlateAcquisitionDescription,
    PlateDescription,
    WellPosition,
)
from omeroweb.pixels.limits import beyond, limits
from omeroweb.pixels.location import Location, Url, display_name
from omeroweb.pixels.ngff import clean
from omeroweb.pixels.zarr_labels import label_images, labels, left_out
from omeroweb.pixels.zarr_ome_xml import OmeGroup, find_ome_group
from omeroweb.pixels.zarr_source import level_of
from omeroweb.quantities import Length

FORMAT = "OME-Zarr"


def describe(path: Location) -> FilesetDescription:
    """The images of one OME-Zarr folder: an image, a plate, or a bioformats2raw collection."""
    try:
        found = ngff.attributes(path)
        if "plate" in found:
            return _described_plate(path, found["plate"])
        if "multiscales" in found:
            image = _image(path, found, display_name(path))
            return _fileset(path, _with_labels(replace(image, labels=tuple(labels(path)))))
        if "bioformats2raw.layout" in found:
            return _collection(path)
    except ngff.DAMAGED as error:
        raise Unreadable(path, f"damaged OME-Zarr metadata ({ngff.said(error)})") from None
    raise Unreadable(path, "a Zarr group without multiscales or plate is no OME-Zarr image")


def _fileset(
    path: Location,
    images: tuple[ImageDescription, ...],
    plate: PlateDescription | None = None,
    group: OmeGroup | None = None,
) -> FilesetDescription:
    said_plates = group.plates if group else ()
    # The folders say how the plate lies; OME-XML adds what NGFF has no words for.
    plates = (_merged(plate, said_plates),) if plate else said_plates
    return FilesetDescription(
        images,
        path,
        (OriginalFileDescription(path, is_folder=True),),
        FORMAT,
        plates=plates,
        original_metadata=group.original_metadata if group else (),
    )


def _with_labels(image: ImageDescription) -> tuple[ImageDescription, ...]:
    said = image.original_metadata + left_out(image)
    return replace(image, original_metadata=said), *label_images(image)


def _merged(plate: PlateDescription, said: tuple[PlateDescription, ...]) -> PlateDescription:
    if len(said) != 1:
        return plate
    (other,) = said
    return replace(
        plate,
        description=other.description,
        status=other.status,
        external_identifier=other.external_identifier,
        well_origin_x=other.well_origin_x,
        well_origin_y=other.well_origin_y,
        wells=other.wells,
        screen=other.screen,
        annotations=other.annotations,
    )


def _image(
    path: Location, found: ngff.Attributes, name: str, well: WellPosition | None = None
) -> ImageDescription:
    multiscale = found["multiscales"][0]
    axes = ngff.axes(multiscale)
    if not {"y", "x"} <= set(axes) or not set(axes) <= set("tczyx") or len(set(axes)) < len(axes):
        raise Unreadable(path, f"axes {axes} are not supported; expected some of t, c, z, y, x")
    arrays = [
        ngff.array_metadata(ngff.below(path, dataset["path"])) for dataset in multiscale["datasets"]
    ]
    kind = pixel_type(arrays[0].dtype)
    if kind is None:
        raise Unreadable(path, f"pixel type {arrays[0].dtype} is not supported")
    size = ngff.by_axis(axes, arrays[0].shape)
    planes = math.prod(size.get(axis, 1) for axis in "zct")
    if planes > limits().planes:
        raise Unreadable(path, beyond("planes", f"{planes} planes"))
    return ImageDescription(
        name=name,
        path=path,
        series=0,
        size_x=size["x"],
        size_y=size["y"],
        size_z=size.get("z", 1),
        size_c=size.get("c", 1),
        size_t=size.get("t", 1),
        pixel_type=kind,
        levels=_levels(arrays, axes),
        channels=tuple(_channels(found.get("omero") or {}, size.get("c", 1))),
        physical_size_x=_physical(multiscale, axes, "x"),
        physical_size_y=_physical(multiscale, axes, "y"),
        physical_size_z=_physical(multiscale, axes, "z"),
        time_increment=_physical(multiscale, axes, "t"),
        well=well,
    )


def _levels(arrays: list[ngff.ArrayMetadata], axes: str) -> tuple[Level, ...]:
    return tuple(level_of(array, axes) for array in arrays)


def _described_plate(path: Location, said: ngff.Attributes) -> FilesetDescription:
    group = find_ome_group(path)
    wells = list(said["wells"])
    # Every request to a remote store counts: labels of plates are only looked for on disk.
    with_labels = not isinstance(path, Url)
    images = []
    for image, place in _plate_images(path, wells):
        described = group.add(image, place) if group else image
        found = tuple(labels(image.path)) if with_labels else ()
        images.append(replace(described, well=image.well, labels=found))
    return _fileset(path, tuple(images), _plate(path, said), group)


def _plate(path: Location, plate: ngff.Attributes) -> PlateDescription:
    rows = [str(row["name"]) for row in plate["rows"]]
    columns = [str(column["name"]) for column in plate["columns"]]
    return PlateDescription(
        name=clean(plate.get("name") or display_name(path)),
        rows=len(rows),
        columns=len(columns),
        row_naming="number" if rows and rows[0].isdigit() else "letter",
        column_naming="number" if columns and columns[0].isdigit() else "letter",
        acquisitions=tuple(_acquisition(entry) for entry in plate.get("acquisitions") or []),
    )


def _acquisition(entry: ngff.Attributes) -> PlateAcquisitionDescription:
    count = entry.get("maximumfieldcount")
    return PlateAcquisitionDescription(
        key=str(entry["id"]),
        name=clean(entry.get("name") or ""),
        description=clean(entry.get("description") or ""),
        start=_moment(entry.get("starttime")),
        end=_moment(entry.get("endtime")),
        maximum_field_count=count if isinstance(count, int) else None,
    )


def _moment(epoch: object) -> datetime | None:
    """Seconds since 1970, as NGFF has it; some writers give milliseconds."""
    if not isinstance(epoch, int | float) or not 0 < epoch < 1e14:
        return None
    return datetime.fromtimestamp(epoch / 1000 if epoch > 1e11 else epoch, UTC)


def _plate_images(
    path: Location, wells: list[ngff.Attributes]
) -> Iterator[tuple[ImageDescription, str]]:
    """The images of all wells, each with its path below the plate."""
    count = 0
    for well in wells:
        folder = ngff.below(path, well["path"])
        label = clean(well["path"]).replace("/", "")
        for field, entry in enumerate(ngff.attributes(folder)["well"]["images"]):
            count += 1
            if count > limits().images:
                raise Unreadable(path, beyond("images", f"{count} images or more"))
            image = ngff.below(folder, entry["path"])
            acquisition = entry.get("acquisition")
            position = WellPosition(
                int(well["rowIndex"]),
                int(well["columnIndex"]),
                field,
                acquisition="" if acquisition is None else str(acquisition),
            )
            name = f"{display_name(path)} [Well {label}, Field {field + 1}]"
            described = _image(image, ngff.attributes(image), name, position)
            yield described, f"{well['path']}/{entry['path']}"


def _collection(path: Location) -> FilesetDescription:
    """A bioformats2raw collection: numbered images, or those that its OME group lists."""
    group = find_ome_group(path)
    images: list[ImageDescription] = []
    for place in _places(path, group):
        folder = ngff.below(path, place)
        name = f"{display_name(path)} [{clean(place)}]"
        image = _image(folder, ngff.attributes(folder), name)
        described = group.add(image, place, name=display_name(path)) if group else image
        images += _with_labels(replace(described, labels=tuple(labels(folder))))
    return _fileset(path, tuple(images), group=group)


def _places(path: Location, group: OmeGroup | None) -> list[str]:
    """The paths of the images of a collection, in their order."""
    if group and group.series:
        return list(group.series)
    if isinstance(path, Path):
        numbered = [folder.name for folder in path.iterdir() if folder.name.isdecimal()]
        return sorted(numbered, key=int)
    found: list[str] = []
    while len(found) < limits().images and ngff.find_attributes(path / str(len(found))) is not None:
        found.append(str(len(found)))
    return found


def _physical(multiscale: ngff.Attributes, axes: str, axis: str) -> Length | None:
    factors, unit = ngff.scale(multiscale), ngff.unit(multiscale, axis)
    if factors is None or unit is None or axis not in axes:
        return None
    value = factors[axes.index(axis)]
    return Length(value, unit) if math.isfinite(value) else None


def _channels(omero: ngff.Attributes, size_c: int) -> Iterator[ChannelDescription]:
    listed = omero.get("channels") or []
    for index in range(size_c):
        yield _channel(listed[index]) if index < len(listed) else ChannelDescription()


def _channel(entry: ngff.Attributes) -> ChannelDescription:
    active = entry.get("active")
    return ChannelDescription(
        name=clean(entry.get("label") or ""),
        color=_color(str(entry.get("color") or "")),
        window=_window(entry.get("window") or {}),
        is_active=active if isinstance(active, bool) else None,
    )


def _window(said: Any) -> tuple[float, float] | None:
    if not isinstance(said, dict) or "start" not in said or "end" not in said:
        return None
    start, end = float(said["start"]), float(said["end"])
    return (start, end) if math.isfinite(start) and math.isfinite(end) else None


def _color(text: str) -> tuple[int, int, int] | None:
    digits = text.removeprefix("#")
    try:
        red, green, blue = bytes.fromhex(digits[:6])
    except ValueError:
        return None
    return red, green, blue
