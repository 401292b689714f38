"""Shapes in the JSON that OMERO.web's older clients draw."""

from typing import Any

from omeroweb.gateway.base import (
    AffineTransform,
    Ellipse,
    Label,
    Line,
    Mask,
    Point,
    Polygon,
    Polyline,
    Rectangle,
    Rgba,
    Roi,
    Shape,
)

Json = dict[str, Any]


def roi(of: Roi) -> Json:
    """Shapes by Z, then T; those on all planes first."""
    shapes = sorted(of.shapes, key=lambda one: (_first(one.the_z), _first(one.the_t), one.id))
    return {"id": of.id, "shapes": [shape(one) for one in shapes]}


def shape(of: Shape) -> Json:
    return {
        "id": of.id,
        **_geometry(of),
        **_present("theT", of.the_t),
        **_present("theZ", of.the_z),
        **_text(of),
        **_color("fill", of.fill_color),
        **_color("stroke", of.stroke_color),
        **_present("strokeWidth", of.stroke_width and of.stroke_width.value),
        **_present("transform", of.transform and _matrix(of.transform)),
    }


def _geometry(of: Shape) -> Json:
    match of:
        case Rectangle() | Mask():
            return {
                "type": type(of).__name__,
                "x": of.x,
                "y": of.y,
                "width": of.width,
                "height": of.height,
            }
        case Ellipse():
            radii = {"radiusX": of.radius_x, "radiusY": of.radius_y}
            return {"type": "Ellipse", "x": of.x, "y": of.y, **radii}
        case Line():
            ends = {"x1": of.x1, "y1": of.y1, "x2": of.x2, "y2": of.y2}
            return {"type": "Line", **ends, **_markers(of)}
        case Polyline():
            return {"type": "PolyLine", "points": _path(of.points), **_markers(of)}
        case Polygon():
            return {"type": "Polygon", "points": _path(of.points) + " z"}
        case Point() | Label():
            return {"type": type(of).__name__, "x": of.x, "y": of.y}
    raise AssertionError(f"{type(of).__name__} is no kind of shape")


def _path(points: tuple[tuple[float, float], ...]) -> str:
    """As SVG writes it."""
    return "M " + " L ".join(f"{x} {y}" for x, y in points)


def _markers(of: Line | Polyline) -> Json:
    return {
        **_present("markerStart", of.marker_start or None),
        **_present("markerEnd", of.marker_end or None),
    }


def _text(of: Shape) -> Json:
    if not of.text:
        return {}
    return {
        "textValue": of.text,
        **_present("fontSize", of.font_size and of.font_size.value),
        **_present("fontStyle", of.font_style or None),
        **_present("fontFamily", of.font_family or None),
    }


def _color(name: str, color: Rgba | None) -> Json:
    if color is None:
        return {}
    red, green, blue, alpha = color
    return {
        f"{name}Color": f"#{red:02x}{green:02x}{blue:02x}",
        f"{name}Alpha": round(alpha / 255, 5),
    }


def _matrix(transform: AffineTransform) -> str:
    return f"matrix({' '.join(map(str, transform))})"


def _present(name: str, value: object) -> Json:
    return {} if value is None else {name: value}


def _first(plane: int | None) -> int:
    return -1 if plane is None else plane
