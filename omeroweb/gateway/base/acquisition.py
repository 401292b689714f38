"""How an image was taken: the instrument, its parts, and how they were set.

Field names and meanings: OME model 2016-06, Instrument and Image. Text is empty and a number None
where the file does not say it. Wavelengths in nanometers, fractions from 0 to 1.
"""

from dataclasses import dataclass
from datetime import datetime

from omeroweb.quantities import Length

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class Equipment:
    """What every part of an instrument may say of itself."""

    id: int
    manufacturer: str = ""
    model: str = ""
    serial_number: str = ""
    lot_number: str = ""


@dataclass(frozen=True, kw_only=True)
class Objective(Equipment):
    nominal_magnification: float | None = None
    calibrated_magnification: float | None = None
    lens_na: float | None = None
    immersion: str = ""
    correction: str = ""
    working_distance: Length | None = None
    has_iris: bool | None = None


@dataclass(frozen=True, kw_only=True)
class Detector(Equipment):
    type: str = ""
    gain: float | None = None
    voltage: Length | None = None
    offset: float | None = None
    zoom: float | None = None
    amplification_gain: float | None = None


@dataclass(frozen=True, kw_only=True)
class OpticalFilter(Equipment):
    """cut_in, cut_out: the transmitted range, in nanometers."""

    type: str = ""
    cut_in: float | None = None
    cut_out: float | None = None
    transmittance: float | None = None


@dataclass(frozen=True, kw_only=True)
class Dichroic(Equipment):
    """A beam splitter."""


@dataclass(frozen=True, kw_only=True)
class FilterSet(Equipment):
    """Filters and a dichroic that are used together."""

    excitation_filters: tuple[OpticalFilter, ...] = ()
    dichroic: Dichroic | None = None
    emission_filters: tuple[OpticalFilter, ...] = ()


@dataclass(frozen=True, kw_only=True)
class LightSource(Equipment):
    """kind: Laser, Arc, Filament, LightEmittingDiode or GenericExcitationSource."""

    kind: str
    type: str = ""
    medium: str = ""
    power: Length | None = None
    wavelength: float | None = None


@dataclass(frozen=True, kw_only=True)
class Instrument:
    """microscope: of the stand; type: Upright, Inverted and so on."""

    id: int
    microscope: Equipment
    type: str = ""
    objectives: tuple[Objective, ...] = ()
    detectors: tuple[Detector, ...] = ()
    filters: tuple[OpticalFilter, ...] = ()
    dichroics: tuple[Dichroic, ...] = ()
    light_sources: tuple[LightSource, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ObjectiveSettings:
    objective: Objective
    correction_collar: float | None = None
    medium: str = ""
    refractive_index: float | None = None


@dataclass(frozen=True, kw_only=True)
class ChannelAcquisition:
    """How one channel was taken. light_source and detector with the settings that were used."""

    index: int
    detector: Detector | None = None
    binning: str = ""
    detector_gain: float | None = None
    detector_offset: float | None = None
    detector_voltage: Length | None = None
    detector_zoom: float | None = None
    integration: int | None = None
    readout_rate: Length | None = None
    light_source: LightSource | None = None
    attenuation: float | None = None
    wavelength: float | None = None
    excitation_filters: tuple[OpticalFilter, ...] = ()
    dichroic: Dichroic | None = None
    emission_filters: tuple[OpticalFilter, ...] = ()
    filter_set: FilterSet | None = None


@dataclass(frozen=True, kw_only=True)
class StageLabel:
    name: str
    x: Length | None = None
    y: Length | None = None
    z: Length | None = None


@dataclass(frozen=True, kw_only=True)
class ImagingEnvironment:
    temperature: Length | None = None
    air_pressure: Length | None = None
    humidity: float | None = None
    co2: float | None = None


@dataclass(frozen=True, kw_only=True)
class Plane:
    """One plane: when after the first one it was taken, for how long, and where."""

    z: int
    c: int
    t: int
    delta_t: Length | None = None
    exposure_time: Length | None = None
    position_x: Length | None = None
    position_y: Length | None = None
    position_z: Length | None = None


@dataclass(frozen=True, kw_only=True)
class Acquisition:
    """Everything known of how one image was taken."""

    acquired: datetime | None = None
    instrument: Instrument | None = None
    objective_settings: ObjectiveSettings | None = None
    stage_label: StageLabel | None = None
    environment: ImagingEnvironment | None = None
    channels: tuple[ChannelAcquisition, ...] = ()


@dataclass(frozen=True)
class OriginalMetadata:
    """What a file says beyond the OME model, by its own names: of all its images, and of this."""

    of_file: Pairs = ()
    of_image: Pairs = ()
