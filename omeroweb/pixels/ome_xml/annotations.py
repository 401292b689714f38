"""Annotations of OME-XML: what an element refers to with AnnotationRef."""

import base64
import binascii
import bz2
import xml.etree.ElementTree as ET
import zlib
from collections.abc import Callable, Iterator
from typing import TypedDict
from xml.etree.ElementTree import Element

from omeroweb.pixels import annotations as described
from omeroweb.pixels.annotations import Annotation
from omeroweb.pixels.limits import limits
from omeroweb.pixels.ome_xml.document import OmeDocument
from omeroweb.pixels.ome_xml.elements import LARGEST, child_text, moment, references, text, whole

# Bio-Formats keeps what a file's own format says under this namespace, one pair per annotation.
ORIGINAL_METADATA = "openmicroscopy.org/OriginalMetadata"


class Common(TypedDict):
    key: str
    namespace: str
    description: str


def annotations(document: OmeDocument, element: Element) -> tuple[Annotation, ...]:
    """What an element is annotated with. Pairs of original metadata are not among them."""
    return tuple(_referenced(document, element))


def original_metadata(document: OmeDocument) -> tuple[tuple[str, str], ...]:
    """Names and values that Bio-Formats kept of a file's own format, by name."""
    return tuple(
        sorted(
            pair
            for element in document.annotations.values()
            if element.get("Namespace") == ORIGINAL_METADATA
            for pair in _original_pair(element)
        )
    )


def _original_pair(element: Element) -> Iterator[tuple[str, str]]:
    if element.tag == "MapAnnotation":
        yield from _pairs(element)
    for kept in element.iterfind("Value/OriginalMetadata"):
        yield child_text(kept, "Key"), child_text(kept, "Value")


def _referenced(document: OmeDocument, element: Element) -> Iterator[Annotation]:
    for key in references(element, "AnnotationRef"):
        found = document.annotations.get(key)
        if found is None or found.get("Namespace") == ORIGINAL_METADATA:
            continue
        make = KINDS.get(found.tag)
        annotation = make(found, _common(found)) if make else None
        if annotation:
            yield annotation


def _common(element: Element) -> Common:
    return Common(
        key=text(element, "ID"),
        namespace=text(element, "Namespace"),
        description=child_text(element, "Description"),
    )


def _pairs(element: Element) -> Iterator[tuple[str, str]]:
    for pair in element.iterfind("Value/M"):
        yield pair.get("K", ""), pair.text or ""


def _tag(element: Element, common: Common) -> Annotation:
    return described.TagAnnotation(**common, text=child_text(element, "Value"))


def _comment(element: Element, common: Common) -> Annotation:
    return described.CommentAnnotation(**common, text=child_text(element, "Value"))


def _map(element: Element, common: Common) -> Annotation:
    return described.MapAnnotation(**common, pairs=tuple(_pairs(element)))


def _xml(element: Element, common: Common) -> Annotation:
    value = element.find("Value")
    parts = [] if value is None else [ET.tostring(child, encoding="unicode") for child in value]
    inside = "".join(parts) or child_text(element, "Value")
    return described.XmlAnnotation(**common, text=inside.strip())


def _boolean(element: Element, common: Common) -> Annotation:
    is_true = child_text(element, "Value").lower() in ("true", "1")
    return described.BooleanAnnotation(**common, value=is_true)


def _long(element: Element, common: Common) -> Annotation | None:
    try:
        value = int(child_text(element, "Value"))
    except ValueError:
        return None
    return described.LongAnnotation(**common, value=value) if abs(value) <= LARGEST else None


def _double(element: Element, common: Common) -> Annotation | None:
    try:
        return described.DoubleAnnotation(**common, value=float(child_text(element, "Value")))
    except ValueError:
        return None


def _term(element: Element, common: Common) -> Annotation:
    return described.TermAnnotation(**common, term=child_text(element, "Value"))


def _timestamp(element: Element, common: Common) -> Annotation | None:
    found = moment(child_text(element, "Value"))
    return None if found is None else described.TimestampAnnotation(**common, moment=found)


def _file(element: Element, common: Common) -> Annotation | None:
    """Content is kept where it is in the document."""
    binary = element.find("BinaryFile")
    if binary is None:
        return None
    data = binary.find("BinData")
    content: bytes | None = None
    if data is not None:
        content = _content(data.text or "", text(data, "Compression"))
    return described.FileAnnotation(
        **common,
        name=text(binary, "FileName"),
        media_type=text(binary, "MIMEType"),
        size=whole(binary, "Size") or 0,
        content=content,
    )


def _content(encoded: str, compression: str) -> bytes | None:
    """What a BinData element holds, within the limit for metadata; None for what is damaged."""
    most = limits().metadata_bytes
    try:
        data = base64.b64decode(encoded)
        if compression == "zlib":
            data = zlib.decompressobj().decompress(data, most + 1)
        elif compression == "bzip2":
            data = bz2.BZ2Decompressor().decompress(data, most + 1)
    except (binascii.Error, zlib.error, OSError, ValueError):
        return None
    is_known = compression in ("", "none", "zlib", "bzip2")
    return data if is_known and len(data) <= most else None


KINDS: dict[str, Callable[[Element, Common], Annotation | None]] = {
    "TagAnnotation": _tag,
    "CommentAnnotation": _comment,
    "MapAnnotation": _map,
    "XMLAnnotation": _xml,
    "BooleanAnnotation": _boolean,
    "LongAnnotation": _long,
    "DoubleAnnotation": _double,
    "TermAnnotation": _term,
    "TimestampAnnotation": _timestamp,
    "FileAnnotation": _file,
}
