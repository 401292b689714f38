"""Tables of 256 colours under the names that ImageJ and OMERO know, and those of a folder."""

from omeroweb.rendering.luts.files import read_folder, read_lut
from omeroweb.rendering.luts.picture import picture
from omeroweb.rendering.luts.standard import lut, names
from omeroweb.rendering.luts.table import COLORS, Lut, NotALut

__all__ = ["COLORS", "Lut", "NotALut", "lut", "names", "picture", "read_folder", "read_lut"]
