"""What image files say of themselves, as the store keeps it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from omeroweb.pixels import acquisition
from omeroweb.pixels.annotations import Annotation
from omeroweb.pixels.base import Level
from omeroweb.pixels.location import Location
from omeroweb.pixels.shapes import Color, Roi
from omeroweb.quantities import Length

# Original metadata: names and values as a file's own format has them, in the file's order.
Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ChannelDescription:
    """What the file says of one channel. Colour: (red, green, blue), window: (start, end).

    lut: the file name of a lookup table that takes the place of the colour at first.

    emission, excitation, pinhole and the settings refer to parts of the image's instrument by key.
    Wavelengths in nanometers.
    """

    name: str = ""
    color: tuple[int, int, int] | None = None
    lut: str = ""
    emission: float | None = None
    excitation: float | None = None
    fluor: str = ""
    window: tuple[float, float] | None = None
    is_active: bool | None = None
    is_rgb: bool = False
    acquisition_mode: str = ""
    contrast_method: str = ""
    illumination_type: str = ""
    nd_filter: float | None = None
    pinhole_size: Length | None = None
    pockel_cell_setting: int | None = None
    detector_settings: acquisition.DetectorSettings | None = None
    light_source_settings: acquisition.LightSourceSettings | None = None
    light_path: acquisition.LightPath | None = None
    filter_set: str = ""
    annotations: tuple[Annotation, ...] = ()


@dataclass(frozen=True)
class WellPosition:
    """Where in a plate an image was taken; plate, row, column and field count from 0.

    acquisition: the key of the plate acquisition that it was taken in; empty for none.
    """

    row: int
    column: int
    field: int
    x: Length | None = None
    y: Length | None = None
    plate: int = 0
    acquisition: str = ""
    timepoint: datetime | None = None


@dataclass(frozen=True)
class PlateAcquisitionDescription:
    """One run over a plate."""

    key: str
    name: str = ""
    description: str = ""
    start: datetime | None = None
    end: datetime | None = None
    maximum_field_count: int | None = None
    annotations: tuple[Annotation, ...] = ()


@dataclass(frozen=True)
class WellDescription:
    """What the file says of a well beyond its images; row and column count from 0."""

    row: int
    column: int
    type: str = ""
    external_description: str = ""
    external_identifier: str = ""
    color: Color | None = None
    annotations: tuple[Annotation, ...] = ()


@dataclass(frozen=True)
class ScreenDescription:
    """The screen that a plate belongs to, where the file names one."""

    name: str
    description: str = ""
    type: str = ""
    protocol_identifier: str = ""
    protocol_description: str = ""
    reagent_set_identifier: str = ""
    reagent_set_description: str = ""
    annotations: tuple[Annotation, ...] = ()


@dataclass(frozen=True)
class PlateDescription:
    """A plate as its file lays it out. wells: only those that the file says something of."""

    name: str
    rows: int
    columns: int
    row_naming: str = "letter"
    column_naming: str = "number"
    description: str = ""
    status: str = ""
    external_identifier: str = ""
    well_origin_x: Length | None = None
    well_origin_y: Length | None = None
    acquisitions: tuple[PlateAcquisitionDescription, ...] = ()
    wells: tuple[WellDescription, ...] = ()
    screen: ScreenDescription | None = None
    annotations: tuple[Annotation, ...] = ()


@dataclass(frozen=True)
class LabelDescription:
    """A label image of OME-Zarr. Its pixels are object numbers, read as those of an image.

    size_z, size_t: 1 where the label lacks that axis of its image. colors: number -> colour, where
    the file names them; properties: number -> names and values. left_out: why it cannot be shown.
    """

    name: str
    path: Location
    series: int
    size_x: int
    size_y: int
    size_z: int
    size_c: int
    size_t: int
    pixel_type: str
    levels: tuple[Level, ...]
    colors: Mapping[int, Color] = field(default_factory=dict)
    properties: Mapping[int, Pairs] = field(default_factory=dict)
    left_out: str = ""


@dataclass(frozen=True)
class ImageDescription:
    """Everything the store keeps of one image, as its file says it.

    path, series: what open_source takes. path may be another file than the fileset's. is_label:
    pixels are numbers of objects, which have no mean.
    """

    name: str
    path: Location
    series: int
    size_x: int
    size_y: int
    size_z: int
    size_c: int
    size_t: int
    pixel_type: str
    levels: tuple[Level, ...]
    channels: tuple[ChannelDescription, ...]
    description: str = ""
    acquired: datetime | None = None
    physical_size_x: Length | None = None
    physical_size_y: Length | None = None
    physical_size_z: Length | None = None
    time_increment: Length | None = None
    significant_bits: int | None = None
    dimension_order: str = "XYZCT"
    magnification: float | None = None
    well: WellPosition | None = None
    instrument: acquisition.Instrument | None = None
    objective_settings: acquisition.ObjectiveSettings | None = None
    imaging_environment: acquisition.ImagingEnvironment | None = None
    stage_label: acquisition.StageLabel | None = None
    planes: tuple[acquisition.PlaneInfo, ...] = ()
    rois: tuple[Roi, ...] = ()
    annotations: tuple[Annotation, ...] = ()
    labels: tuple[LabelDescription, ...] = ()
    is_label: bool = False
    original_metadata: Pairs = ()


@dataclass(frozen=True)
class OriginalFileDescription:
    """One file of a fileset. A Zarr folder counts as one and stands for everything below it."""

    path: Location
    is_folder: bool = False


@dataclass(frozen=True)
class FilesetDescription:
    """What files that belong together hold: their images and, where they are some, the plates.

    path: the one that stands for the fileset, whichever of its files was described; files: all of
    them, path among them. format: what a reader calls it, e.g. "OME-TIFF".
    """

    images: tuple[ImageDescription, ...]
    path: Location
    files: tuple[OriginalFileDescription, ...]
    format: str
    plates: tuple[PlateDescription, ...] = ()
    original_metadata: Pairs = ()

    @property
    def plate(self) -> PlateDescription | None:
        """The first plate; WellPosition.plate counts in plates."""
        return self.plates[0] if self.plates else None
