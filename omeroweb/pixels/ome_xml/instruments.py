"""Instruments of OME-XML and how their parts were set for an image or a channel."""

from typing import TypedDict
from xml.etree.ElementTree import Element

from omeroweb.pixels import acquisition as described
from omeroweb.pixels.ome_xml.document import OmeDocument
from omeroweb.pixels.ome_xml.elements import boolean, number, quantity, references, text, whole

LIGHT_SOURCES = ("Laser", "Arc", "Filament", "LightEmittingDiode", "GenericExcitationSource")


class Made(TypedDict):
    key: str
    manufacturer: str
    model: str
    serial_number: str
    lot_number: str


def instrument(document: OmeDocument, image: Element) -> described.Instrument | None:
    """The instrument that an image refers to."""
    key = next(references(image, "InstrumentRef"), "")
    element = document.instruments.get(key)
    if element is None:
        return None
    microscope = element.find("Microscope")
    return described.Instrument(
        key=key,
        microscope=None if microscope is None else _microscope(microscope),
        objectives=tuple(map(_objective, element.iterfind("Objective"))),
        detectors=tuple(map(_detector, element.iterfind("Detector"))),
        light_sources=tuple(
            _light_source(child) for child in element if child.tag in LIGHT_SOURCES
        ),
        filters=tuple(map(_filter, element.iterfind("Filter"))),
        dichroics=tuple(
            described.Dichroic(**_made(child)) for child in element.iterfind("Dichroic")
        ),
        filter_sets=tuple(map(_filter_set, element.iterfind("FilterSet"))),
    )


def objective_settings(image: Element) -> described.ObjectiveSettings | None:
    element = image.find("ObjectiveSettings")
    if element is None:
        element = image.find("ObjectiveRef")  # before 2010
    if element is None:
        return None
    return described.ObjectiveSettings(
        key=text(element, "ID"),
        correction_collar=number(element, "CorrectionCollar"),
        medium=text(element, "Medium"),
        refractive_index=number(element, "RefractiveIndex"),
    )


def detector_settings(channel: Element) -> described.DetectorSettings | None:
    element = channel.find("DetectorSettings")
    if element is None:
        return None
    return described.DetectorSettings(
        key=text(element, "ID"),
        gain=number(element, "Gain"),
        offset=number(element, "Offset"),
        voltage=quantity(element, "Voltage", "VOLT"),
        zoom=number(element, "Zoom"),
        binning=text(element, "Binning"),
        read_out_rate=quantity(element, "ReadOutRate", "MEGAHERTZ"),
        integration=whole(element, "Integration"),
    )


def light_source_settings(channel: Element) -> described.LightSourceSettings | None:
    element = channel.find("LightSourceSettings")
    if element is None:
        return None
    return described.LightSourceSettings(
        key=text(element, "ID"),
        attenuation=number(element, "Attenuation"),
        wavelength=quantity(element, "Wavelength", "NANOMETER"),
    )


def light_path(channel: Element) -> described.LightPath | None:
    element = channel.find("LightPath")
    if element is None:
        return None
    return described.LightPath(
        excitation=tuple(references(element, "ExcitationFilterRef")),
        dichroic=next(references(element, "DichroicRef"), ""),
        emission=tuple(references(element, "EmissionFilterRef")),
    )


def imaging_environment(image: Element) -> described.ImagingEnvironment | None:
    element = image.find("ImagingEnvironment")
    if element is None:
        return None
    return described.ImagingEnvironment(
        temperature=quantity(element, "Temperature", "CELSIUS"),
        air_pressure=quantity(element, "AirPressure", "MILLIBAR"),
        humidity=number(element, "Humidity"),
        co2=number(element, "CO2Percent"),
    )


def stage_label(image: Element) -> described.StageLabel | None:
    element = image.find("StageLabel")
    if element is None:
        return None
    return described.StageLabel(
        name=text(element, "Name"),
        x=quantity(element, "X", "REFERENCEFRAME"),
        y=quantity(element, "Y", "REFERENCEFRAME"),
        z=quantity(element, "Z", "REFERENCEFRAME"),
    )


def _made(element: Element) -> Made:
    return Made(
        key=text(element, "ID"),
        manufacturer=text(element, "Manufacturer"),
        model=text(element, "Model"),
        serial_number=text(element, "SerialNumber"),
        lot_number=text(element, "LotNumber"),
    )


def _microscope(element: Element) -> described.Microscope:
    return described.Microscope(**_made(element), type=text(element, "Type"))


def _objective(element: Element) -> described.Objective:
    return described.Objective(
        **_made(element),
        nominal_magnification=number(element, "NominalMagnification"),
        calibrated_magnification=number(element, "CalibratedMagnification"),
        lens_na=number(element, "LensNA"),
        immersion=text(element, "Immersion"),
        correction=text(element, "Correction"),
        working_distance=quantity(element, "WorkingDistance", "MICROMETER"),
        has_iris=boolean(element, "Iris"),
    )


def _detector(element: Element) -> described.Detector:
    return described.Detector(
        **_made(element),
        type=text(element, "Type"),
        gain=number(element, "Gain"),
        voltage=quantity(element, "Voltage", "VOLT"),
        offset=number(element, "Offset"),
        zoom=number(element, "Zoom"),
        amplification_gain=number(element, "AmplificationGain"),
    )


def _light_source(element: Element) -> described.LightSource:
    return described.LightSource(
        **_made(element),
        kind=element.tag,
        type=text(element, "Type"),
        power=quantity(element, "Power", "MILLIWATT"),
        laser_medium=text(element, "LaserMedium"),
        wavelength=quantity(element, "Wavelength", "NANOMETER"),
    )


def _filter(element: Element) -> described.Filter:
    passed = element.find("TransmittanceRange")
    return described.Filter(
        **_made(element),
        type=text(element, "Type"),
        cut_in=None if passed is None else quantity(passed, "CutIn", "NANOMETER"),
        cut_out=None if passed is None else quantity(passed, "CutOut", "NANOMETER"),
        transmittance=None if passed is None else number(passed, "Transmittance"),
    )


def _filter_set(element: Element) -> described.FilterSet:
    return described.FilterSet(
        **_made(element),
        excitation=tuple(references(element, "ExcitationFilterRef")),
        dichroic=next(references(element, "DichroicRef"), ""),
        emission=tuple(references(element, "EmissionFilterRef")),
    )
