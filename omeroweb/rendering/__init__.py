"""From planes to pictures: arrays in, bytes out. No Django here. See docs/rendering.md."""

from omeroweb.rendering.channels import ChannelSettings, Family
from omeroweb.rendering.composite import composite, greyscale
from omeroweb.rendering.encode import CONTENT_TYPES, DEFAULT_QUALITY, encode
from omeroweb.rendering.gif import encode_transparent_gif
from omeroweb.rendering.luts import Lut
from omeroweb.rendering.measure import Statistics, histogram, statistics
from omeroweb.rendering.outline import Path, draw_paths, mask_picture
from omeroweb.rendering.plan import Plan, render, shows_stored_pixels
from omeroweb.rendering.plot import draw_column, draw_row, line_levels
from omeroweb.rendering.projection import Projection, project, sections
from omeroweb.rendering.raw import RAW_CONTENT_TYPES, encode_raw
from omeroweb.rendering.resize import fit_inside, resize
from omeroweb.rendering.split import Grid, grid, montage, split_channels

__all__ = [
    "CONTENT_TYPES",
    "DEFAULT_QUALITY",
    "RAW_CONTENT_TYPES",
    "ChannelSettings",
    "Family",
    "Grid",
    "Lut",
    "Path",
    "Plan",
    "Projection",
    "Statistics",
    "composite",
    "draw_column",
    "draw_paths",
    "draw_row",
    "encode",
    "encode_raw",
    "encode_transparent_gif",
    "fit_inside",
    "greyscale",
    "grid",
    "histogram",
    "line_levels",
    "mask_picture",
    "montage",
    "project",
    "render",
    "resize",
    "sections",
    "shows_stored_pixels",
    "split_channels",
    "statistics",
]
