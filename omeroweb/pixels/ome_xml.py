"""What OME-XML says of images and plates, as descriptions. The schema is read by ome-types."""

import functools
from typing import Any

import ome_types
from ome_types import model
from xsdata_pydantic_basemodel.bindings import XmlContext

from omeroweb.pixels.description import ChannelDescription, PlateDescription, WellPosition
from omeroweb.quantities import Length

WHITE = (255, 255, 255)


def parse(text: str) -> model.OME:
    """The OME element. Raises ValueError with the first line of what is wrong."""
    try:
        return ome_types.from_xml(text, parser_kwargs={"context": _schema()})
    except (ValueError, TypeError, LookupError, SyntaxError) as error:
        raise ValueError(f"OME-XML is not valid: {str(error).splitlines()[0]}") from None


@functools.cache
def _schema() -> XmlContext:
    """What the parser finds out about the schema: once, and not for every file."""
    return XmlContext()


def length(value: float | None, unit: Any) -> Length | None:
    """A quantity with the unit's enumeration name, e.g. MICROMETER."""
    return None if value is None else Length(float(value), unit.name)


def nanometers(value: float | None, unit: Any) -> float | None:
    """A wavelength in nanometers; other units are rare and left out."""
    return float(value) if value is not None and unit.name == "NANOMETER" else None


def channels(pixels: model.Pixels) -> tuple[ChannelDescription, ...]:
    """One description per sample: an RGB channel counts three times."""
    found: list[ChannelDescription] = []
    for channel in pixels.channels:
        samples = channel.samples_per_pixel or 1
        if samples > 1:
            found += rgb_channels()[:samples]
        else:
            found.append(_channel(channel))
    return tuple(found[: pixels.size_c])


def rgb_channels() -> list[ChannelDescription]:
    """Channels of a picture whose samples are red, green, blue (and perhaps alpha, off)."""
    return [
        ChannelDescription(name="Red", color=(255, 0, 0), is_rgb=True),
        ChannelDescription(name="Green", color=(0, 255, 0), is_rgb=True),
        ChannelDescription(name="Blue", color=(0, 0, 255), is_rgb=True),
        ChannelDescription(name="Alpha", color=WHITE, is_rgb=True, is_active=False),
    ]


def _channel(channel: model.Channel) -> ChannelDescription:
    # The schema's default colour, white, stands for "not said" where the file does not set it.
    is_colored = "color" in channel.model_fields_set
    return ChannelDescription(
        name=channel.name or "",
        color=_rgb(channel.color) if is_colored else None,
        emission=nanometers(channel.emission_wavelength, channel.emission_wavelength_unit),
        excitation=nanometers(channel.excitation_wavelength, channel.excitation_wavelength_unit),
        fluor=channel.fluor or "",
    )


def _rgb(color: model.Color) -> tuple[int, int, int]:
    red, green, blue, *_ = color.as_rgb_tuple(alpha=False)
    return int(red), int(green), int(blue)


def magnification(ome: model.OME, image: model.Image) -> float | None:
    """The nominal magnification of the objective that the image refers to."""
    if image.objective_settings is None:
        return None
    for instrument in ome.instruments:
        for objective in instrument.objectives:
            if objective.id == image.objective_settings.id:
                return objective.nominal_magnification
    return None


def plate(ome: model.OME) -> PlateDescription | None:
    """The first plate of the file."""
    if not ome.plates:
        return None
    first = ome.plates[0]
    rows = max((well.row + 1 for well in first.wells), default=0)
    columns = max((well.column + 1 for well in first.wells), default=0)
    return PlateDescription(
        name=first.name or "",
        rows=first.rows or rows,
        columns=first.columns or columns,
        row_naming=_naming(first.row_naming_convention, "letter"),
        column_naming=_naming(first.column_naming_convention, "number"),
    )


def well_positions(ome: model.OME) -> dict[str, WellPosition]:
    """Image id -> its place in the first plate."""
    if not ome.plates:
        return {}
    return {
        sample.image_ref.id: WellPosition(
            well.row,
            well.column,
            field,
            length(sample.position_x, sample.position_x_unit),
            length(sample.position_y, sample.position_y_unit),
        )
        for well in ome.plates[0].wells
        for field, sample in enumerate(well.well_samples)
        if sample.image_ref is not None
    }


def _naming(convention: Any, default: str) -> str:
    return default if convention is None else str(convention.value)
