"""The parameter `c`: [-]N[|START:END][$COLOUR], comma separated."""

import logging
import math
import re
from dataclasses import dataclass

log = logging.getLogger(__name__)

GRAMMAR = "[-]N[|START:END][$COLOUR]"

# The window may be missing or empty. No image has more channels than six digits can count.
ENTRY = re.compile(r"(?P<off>-?)(?P<number>[0-9]{1,6})(\|(?P<window>[^$]*))?(\$(?P<color>.*))?")
HEX_DIGITS = re.compile(r"[0-9A-Fa-f]+")
HEX_LENGTHS = (3, 4, 6, 8)
LUT_SUFFIX = ".lut"


@dataclass(frozen=True)
class ChannelEntry:
    """One entry of `c`. index counts from 0; what the entry does not say is None.

    lut: the file name of a lookup table; "" where a colour takes the place of one.
    """

    index: int
    is_active: bool
    window: tuple[float, float] | None = None
    color: tuple[int, int, int] | None = None
    lut: str | None = None

    @property
    def is_complete(self) -> bool:
        """Whether it says all there is to say, or says that the channel is off."""
        is_colored = self.color is not None or bool(self.lut)
        return not self.is_active or (self.window is not None and is_colored)


def channel_entries(text: str) -> tuple[ChannelEntry, ...]:
    """The entries of a `c` parameter; those that do not start with a number are skipped."""
    found = []
    for entry in text.split(","):
        match = ENTRY.fullmatch(entry.strip())
        if not match or int(match["number"]) < 1:
            log.info("c: entry %r is ignored, expected %s", entry, GRAMMAR)
            continue
        shown_color, lut = color(match["color"] or ""), lut_name(match["color"] or "")
        found.append(
            ChannelEntry(
                int(match["number"]) - 1,
                not match["off"],
                window(match["window"] or ""),
                shown_color,
                "" if shown_color else lut,
            )
        )
    return tuple(found)


def window(text: str) -> tuple[float, float] | None:
    """START:END; None where either is no number."""
    try:
        start, end = (float(part) for part in text.split(":"))
    except ValueError:
        if text:
            log.info("c: window %r is ignored, expected START:END", text)
        return None
    return (start, end) if math.isfinite(start) and math.isfinite(end) else None


def color(text: str) -> tuple[int, int, int] | None:
    """RGB, RGBA, RRGGBB or RRGGBBAA in hex digits as (red, green, blue); None for anything else."""
    if not HEX_DIGITS.fullmatch(text) or len(text) not in HEX_LENGTHS:
        return None
    digits = "".join(2 * digit for digit in text) if len(text) <= 4 else text
    red, green, blue = bytes.fromhex(digits[:6])
    return red, green, blue


def lut_name(text: str) -> str | None:
    """The file name of a lookup table; None for anything else."""
    return text if text.lower().endswith(LUT_SUFFIX) else None
