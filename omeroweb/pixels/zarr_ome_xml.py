"""The OME group of OME-Zarr collections that bioformats2raw writes: their order and OME-XML.

Source: https://ngff.openmicroscopy.org/0.5/#bf2raw
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from omeroweb.errors import Unreadable
from omeroweb.pixels import ngff, ome_xml
from omeroweb.pixels.description import ImageDescription, Pairs, PlateDescription
from omeroweb.pixels.location import Location
from omeroweb.pixels.ngff import clean
from omeroweb.pixels.ome_xml import OmeDocument
from omeroweb.pixels.ome_xml.annotations import original_metadata
from omeroweb.pixels.ome_xml.elements import text


@dataclass(frozen=True)
class OmeGroup:
    """series: paths of images below the collection in the order of OME-XML; empty: numbered."""

    series: Sequence[str]
    document: OmeDocument | None

    @cached_property
    def plates(self) -> tuple[PlateDescription, ...]:
        return ome_xml.describe_plates(self.document) if self.document else ()

    @property
    def original_metadata(self) -> Pairs:
        return original_metadata(self.document) if self.document else ()

    def add(self, image: ImageDescription, place: str, name: str = "") -> ImageDescription:
        """An image with what OME-XML says of it. name: what the names of images begin with."""
        number = self._number(place)
        if self.document is None or not 0 <= number < len(self.document.images):
            return image
        element = self.document.images[number]
        said = ome_xml.describe_image(image, self.document, element)
        own = text(element, "Name")
        return replace(said, name=f"{name} [{own}]") if name and own else said

    def _number(self, place: str) -> int:
        if place in self.series:
            return self.series.index(place)
        return int(place) if place.isdecimal() else -1


def find_ome_group(path: Location) -> OmeGroup | None:
    """The OME group of a collection or plate, None where it has none. Raises Unreadable."""
    folder = path / "OME"
    attributes = ngff.find_attributes(folder) or {}
    content = ngff.find_file(folder / "METADATA.ome.xml")
    if not attributes and content is None:
        return None
    listed = attributes.get("series")
    series = [clean(place) for place in listed] if isinstance(listed, list) else []
    try:
        document = ome_xml.parse(content) if content is not None else None
    except ValueError as error:
        raise Unreadable(folder / "METADATA.ome.xml", f"{error}") from None
    return OmeGroup(series, document)
