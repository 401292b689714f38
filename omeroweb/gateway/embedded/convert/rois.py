"""ROIs and shapes, from rows and back."""

from dataclasses import fields
from typing import Any

from omeroweb.gateway import base
from omeroweb.gateway.embedded import models
from omeroweb.gateway.embedded.convert.people import details
from omeroweb.gateway.embedded.convert.quantities import length, packed, rgba, value_and_unit
from omeroweb.gateway.embedded.permissions import Rights

KINDS: dict[str, type[base.Shape]] = {
    kind.__name__: kind
    for kind in (
        base.Rectangle,
        base.Ellipse,
        base.Point,
        base.Line,
        base.Polyline,
        base.Polygon,
        base.Label,
        base.Mask,
    )
}

COMMON = frozenset(field.name for field in fields(base.Shape))
# What only some kinds have, by kind.
OWN = {
    name: tuple(field.name for field in fields(kind) if field.name not in COMMON)
    for name, kind in KINDS.items()
}


def roi(row: models.Roi, rights: Rights, *, with_shapes: bool = True) -> base.Roi:
    return base.Roi(
        row.id,
        row.image_id,
        row.name,
        row.description,
        details(row, rights),
        tuple(shape(one) for one in row.shapes.all()) if with_shapes else (),
    )


def shape(row: models.Shape, *, with_bits: bool = False) -> base.Shape:
    own = {name: getattr(row, name) for name in OWN[row.kind] if name not in ("points", "bits")}
    if "points" in OWN[row.kind]:
        own["points"] = points(row.points)
    if with_bits and row.kind == base.Mask.__name__:
        own["bits"] = None if row.mask is None else bytes(row.mask)
    return KINDS[row.kind](
        id=row.id,
        the_z=row.the_z,
        the_c=row.the_c,
        the_t=row.the_t,
        text=row.text,
        fill_color=None if row.fill_color is None else rgba(row.fill_color),
        fill_rule=row.fill_rule,
        stroke_color=None if row.stroke_color is None else rgba(row.stroke_color),
        stroke_width=length(row.stroke_width, row.stroke_width_unit),
        stroke_dash_array=row.stroke_dash_array,
        font_family=row.font_family,
        font_style=row.font_style,
        font_size=length(row.font_size, row.font_size_unit),
        is_locked=row.is_locked,
        transform=None if row.transform is None else base.AffineTransform(*row.transform),
        **own,
    )


def shape_row(roi: models.Roi, given: base.Shape) -> models.Shape:
    """A shape as its ROI keeps it; without an id where it is new."""
    kind = type(given).__name__
    own: dict[str, Any] = {name: getattr(given, name) for name in OWN[kind]}
    if "points" in own:
        own["points"] = " ".join(f"{x!r},{y!r}" for x, y in own["points"])
    if "bits" in own:
        own["mask"] = own.pop("bits")
    stroke_width, stroke_width_unit = value_and_unit(given.stroke_width)
    font_size, font_size_unit = value_and_unit(given.font_size)
    return models.Shape(
        id=None if given.id == base.UNSAVED else given.id,
        roi=roi,
        kind=kind,
        the_z=given.the_z,
        the_c=given.the_c,
        the_t=given.the_t,
        text=given.text,
        fill_color=None if given.fill_color is None else packed(given.fill_color),
        fill_rule=given.fill_rule,
        stroke_color=None if given.stroke_color is None else packed(given.stroke_color),
        stroke_width=stroke_width,
        stroke_width_unit=stroke_width_unit,
        stroke_dash_array=given.stroke_dash_array,
        font_family=given.font_family,
        font_style=given.font_style,
        font_size=font_size,
        font_size_unit=font_size_unit,
        is_locked=given.is_locked,
        transform=None if given.transform is None else list(given.transform),
        **own,
    )


def points(text: str) -> tuple[tuple[float, float], ...]:
    """Points written "x,y x,y ..."."""
    pairs = (pair.split(",") for pair in text.split())
    return tuple((float(x), float(y)) for x, y in pairs)
