"""How images are shown: one user's settings for one image."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from omeroweb.gateway.base.kinds import UNSAVED
from omeroweb.gateway.base.people import Experimenter


class Family(StrEnum):
    """How intensities between start and end are mapped: OMERO's quantization families."""

    LINEAR = "linear"
    POLYNOMIAL = "polynomial"
    LOGARITHMIC = "logarithmic"
    EXPONENTIAL = "exponential"


class Model(StrEnum):
    """Colour, or the first active channel in grey; by OMERO's words."""

    COLOR = "rgb"
    GREYSCALE = "greyscale"


@dataclass(frozen=True)
class ChannelBinding:
    """How one channel is shown. color: (red, green, blue, alpha).

    lut: the file name of a lookup table, which takes the place of the colour.
    """

    index: int
    is_active: bool
    start: float
    end: float
    color: tuple[int, int, int, int]
    family: Family = Family.LINEAR
    coefficient: float = 1.0
    lut: str = ""
    is_inverted: bool = False


@dataclass(frozen=True)
class Rendering:
    """What there is to set. channels: every channel of the image, in order. z, t: shown first.

    quality: of JPEG, 0 to 1; None: the server's.
    """

    channels: tuple[ChannelBinding, ...]
    model: Model = Model.COLOR
    z: int = 0
    t: int = 0
    quality: float | None = None


@dataclass(frozen=True)
class RenderingDef:
    """The settings that one user has for one image.

    id: UNSAVED for those an image was imported with, which belong to its owner. version: grows with
    every save, so that thumbnails can be told apart.
    """

    id: int
    image_id: int
    owner: Experimenter
    rendering: Rendering
    version: int = 0
    updated: datetime | None = None

    @property
    def is_saved(self) -> bool:
        return self.id != UNSAVED


@dataclass(frozen=True)
class Copied:
    """Images that settings were copied to, and those where that was not possible or permitted."""

    done: tuple[int, ...]
    not_done: tuple[int, ...]
