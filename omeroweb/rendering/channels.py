"""How one channel is shown."""

from dataclasses import dataclass
from enum import Enum

from omeroweb.rendering.luts import Lut

Color = tuple[int, int, int]


class Family(Enum):
    """The curve between the ends of a window; the values are OMERO's words. See quantize.py."""

    LINEAR = "linear"
    POLYNOMIAL = "polynomial"
    LOGARITHMIC = "logarithmic"
    EXPONENTIAL = "exponential"


@dataclass(frozen=True)
class ChannelSettings:
    """Window, colour, direction and curve of one channel.

    start, end: the values shown as black and as the full colour; values outside saturate.
    color: (red, green, blue), 0 to 255. is_inverted: black and full colour change places.
    lut: a table of colours that takes the place of color.
    coefficient: above 0, the exponent of the polynomial and the exponential curve.
    """

    start: float
    end: float
    color: Color
    is_inverted: bool = False
    lut: Lut | None = None
    family: Family = Family.LINEAR
    coefficient: float = 1.0
