"""What an exported file says of its image, as OME-XML."""

import re
from typing import Any

from ome_types import OME, model
from ome_types.model import PixelType, TiffData, UnitsLength, UnitsTime

from omeroweb import __version__
from omeroweb.gateway.base import Channel, Image, Pixels
from omeroweb.quantities import Length

# What no XML document may contain, in no notation. Source: XML 1.0, production 2.
NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def ome_xml(image: Image, pixels: Pixels, *, is_rgb: bool) -> str:
    """The description of a file with this image alone, its pages in the order XYCZT."""
    described = model.Pixels(
        id="Pixels:0",
        dimension_order=model.Pixels_DimensionOrder.XYCZT,
        type=PixelType(pixels.type),
        big_endian=False,
        size_x=pixels.size_x,
        size_y=pixels.size_y,
        size_z=pixels.size_z,
        size_c=pixels.size_c,
        size_t=pixels.size_t,
        significant_bits=pixels.significant_bits,
        channels=[_rgb()] if is_rgb else [_channel(channel) for channel in pixels.channels],
        tiff_data_blocks=[TiffData(ifd=0, plane_count=_planes(pixels, is_rgb))],
        **_length("physical_size_x", pixels.physical_size_x, UnitsLength),
        **_length("physical_size_y", pixels.physical_size_y, UnitsLength),
        **_length("physical_size_z", pixels.physical_size_z, UnitsLength),
        **_length("time_increment", pixels.time_increment, UnitsTime),
    )
    whole = OME(
        creator=f"omeroweb {__version__}",
        images=[
            model.Image(
                id="Image:0",
                name=_text(image.name),
                description=_text(image.description) or None,
                acquisition_date=image.acquired,
                pixels=described,
            )
        ],
    )
    return whole.to_xml()


def _planes(pixels: Pixels, is_rgb: bool) -> int:
    return pixels.size_z * pixels.size_t * (1 if is_rgb else pixels.size_c)


def _rgb() -> model.Channel:
    return model.Channel(id="Channel:0:0", samples_per_pixel=3)


def _channel(channel: Channel) -> model.Channel:
    red, green, blue = channel.color
    return model.Channel(
        id=f"Channel:0:{channel.index}",
        name=_text(channel.label),
        color=model.Color(f"#{red:02x}{green:02x}{blue:02x}"),
        samples_per_pixel=1,
        # A wavelength of 0 means that it is not known, which OME-XML says with nothing.
        emission_wavelength=channel.emission or None,
        excitation_wavelength=channel.excitation or None,
        fluor=_text(channel.fluor) or None,
    )


def _length(name: str, length: Length | None, units: Any) -> dict[str, Any]:
    if length is None or length.unit not in units.__members__:
        return {}
    return {name: length.value, f"{name}_unit": units[length.unit]}


def _text(given: str) -> str:
    return NO_XML.sub("\N{REPLACEMENT CHARACTER}", given)
