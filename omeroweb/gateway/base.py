"""The boundary: what the web needs of an OMERO server. Views know this file and nothing behind it.

A gateway is opened for one caller and returns only what that caller may see; an object that is
hidden and one that does not exist are the same NotFound. Dataclasses are frozen and complete:
using one never goes back to the server.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

from numpy.typing import NDArray

from omeroweb.quantities import Length, Region

T = TypeVar("T")

# --- people and permissions ---------------------------------------------------


@dataclass(frozen=True)
class Caller:
    """Who a gateway is opened for. session_uuid: the OMERO session that a login made."""

    user_id: int
    session_uuid: str = ""


@dataclass(frozen=True)
class EventContext:
    """Who the caller is, in OMERO's words."""

    user_id: int
    user_name: str
    group_id: int
    group_name: str
    is_admin: bool
    member_of_groups: tuple[int, ...]
    leader_of_groups: tuple[int, ...]
    session_uuid: str


@dataclass(frozen=True)
class Permissions:
    """perm: OMERO's six characters, e.g. rwra--; the flags are computed for the caller."""

    perm: str
    can_annotate: bool = False
    can_delete: bool = False
    can_edit: bool = False
    can_link: bool = False


@dataclass(frozen=True)
class Experimenter:
    id: int
    user_name: str
    first_name: str = ""
    middle_name: str = ""
    last_name: str = ""
    email: str = ""
    institution: str = ""

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip() or self.user_name


@dataclass(frozen=True)
class ExperimenterGroup:
    id: int
    name: str
    description: str
    perm: str


@dataclass(frozen=True)
class Details:
    """Owner, group and permissions: what every object with an identity carries."""

    owner: Experimenter
    group: ExperimenterGroup
    permissions: Permissions


# --- objects ------------------------------------------------------------------


@dataclass(frozen=True)
class Container:
    """A Project, Dataset or Screen. child_count: only where it was asked for."""

    id: int
    name: str
    description: str
    details: Details
    child_count: int | None = None


class Project(Container):
    """Holds datasets."""


class Dataset(Container):
    """Holds images."""


class Screen(Container):
    """Holds plates."""


@dataclass(frozen=True)
class Plate:
    """fields: how many images the fullest well has."""

    id: int
    name: str
    description: str
    details: Details
    rows: int
    columns: int
    row_naming: str
    column_naming: str
    fields: int


@dataclass(frozen=True)
class Channel:
    """One channel with the settings it is first shown with. Wavelengths in nanometers."""

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
    """version: changes whenever the file behind the image does; part of every ETag.

    can_download: whether the caller may have the original files.
    """

    id: int
    name: str
    description: str
    details: Details
    series: int
    imported: datetime
    version: str
    can_download: bool
    acquired: datetime | None = None
    magnification: float | None = None
    pixels: Pixels | None = None


@dataclass(frozen=True)
class WellSample:
    """One field of a well: an image and where in the well it was taken."""

    id: int
    image: Image
    position_x: Length | None = None
    position_y: Length | None = None


@dataclass(frozen=True)
class Well:
    """row and column count from 0."""

    id: int
    row: int
    column: int
    details: Details
    samples: tuple[WellSample, ...] = ()


@dataclass(frozen=True)
class Ancestry:
    """What an image lies in. More than one dataset or project is possible."""

    datasets: tuple[Dataset, ...] = ()
    projects: tuple[Project, ...] = ()
    well_id: int | None = None
    plate: Plate | None = None


@dataclass(frozen=True)
class OriginalFile:
    """A file as it was imported. path: relative to its fileset's common folder."""

    path: str
    size: int
    location: str = field(repr=False)


# --- asking -------------------------------------------------------------------


@dataclass(frozen=True)
class Slice:
    """Which part of a list: limit objects from offset on."""

    offset: int = 0
    limit: int = 200


@dataclass(frozen=True)
class Page(Generic[T]):
    """One part of a list and how many objects the whole list has."""

    items: Sequence[T]
    total: int


@dataclass(frozen=True)
class Filter:
    """What narrows a list: ids of owner, group, parent or child; None for any.

    orphaned: only objects in no container.
    """

    owner: int | None = None
    group: int | None = None
    project: int | None = None
    dataset: int | None = None
    image: int | None = None
    screen: int | None = None
    plate: int | None = None
    is_orphaned: bool = False
    with_child_count: bool = False


class Gateway(Protocol):
    """An OMERO server as one caller sees it. Lists are ordered by name, ignoring case, then id."""

    def event_context(self) -> EventContext: ...

    def projects(self, part: Slice, wanted: Filter) -> Page[Project]: ...

    def project(self, project_id: int, *, with_child_count: bool = False) -> Project: ...

    def datasets(self, part: Slice, wanted: Filter) -> Page[Dataset]: ...

    def dataset(self, dataset_id: int, *, with_child_count: bool = False) -> Dataset: ...

    def images(self, part: Slice, wanted: Filter) -> Page[Image]:
        """Images with Pixels but without channels."""
        ...

    def image(self, image_id: int) -> Image:
        """One image with its channels."""
        ...

    def ancestry(self, image_id: int) -> Ancestry: ...

    def screens(self, part: Slice, wanted: Filter) -> Page[Screen]: ...

    def screen(self, screen_id: int, *, with_child_count: bool = False) -> Screen: ...

    def plates(self, part: Slice, wanted: Filter) -> Page[Plate]: ...

    def plate(self, plate_id: int) -> Plate: ...

    def wells(self, part: Slice, plate_id: int) -> Page[Well]:
        """Wells of a plate by column, then row, with all their samples."""
        ...

    def read(
        self, image: Image, level: int, z: int, t: int, channels: Sequence[int], region: Region
    ) -> NDArray[Any]:
        """Planes (C, Y, X) of the named channels in the image's pixel type.

        region: inside the resolution ``level``. Raises Unreadable.
        """
        ...

    def original_files(self, image_id: int) -> Sequence[OriginalFile]:
        """The files of the image's fileset. NotFound also where the caller may not have them."""
        ...

    def file_chunks(self, file: OriginalFile, size: int) -> Iterator[bytes]:
        """The content of a file, at most ``size`` bytes at a time. Raises Unreadable."""
        ...


class Server(Protocol):
    """Where gateways come from."""

    def login(self, user_name: str, password: str) -> Caller:
        """Raises LoginRefused."""
        ...

    def public_caller(self, user_name: str) -> Caller | None:
        """The caller that visitors without a login become; None where there is no such user."""
        ...

    def open(self, caller: Caller) -> Gateway:
        """Raises NotSignedIn where the caller's user is gone."""
        ...
