"""TIFF files of every kind: with OME-XML or without."""

from omeroweb.errors import Unreadable
from omeroweb.pixels import ome_tiff, plain_tiff
from omeroweb.pixels.description import FilesetDescription
from omeroweb.pixels.location import Location
from omeroweb.pixels.tiff_file import structural_errors
from omeroweb.pixels.tiff_source import TiffSource


def describe(path: Location) -> FilesetDescription:
    """The images (and plates) of a TIFF file and the files that belong to it. Raises Unreadable."""
    with structural_errors() as errors:
        document = ome_tiff.find_document(path)
        found = ome_tiff.describe(path, document) if document else plain_tiff.describe(path)
    if errors:
        raise Unreadable(path, f"damaged or truncated TIFF file ({errors[0]})")
    return found


def open_image(path: Location, series: int) -> TiffSource:
    """Open one image of a TIFF file for reading. Raises Unreadable."""
    tables = ome_tiff.kept_tables(path)
    if tables is not None:
        return ome_tiff.open_image(path, series, tables)
    return plain_tiff.open_image(path, series)
