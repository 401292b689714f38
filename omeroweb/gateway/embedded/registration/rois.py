"""ROIs and shapes that files carry; those that somebody drew are not touched."""

from collections.abc import Collection, Sequence
from typing import Any

from omeroweb.gateway.base import Kind
from omeroweb.gateway.embedded import models
from omeroweb.gateway.embedded.registration import rows
from omeroweb.gateway.embedded.registration.entry import Entry
from omeroweb.gateway.embedded.registration.values import length, owned, rgba, text, word
from omeroweb.pixels import shapes

# Fields that are columns as they are.
PLAIN = (
    *("the_z", "the_t", "the_c", "is_locked"),
    *("x", "y", "width", "height", "radius_x", "radius_y", "x1", "y1", "x2", "y2"),
    *("marker_start", "marker_end"),
)


def save(entries: Sequence[Entry], replaced: Collection[int]) -> None:
    if replaced:
        models.Roi.objects.filter(image__fileset__in=replaced, is_from_file=True).delete()
    made: list[models.Roi] = []
    drawn: list[models.Shape] = []
    for entry in entries:
        for image, description in entry.described_images:
            for roi in description.rois:
                row = models.Roi(
                    **owned(image),
                    image=image,
                    name=word(roi.name),
                    description=text(roi.description),
                    is_from_file=True,
                )
                made.append(row)
                entry.annotate(Kind.ROI, row, roi.annotations)
                for shape in roi.shapes:
                    drawn.append(_shape(row, shape))
                    entry.annotate(Kind.SHAPE, drawn[-1], shape.annotations)
    rows.save(models.Roi, made)
    rows.save(models.Shape, drawn)


def _shape(roi: models.Roi, shape: shapes.Shape) -> models.Shape:
    said = vars(shape)
    columns: dict[str, Any] = {name: said[name] for name in PLAIN if name in said}
    if "points" in said:
        columns["points"] = " ".join(f"{x},{y}" for x, y in said["points"])
    if "bits" in said:
        columns["mask"] = said["bits"]
    return models.Shape(
        roi=roi,
        kind=type(shape).__name__,
        **columns,
        text=text(shape.text),
        fill_color=rgba(shape.fill_color),
        stroke_color=rgba(shape.stroke_color),
        **length("stroke_width", shape.stroke_width),
        stroke_dash_array=word(shape.stroke_dash_array),
        font_family=word(shape.font_family),
        font_style=word(shape.font_style),
        **length("font_size", shape.font_size),
        transform=list(shape.transform) if shape.transform else None,
    )
