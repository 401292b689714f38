"""ROIs of OME-XML and their shapes."""

import base64
import binascii
import bz2
import re
import zlib
from collections.abc import Callable, Iterator
from typing import Any
from xml.etree.ElementTree import Element

from omeroweb.pixels import shapes as described
from omeroweb.pixels.limits import limits
from omeroweb.pixels.ome_xml.annotations import annotations
from omeroweb.pixels.ome_xml.document import OmeDocument
from omeroweb.pixels.ome_xml.elements import (
    boolean,
    child_text,
    number,
    quantity,
    references,
    text,
    whole,
)
from omeroweb.pixels.shapes import Color, Point2D, Roi, Shape, Transform

NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")


def rois(document: OmeDocument, image: Element) -> tuple[Roi, ...]:
    """The ROIs that an image refers to, or holds (as before 2012)."""
    elements = [document.rois[key] for key in references(image, "ROIRef") if key in document.rois]
    elements += image.findall("ROI")
    return tuple(_roi(document, element) for element in elements)


def color(value: str) -> Color | None:
    """A colour of OME-XML: a signed 32-bit number, red in its highest byte, alpha in its lowest."""
    try:
        bits = int(value) & 0xFFFFFFFF
    except ValueError:
        return None
    return Color(bits >> 24, bits >> 16 & 0xFF, bits >> 8 & 0xFF, bits & 0xFF)


def _roi(document: OmeDocument, element: Element) -> Roi:
    union = element.find("Union")
    return Roi(
        shapes=() if union is None else tuple(_shapes(document, union)),
        name=text(element, "Name"),
        description=child_text(element, "Description"),
        annotations=annotations(document, element),
    )


def _shapes(document: OmeDocument, union: Element) -> Iterator[Shape]:
    for element in union:
        # Before 2013 the geometry was an element inside of Shape, which carried the rest.
        geometry = element
        if element.tag == "Shape":
            geometry = next((child for child in element if child.tag in KINDS), element)
        make = KINDS.get(geometry.tag)
        if make:
            try:
                yield make(geometry, _common(document, element))
            except (ValueError, binascii.Error, OSError, zlib.error, EOFError):
                continue  # a shape without its coordinates is none


def _common(document: OmeDocument, element: Element) -> dict[str, Any]:
    return {
        "the_z": whole(element, "TheZ"),
        "the_t": whole(element, "TheT"),
        "the_c": whole(element, "TheC"),
        "text": text(element, "Text"),
        "fill_color": color(text(element, "FillColor")),
        "stroke_color": color(text(element, "StrokeColor")),
        "stroke_width": quantity(element, "StrokeWidth", "PIXEL"),
        "stroke_dash_array": text(element, "StrokeDashArray"),
        "font_family": text(element, "FontFamily"),
        "font_size": quantity(element, "FontSize", "POINT"),
        "font_style": text(element, "FontStyle"),
        "is_locked": boolean(element, "Locked") or False,
        "transform": _transform(element.find("Transform")),
        "annotations": annotations(document, element),
    }


def _transform(element: Element | None) -> Transform | None:
    if element is None:
        return None
    found = [number(element, name) for name in ("A00", "A10", "A01", "A11", "A02", "A12")]
    values = [value for value in found if value is not None]
    return Transform(*values) if len(values) == 6 else None


def _needed(element: Element, *names: str) -> list[float]:
    found = [number(element, name) for name in names]
    values = [value for value in found if value is not None]
    if len(values) != len(names):
        raise ValueError(f"{element.tag} lacks one of {', '.join(names)}")
    return values


def _points(element: Element) -> tuple[Point2D, ...]:
    """Points="1,2 3,4", also with other separators."""
    values = [float(found) for found in NUMBER.findall(text(element, "Points"))]
    if not values or len(values) % 2:
        raise ValueError(f"{element.tag} lacks points")
    return tuple(Point2D(x, y) for x, y in zip(values[::2], values[1::2], strict=True))


def _markers(element: Element) -> dict[str, Any]:
    return {
        "marker_start": text(element, "MarkerStart"),
        "marker_end": text(element, "MarkerEnd"),
    }


def _rectangle(element: Element, common: dict[str, Any]) -> Shape:
    x, y, width, height = _needed(element, "X", "Y", "Width", "Height")
    return described.Rectangle(x=x, y=y, width=width, height=height, **common)


def _ellipse(element: Element, common: dict[str, Any]) -> Shape:
    x, y, radius_x, radius_y = _needed(element, "X", "Y", "RadiusX", "RadiusY")
    return described.Ellipse(x=x, y=y, radius_x=radius_x, radius_y=radius_y, **common)


def _point(element: Element, common: dict[str, Any]) -> Shape:
    x, y = _needed(element, "X", "Y")
    return described.Point(x=x, y=y, **common)


def _label(element: Element, common: dict[str, Any]) -> Shape:
    x, y = _needed(element, "X", "Y")
    return described.Label(x=x, y=y, **common)


def _line(element: Element, common: dict[str, Any]) -> Shape:
    x1, y1, x2, y2 = _needed(element, "X1", "Y1", "X2", "Y2")
    return described.Line(x1=x1, y1=y1, x2=x2, y2=y2, **_markers(element), **common)


def _polyline(element: Element, common: dict[str, Any]) -> Shape:
    if boolean(element, "Closed"):
        return _polygon(element, common)
    return described.Polyline(points=_points(element), **_markers(element), **common)


def _polygon(element: Element, common: dict[str, Any]) -> Shape:
    return described.Polygon(points=_points(element), **common)


def _mask(element: Element, common: dict[str, Any]) -> Shape:
    x, y, width, height = _needed(element, "X", "Y", "Width", "Height")
    size = (round(width) * round(height) + 7) // 8
    if size > limits().metadata_bytes:
        raise ValueError("the mask is larger than all metadata may be")
    data = element.find("BinData")
    if data is None:
        raise ValueError("the mask lacks BinData")
    stored = base64.b64decode(data.text or "")
    bits = _decompressed(stored, text(data, "Compression"), size)
    return described.Mask(x=x, y=y, width=width, height=height, bits=bits[:size], **common)


def _decompressed(stored: bytes, compression: str, size: int) -> bytes:
    """At most size bytes: what expands further is not read on."""
    if compression == "zlib":
        return zlib.decompressobj().decompress(stored, size)
    if compression == "bzip2":
        return bz2.BZ2Decompressor().decompress(stored, size)
    return stored


KINDS: dict[str, Callable[[Element, dict[str, Any]], Shape]] = {
    "Rectangle": _rectangle,
    "Ellipse": _ellipse,
    "Point": _point,
    "Label": _label,
    "Line": _line,
    "Polyline": _polyline,
    "Polygon": _polygon,
    "Mask": _mask,
}
