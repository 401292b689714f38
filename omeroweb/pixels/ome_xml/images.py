"""Images of OME-XML: channels, planes and everything else that is said of one image."""

from collections.abc import Iterator
from dataclasses import replace
from xml.etree.ElementTree import Element

from omeroweb.pixels.acquisition import Instrument, ObjectiveSettings, PlaneInfo
from omeroweb.pixels.description import ChannelDescription, ImageDescription
from omeroweb.pixels.ome_xml import instruments
from omeroweb.pixels.ome_xml.annotations import annotations
from omeroweb.pixels.ome_xml.document import OmeDocument
from omeroweb.pixels.ome_xml.elements import (
    child_text,
    moment,
    nanometers,
    number,
    quantity,
    references,
    text,
    whole,
)
from omeroweb.pixels.ome_xml.shapes import color, rois

WHITE = (255, 255, 255)


def describe_image(
    plain: ImageDescription, document: OmeDocument, image: Element
) -> ImageDescription:
    """The same image with what its element says. Name and well are left to the caller."""
    pixels = image.find("Pixels")
    if pixels is None:
        return plain
    said = tuple(_channels(document, pixels))
    instrument = instruments.instrument(document, image)
    settings = instruments.objective_settings(image)
    return replace(
        plain,
        description=child_text(image, "Description"),
        # Before 2012 the date was in CreationDate.
        acquired=moment(child_text(image, "AcquisitionDate") or child_text(image, "CreationDate")),
        channels=_merged(said, plain.channels),
        physical_size_x=quantity(pixels, "PhysicalSizeX", "MICROMETER") or plain.physical_size_x,
        physical_size_y=quantity(pixels, "PhysicalSizeY", "MICROMETER") or plain.physical_size_y,
        physical_size_z=quantity(pixels, "PhysicalSizeZ", "MICROMETER") or plain.physical_size_z,
        time_increment=quantity(pixels, "TimeIncrement", "SECOND") or plain.time_increment,
        significant_bits=whole(pixels, "SignificantBits"),
        dimension_order=text(pixels, "DimensionOrder") or plain.dimension_order,
        magnification=_magnification(instrument, settings),
        instrument=instrument,
        objective_settings=settings,
        imaging_environment=instruments.imaging_environment(image),
        stage_label=instruments.stage_label(image),
        planes=tuple(_planes(pixels)),
        rois=rois(document, image),
        annotations=annotations(document, image) + annotations(document, pixels),
    )


def rgb_channels() -> list[ChannelDescription]:
    """Channels of a picture whose samples are red, green, blue (and perhaps alpha, off)."""
    return [
        ChannelDescription(name="Red", color=(255, 0, 0), is_rgb=True),
        ChannelDescription(name="Green", color=(0, 255, 0), is_rgb=True),
        ChannelDescription(name="Blue", color=(0, 0, 255), is_rgb=True),
        ChannelDescription(name="Alpha", color=WHITE, is_rgb=True, is_active=False),
    ]


def _merged(
    said: tuple[ChannelDescription, ...], plain: tuple[ChannelDescription, ...]
) -> tuple[ChannelDescription, ...]:
    """Channels of OME-XML, with what only the file itself knows: windows, what is shown."""
    if len(said) != len(plain):
        return plain
    return tuple(
        replace(
            channel,
            name=channel.name or own.name,
            color=channel.color or own.color,
            window=own.window,
            is_active=own.is_active if channel.is_active is None else channel.is_active,
        )
        for channel, own in zip(said, plain, strict=True)
    )


def _channels(document: OmeDocument, pixels: Element) -> Iterator[ChannelDescription]:
    """One per sample: an RGB channel counts three times."""
    for channel in pixels.iterfind("Channel"):
        samples = whole(channel, "SamplesPerPixel") or 1
        if samples > 1:
            yield from rgb_channels()[:samples]
        else:
            yield _channel(document, channel)


def _channel(document: OmeDocument, element: Element) -> ChannelDescription:
    found = color(text(element, "Color"))
    return ChannelDescription(
        name=text(element, "Name"),
        color=None if found is None else (found.red, found.green, found.blue),
        emission=nanometers(element, "EmissionWavelength"),
        excitation=nanometers(element, "ExcitationWavelength"),
        fluor=text(element, "Fluor"),
        acquisition_mode=text(element, "AcquisitionMode"),
        contrast_method=text(element, "ContrastMethod"),
        illumination_type=text(element, "IlluminationType"),
        nd_filter=number(element, "NDFilter"),
        pinhole_size=quantity(element, "PinholeSize", "MICROMETER"),
        pockel_cell_setting=whole(element, "PockelCellSetting"),
        detector_settings=instruments.detector_settings(element),
        light_source_settings=instruments.light_source_settings(element),
        light_path=instruments.light_path(element),
        filter_set=next(references(element, "FilterSetRef"), ""),
        annotations=annotations(document, element),
    )


def _planes(pixels: Element) -> Iterator[PlaneInfo]:
    """Planes that the file says something of."""
    for element in pixels.iterfind("Plane"):
        z, c, t = whole(element, "TheZ"), whole(element, "TheC"), whole(element, "TheT")
        if z is None or c is None or t is None:
            continue
        plane = PlaneInfo(
            z=z,
            c=c,
            t=t,
            delta_t=quantity(element, "DeltaT", "SECOND"),
            exposure_time=quantity(element, "ExposureTime", "SECOND"),
            position_x=quantity(element, "PositionX", "REFERENCEFRAME"),
            position_y=quantity(element, "PositionY", "REFERENCEFRAME"),
            position_z=quantity(element, "PositionZ", "REFERENCEFRAME"),
        )
        if plane != PlaneInfo(z=z, c=c, t=t):
            yield plane


def _magnification(
    instrument: Instrument | None, settings: ObjectiveSettings | None
) -> float | None:
    """The nominal magnification of the objective that was used."""
    if instrument is None or settings is None:
        return None
    for objective in instrument.objectives:
        if objective.key == settings.key:
            return objective.nominal_magnification
    return None
