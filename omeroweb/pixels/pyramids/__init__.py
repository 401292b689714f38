"""Pyramids for images whose files have none: OME-Zarr 0.5 beside the file, made block by block."""

from omeroweb.pixels.pyramids.building import Pyramid
from omeroweb.pixels.pyramids.layout import LARGEST_PLANE, Layout, layout_for
from omeroweb.pixels.pyramids.source import PyramidSource

__all__ = ["LARGEST_PLANE", "Layout", "Pyramid", "PyramidSource", "layout_for"]
