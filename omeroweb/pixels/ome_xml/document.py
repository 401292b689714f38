"""Parsing OME-XML, and finding what its references point at."""

import xml.etree.ElementTree as ET
from functools import cached_property
from typing import Any
from xml.etree.ElementTree import Element

from omeroweb.pixels.limits import beyond, limits


def parse(text: str | bytes) -> "OmeDocument":
    """The OME element of a document. bytes: UTF-8. Raises ValueError with what is wrong.

    A document type is refused before anything is parsed: it is the only way to declare entities,
    and so to expand a short text without end or to read other files. OME-XML has none.
    """
    if len(text) > limits().metadata_bytes:
        raise ValueError(beyond("metadata_bytes", f"OME-XML of {len(text)} bytes"))
    try:
        decoded = text if isinstance(text, str) else text.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValueError(f"OME-XML is not UTF-8 ({error.reason} at byte {error.start})") from None
    if "<!DOCTYPE" in decoded:
        raise ValueError("OME-XML with a document type (<!DOCTYPE) is not read")
    try:
        root = ET.fromstring(decoded.rstrip("\0 \r\n"))  # noqa: S314 (no document type, see above)
    except (ET.ParseError, ValueError) as error:
        raise ValueError(f"OME-XML is not valid: {error}") from None
    for element in root.iter():
        if isinstance(element.tag, str):
            element.tag = element.tag.rpartition("}")[2]
    if root.tag != "OME":
        raise ValueError(f"expected an OME element in OME-XML, found {root.tag}")
    return OmeDocument(root)


class OmeDocument:
    """An OME element. Elements carry the names of the schema without its namespace."""

    def __init__(self, root: Element) -> None:
        self.root = root

    @cached_property
    def images(self) -> list[Element]:
        """Image elements with pixels, in the order of the document."""
        return [image for image in self.root.iterfind("Image") if image.find("Pixels") is not None]

    @cached_property
    def annotations(self) -> dict[str, Element]:
        return self._by_id(
            child for parent in self._all("StructuredAnnotations") for child in parent
        )

    @cached_property
    def instruments(self) -> dict[str, Element]:
        return self._by_id(self._all("Instrument"))

    @cached_property
    def rois(self) -> dict[str, Element]:
        """ROI elements of the document (2012 and later)."""
        return self._by_id(self._all("ROI"))

    @cached_property
    def screens(self) -> list[Element]:
        return self._all("Screen")

    @cached_property
    def plates(self) -> list[Element]:
        return self._all("Plate")

    @property
    def uuid(self) -> str:
        return self.root.get("UUID", "")

    @property
    def metadata_file(self) -> str:
        """The companion file that a document of an OME-TIFF only points at; else empty."""
        binary_only = self.root.find("BinaryOnly")
        return "" if binary_only is None else binary_only.get("MetadataFile", "")

    def _all(self, name: str) -> list[Element]:
        return self.root.findall(name)

    @staticmethod
    def _by_id(elements: Any) -> dict[str, Element]:
        return {element.get("ID", ""): element for element in elements}
