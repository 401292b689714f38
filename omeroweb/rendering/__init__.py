"""From planes to pictures: arrays in, bytes out. No Django here. See docs/rendering.md."""

from omeroweb.rendering.channels import ChannelSettings
from omeroweb.rendering.composite import composite, greyscale
from omeroweb.rendering.encode import encode
from omeroweb.rendering.projection import Projection, project
from omeroweb.rendering.resize import fit_inside, resize

__all__ = [
    "ChannelSettings",
    "Projection",
    "composite",
    "encode",
    "fit_inside",
    "greyscale",
    "project",
    "resize",
]
