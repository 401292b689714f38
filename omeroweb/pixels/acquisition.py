"""How an image was taken: instrument, settings, stage. Names are those of the OME model 2016-06.

Values of enumerations ("Oil", "PlanApo", ...) are the texts that OME-XML has; what a file does not
say is None or empty.
"""

from dataclasses import dataclass

from omeroweb.quantities import Length


@dataclass(frozen=True, kw_only=True)
class Manufactured:
    """What all parts of an instrument have. key: what one file calls it by."""

    key: str = ""
    manufacturer: str = ""
    model: str = ""
    serial_number: str = ""
    lot_number: str = ""


@dataclass(frozen=True, kw_only=True)
class Microscope(Manufactured):
    type: str = ""


@dataclass(frozen=True, kw_only=True)
class Objective(Manufactured):
    nominal_magnification: float | None = None
    calibrated_magnification: float | None = None
    lens_na: float | None = None
    immersion: str = ""
    correction: str = ""
    working_distance: Length | None = None
    has_iris: bool | None = None


@dataclass(frozen=True, kw_only=True)
class Detector(Manufactured):
    type: str = ""
    gain: float | None = None
    voltage: Length | None = None
    offset: float | None = None
    zoom: float | None = None
    amplification_gain: float | None = None


@dataclass(frozen=True, kw_only=True)
class LightSource(Manufactured):
    """kind: Laser, Arc, Filament, LightEmittingDiode or GenericExcitationSource."""

    kind: str
    type: str = ""
    power: Length | None = None
    laser_medium: str = ""
    wavelength: Length | None = None


@dataclass(frozen=True, kw_only=True)
class Filter(Manufactured):
    """cut_in, cut_out: of the transmitted range."""

    type: str = ""
    cut_in: Length | None = None
    cut_out: Length | None = None
    transmittance: float | None = None


@dataclass(frozen=True, kw_only=True)
class Dichroic(Manufactured):
    """A beam splitter."""


@dataclass(frozen=True, kw_only=True)
class FilterSet(Manufactured):
    """Keys of the filters and the dichroic that are used together."""

    excitation: tuple[str, ...] = ()
    dichroic: str = ""
    emission: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Instrument:
    key: str = ""
    microscope: Microscope | None = None
    objectives: tuple[Objective, ...] = ()
    detectors: tuple[Detector, ...] = ()
    light_sources: tuple[LightSource, ...] = ()
    filters: tuple[Filter, ...] = ()
    dichroics: tuple[Dichroic, ...] = ()
    filter_sets: tuple[FilterSet, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ObjectiveSettings:
    """key: of the objective that was used."""

    key: str = ""
    correction_collar: float | None = None
    medium: str = ""
    refractive_index: float | None = None


@dataclass(frozen=True, kw_only=True)
class DetectorSettings:
    """key: of the detector that was used for one channel."""

    key: str = ""
    gain: float | None = None
    offset: float | None = None
    voltage: Length | None = None
    zoom: float | None = None
    binning: str = ""
    read_out_rate: Length | None = None
    integration: int | None = None


@dataclass(frozen=True, kw_only=True)
class LightSourceSettings:
    """key: of the light source that was used for one channel. attenuation: a share, 0 to 1."""

    key: str = ""
    attenuation: float | None = None
    wavelength: Length | None = None


@dataclass(frozen=True, kw_only=True)
class LightPath:
    """Keys of what the light of one channel passes."""

    excitation: tuple[str, ...] = ()
    dichroic: str = ""
    emission: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ImagingEnvironment:
    """humidity, co2: shares, 0 to 1."""

    temperature: Length | None = None
    air_pressure: Length | None = None
    humidity: float | None = None
    co2: float | None = None


@dataclass(frozen=True, kw_only=True)
class StageLabel:
    """A named position of the stage."""

    name: str = ""
    x: Length | None = None
    y: Length | None = None
    z: Length | None = None


@dataclass(frozen=True, kw_only=True)
class PlaneInfo:
    """When and where one plane was taken. delta_t: since the image's acquisition began."""

    z: int
    c: int
    t: int
    delta_t: Length | None = None
    exposure_time: Length | None = None
    position_x: Length | None = None
    position_y: Length | None = None
    position_z: Length | None = None
