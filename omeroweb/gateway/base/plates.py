"""Plates, their runs, Wells and fields."""

from dataclasses import dataclass
from datetime import datetime

from omeroweb.gateway.base.containers import Dataset, Project
from omeroweb.gateway.base.images import Image
from omeroweb.gateway.base.people import Details
from omeroweb.quantities import Length


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
    status: str = ""
    external_identifier: str = ""
    field_index: int | None = None
    well_origin_x: Length | None = None
    well_origin_y: Length | None = None


@dataclass(frozen=True)
class PlateAcquisition:
    """A run: when fields of a plate were taken together.

    fields: first and last index of its images in their wells; None where it has none.
    """

    id: int
    plate_id: int
    name: str
    description: str
    details: Details
    maximum_field_count: int | None = None
    started: datetime | None = None
    ended: datetime | None = None
    fields: tuple[int, int] | None = None


@dataclass(frozen=True)
class WellSample:
    """One field of a well: an image, and when and where in the well it was taken.

    index: the position in the well, from 0.
    """

    id: int
    image: Image
    position_x: Length | None = None
    position_y: Length | None = None
    index: int = 0
    taken: datetime | None = None
    acquisition: PlateAcquisition | None = None


@dataclass(frozen=True)
class Well:
    """row and column count from 0. color: (red, green, blue, alpha)."""

    id: int
    row: int
    column: int
    details: Details
    samples: tuple[WellSample, ...] = ()
    plate_id: int | None = None
    type: str = ""
    status: str = ""
    external_description: str = ""
    external_identifier: str = ""
    color: tuple[int, int, int, int] | None = None


@dataclass(frozen=True)
class Ancestry:
    """What an image lies in. More than one dataset or project is possible."""

    datasets: tuple[Dataset, ...] = ()
    projects: tuple[Project, ...] = ()
    well_id: int | None = None
    plate: Plate | None = None
