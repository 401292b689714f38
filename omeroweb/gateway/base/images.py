"""Images with their Pixels and Channels, and the files they came in."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from omeroweb.gateway.base.kinds import UNSAVED
from omeroweb.gateway.base.people import Details
from omeroweb.quantities import Length


@dataclass(frozen=True)
class Channel:
    """One channel with the settings it is first shown with. Wavelengths in nanometers.

    lut: the file name of a lookup table that takes the place of the colour. What follows
    logical_channel_id is said by files only: empty or None where this one does not.
    """

    id: int
    index: int
    name: str
    color: tuple[int, int, int]
    is_active: bool
    minimum: float
    maximum: float
    start: float
    end: float
    emission: float | None = None
    excitation: float | None = None
    fluor: str = ""
    lut: str = ""
    logical_channel_id: int = UNSAVED
    samples_per_pixel: int = 1
    nd_filter: float | None = None
    pockel_cell: int | None = None
    pinhole_size: Length | None = None
    acquisition_mode: str = ""
    contrast_method: str = ""
    illumination: str = ""

    @property
    def label(self) -> str:
        """The name, else the emission wavelength, else the index: what a button shows."""
        if self.name:
            return self.name
        return f"{self.emission:g}" if self.emission else str(self.index)


class Resolution(NamedTuple):
    """Size of one pyramid level in pixels; level 0 is full resolution."""

    size_x: int
    size_y: int


@dataclass(frozen=True)
class Pixels:
    id: int
    size_x: int
    size_y: int
    size_z: int
    size_c: int
    size_t: int
    type: str
    resolutions: tuple[Resolution, ...]
    tile_width: int
    tile_height: int
    channels: tuple[Channel, ...] = ()
    significant_bits: int | None = None
    physical_size_x: Length | None = None
    physical_size_y: Length | None = None
    physical_size_z: Length | None = None
    time_increment: Length | None = None

    @property
    def default_z(self) -> int:
        return self.size_z // 2

    @property
    def default_t(self) -> int:
        return 0


@dataclass(frozen=True)
class Image:
    """version: changes whenever the file behind the image does; part of every ETag. Images of a
    list have none, as a list says nothing of files.

    can_download: whether the caller may have the original files.
    """

    id: int
    name: str
    description: str
    details: Details
    series: int
    version: str
    can_download: bool
    acquired: datetime | None = None
    magnification: float | None = None
    pixels: Pixels | None = None
    fileset_id: int | None = None


@dataclass(frozen=True)
class OriginalFile:
    """A file as it was imported or attached.

    path: relative to its fileset's common folder; of an attachment, its name. id: UNSAVED where the
    file is only known as part of a folder that was imported as a whole. size: None where the file
    lies on another server, which alone knows.
    """

    path: str
    size: int | None
    location: str = field(repr=False)
    id: int = UNSAVED
    mimetype: str = ""

    @property
    def name(self) -> str:
        return self.path.rpartition("/")[2]
