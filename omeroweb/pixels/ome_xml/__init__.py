"""OME-XML as descriptions: read leniently, safely and quickly, one file per part of the model.

ElementTree and not a validating reader: files of twenty years bend the schema, and a plate with
10,000 fields must not take minutes. Source: the OME model 2016-06 and its predecessors from 2008.
"""

from omeroweb.pixels.ome_xml.document import OmeDocument, parse
from omeroweb.pixels.ome_xml.images import describe_image, rgb_channels
from omeroweb.pixels.ome_xml.plates import describe_plates, well_positions

__all__ = [
    "OmeDocument",
    "describe_image",
    "describe_plates",
    "parse",
    "rgb_channels",
    "well_positions",
]
