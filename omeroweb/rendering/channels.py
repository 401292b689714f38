"""How one channel is shown."""

from dataclasses import dataclass

Color = tuple[int, int, int]


@dataclass(frozen=True)
class ChannelSettings:
    """Window, colour and direction of one channel.

    start, end: the values shown as black and as the full colour; values outside saturate.
    color: (red, green, blue), 0 to 255. is_inverted: black and full colour change places.
    """

    start: float
    end: float
    color: Color
    is_inverted: bool = False
