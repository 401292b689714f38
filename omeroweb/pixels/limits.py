"""How much a file may ask for before it is taken for damaged or hostile."""

from dataclasses import dataclass

MIB = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """What one file may have at most.

    metadata_bytes: OME-XML or JSON in one piece; segment_bytes: one stored tile, strip or chunk
    when it is decoded; read_bytes: what one read returns; picture_pixels: of formats that can only
    be decoded as a whole; side: pixels along X or Y; planes: of one image; images: of one fileset.
    """

    metadata_bytes: int = 256 * MIB
    segment_bytes: int = 512 * MIB
    read_bytes: int = 2048 * MIB
    picture_pixels: int = 256 * MIB
    side: int = 4 * MIB
    planes: int = 4 * MIB
    images: int = 100_000


_current = [Limits()]


def limits() -> Limits:
    """The limits of this process."""
    return _current[0]


def set_limits(new: Limits) -> None:
    """Called once, when the process begins, with what is configured."""
    _current[0] = new


def beyond(limit: str, found: str) -> str:
    """What is said of a file that has more than it may: with the number and the property."""
    allowed = getattr(limits(), limit)
    return f"{found}; at most {allowed} are read (omero.web.images.max_{limit})"
