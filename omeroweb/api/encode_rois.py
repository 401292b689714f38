"""ROIs and shapes as the JSON API writes them; the bits of masks are pictures of the webgateway."""

from omeroweb.api.encode import Json, details, of_length, permissions_only, without_none
from omeroweb.api.units import ome, signed_rgba
from omeroweb.gateway.base import (
    AffineTransform,
    Details,
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
    RoiShape,
    Shape,
)


def roi(given: Roi) -> Json:
    """With its shapes."""
    return without_none(
        {
            "@type": ome("ROI"),
            "@id": given.id,
            "omero:details": details(given.details),
            "Name": given.name or None,
            "Description": given.description or None,
            "shapes": [_shape(one, given.details) for one in given.shapes] or None,
        }
    )


def shape(given: RoiShape) -> Json:
    """One that is no part of its ROI."""
    return {
        **_shape(given.shape, given.details),
        "omero:details": details(given.details),
    }


def _shape(given: Shape, of_roi: Details) -> Json:
    return without_none(
        {
            "@type": ome(type(given).__name__),
            "@id": given.id,
            "omero:details": permissions_only(of_roi.permissions),
            **_geometry(given),
            "TheZ": given.the_z,
            "TheC": given.the_c,
            "TheT": given.the_t,
            "Text": given.text or None,
            "FillColor": _color(given.fill_color),
            "FillRule": given.fill_rule or None,
            "StrokeColor": _color(given.stroke_color),
            "StrokeWidth": of_length(given.stroke_width),
            "StrokeDashArray": given.stroke_dash_array or None,
            "FontFamily": given.font_family or None,
            "FontStyle": given.font_style or None,
            "FontSize": of_length(given.font_size),
            "Locked": given.is_locked,
            "Transform": given.transform and _transform(given.transform),
        }
    )


def _geometry(given: Shape) -> Json:
    match given:
        case Rectangle() | Mask():
            return {"X": given.x, "Y": given.y, "Width": given.width, "Height": given.height}
        case Ellipse():
            radii = {"RadiusX": given.radius_x, "RadiusY": given.radius_y}
            return {"X": given.x, "Y": given.y, **radii}
        case Line():
            ends = {"X1": given.x1, "Y1": given.y1, "X2": given.x2, "Y2": given.y2}
            return {**ends, **_markers(given)}
        case Polyline():
            return {"Points": _points(given.points), **_markers(given)}
        case Polygon():
            return {"Points": _points(given.points)}
        case Point() | Label():
            return {"X": given.x, "Y": given.y}
    raise AssertionError(f"{type(given).__name__} is no kind of shape")


def _points(points: tuple[tuple[float, float], ...]) -> str:
    return " ".join(f"{x},{y}" for x, y in points)


def _markers(given: Line | Polyline) -> Json:
    return {"MarkerStart": given.marker_start or None, "MarkerEnd": given.marker_end or None}


def _color(color: Rgba | None) -> int | None:
    return None if color is None else signed_rgba(color[:3], color[3])


def _transform(given: AffineTransform) -> Json:
    return {
        "@type": ome("AffineTransform"),
        **{name.upper(): value for name, value in given._asdict().items()},
    }
