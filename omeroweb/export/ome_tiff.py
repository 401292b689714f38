"""One image as an OME-TIFF with its pyramid. Source: OME-TIFF specification, 2016-06."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from omeroweb import __version__
from omeroweb.export.tiff import TiffLayout
from omeroweb.gateway.base import Image, Pixels
from omeroweb.quantities import Region

# (level, z, t, channels, region) -> (C, Y, X) in the image's type.
ReadPlanes = Callable[[int, int, int, Sequence[int], Region], NDArray[Any]]

DTYPES = {
    "int8": "i1",
    "int16": "i2",
    "int32": "i4",
    "uint8": "u1",
    "uint16": "u2",
    "uint32": "u4",
    "float": "f4",
    "double": "f8",
}

PURE_COLORS = ((255, 0, 0), (0, 255, 0), (0, 0, 255))


@dataclass(frozen=True)
class OmeTiff:
    """The file that an image becomes; its length is known before it is made."""

    image: Image
    pixels: Pixels

    @property
    def length(self) -> int:
        return self._layout.length

    def chunks(self, read: ReadPlanes) -> Iterator[bytes]:
        """The file from its first to its last byte, in pieces of at most a few MiB."""

        def page(level: int, number: int, region: Region) -> NDArray[Any]:
            z, c, t = self._plane(number)
            if self._is_rgb:
                return np.moveaxis(read(level, z, t, (0, 1, 2), region), 0, -1)
            plane: NDArray[Any] = read(level, z, t, (c,), region)[0]
            return plane

        return self._layout.chunks(page)

    @cached_property
    def _is_rgb(self) -> bool:
        return is_rgb(self.pixels)

    @cached_property
    def _layout(self) -> TiffLayout:
        pixels = self.pixels
        channels = 1 if self._is_rgb else pixels.size_c
        # The model of OME-XML takes 20 MB in every process that has it.
        from omeroweb.export.ome_xml import ome_xml  # noqa: PLC0415

        xml = ome_xml(self.image, pixels, is_rgb=self._is_rgb)
        return TiffLayout(
            sizes=pixels.resolutions,
            pages=channels * pixels.size_z * pixels.size_t,
            dtype=np.dtype(DTYPES[pixels.type]),
            # A TIFF's text is ASCII; XML can say everything in it.
            description=xml.encode("ascii", "xmlcharrefreplace"),
            samples=3 if self._is_rgb else 1,
            software=f"omeroweb {__version__}",
        )

    def _plane(self, page: int) -> tuple[int, int, int]:
        """z, channel and t of a page: the order of dimensions is XYCZT."""
        channels = 1 if self._is_rgb else self.pixels.size_c
        rest, c = divmod(page, channels)
        t, z = divmod(rest, self.pixels.size_z)
        return z, c, t


def is_rgb(pixels: Pixels) -> bool:
    """Whether the channels are the samples of one colour picture, as slide scanners take them."""
    return (
        pixels.type == "uint8"
        and tuple(channel.color for channel in pixels.channels) == PURE_COLORS
        and [channel.name for channel in pixels.channels] == ["Red", "Green", "Blue"]
    )
