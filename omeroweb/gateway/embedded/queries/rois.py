"""Regions of interest: implements Rois."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from omeroweb.errors import BadRequest
from omeroweb.gateway import base
from omeroweb.gateway.embedded import models
from omeroweb.gateway.embedded.convert import rois as convert
from omeroweb.gateway.embedded.permissions import Right
from omeroweb.gateway.embedded.queries.scope import Scope, cut, one


class EmbeddedRois:
    """The bits of masks are read only where one shape is asked for."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def page(self, part: base.Slice, wanted: base.Filter) -> base.Page[base.Roi]:
        rows = self._scope.narrowed(models.Roi.objects.all(), wanted)
        if wanted.image is not None:
            rows = rows.filter(image=wanted.image)
        shown = cut(_with_shapes(rows).order_by("id"), part)
        return base.Page([convert.roi(row, self._scope.rights) for row in shown], rows.count())

    def get(self, roi_id: int) -> base.Roi:
        return convert.roi(self._row(roi_id), self._scope.rights)

    def shapes(self, part: base.Slice, wanted: base.Filter) -> base.Page[base.RoiShape]:
        rois = self._scope.narrowed(models.Roi.objects.all(), wanted)
        if wanted.image is not None:
            rois = rois.filter(image=wanted.image)
        rows = models.Shape.objects.filter(roi__in=rois.order_by().values("id"))
        shown = cut(rows.defer("mask").order_by("id"), part).select_related(
            "roi__owner", "roi__group"
        )
        return base.Page([self._roi_shape(row) for row in shown], rows.count())

    def shape(self, shape_id: int) -> base.RoiShape:
        return self._roi_shape(self._shape_row(shape_id), with_bits=True)

    @transaction.atomic
    def create(self, image_id: int, draft: base.RoiDraft) -> base.Roi:
        image = one(self._scope.visible(models.Image.objects.all()), image_id)
        self._scope.rights.require(Right.ANNOTATE, [image])
        given = [shape.id for shape in draft.shapes if shape.id != base.UNSAVED]
        if given:
            raise BadRequest(f"shape {given[0]}: expected new shapes without ids in a new ROI")
        row = models.Roi.objects.create(
            owner=self._scope.rights.experimenter,
            group_id=image.group_id,
            image=image,
            name=draft.name,
            description=draft.description,
        )
        _create(row, draft.shapes)
        return self.get(row.id)

    @transaction.atomic
    def update(self, roi_id: int, draft: base.RoiDraft) -> base.Roi:
        row = self._row(roi_id)
        self._scope.rights.require(Right.EDIT, [row])
        there = {shape.id: shape for shape in row.shapes.all()}
        kept = [shape for shape in draft.shapes if shape.id != base.UNSAVED]
        for shape in kept:
            if shape.id not in there:
                raise BadRequest(f"shape {shape.id}: expected one of the shapes of ROI {roi_id}")
        row.name, row.description = draft.name, draft.description
        row.save()
        models.Shape.objects.filter(roi=row).exclude(id__in=[shape.id for shape in kept]).delete()
        _update(row, kept)
        _create(row, [shape for shape in draft.shapes if shape.id == base.UNSAVED])
        return self.get(roi_id)

    @transaction.atomic
    def delete(self, roi_id: int) -> None:
        row = self._row(roi_id)
        self._scope.rights.require(Right.DELETE, [row])
        row.delete()

    @transaction.atomic
    def delete_shape(self, shape_id: int) -> None:
        row = self._shape_row(shape_id)
        self._scope.rights.require(Right.EDIT, [row.roi])
        row.delete()
        models.Roi.objects.filter(id=row.roi_id).update(updated=timezone.now())

    def _row(self, roi_id: int) -> models.Roi:
        return one(_with_shapes(self._scope.visible(models.Roi.objects.all())), roi_id)

    def _shape_row(self, shape_id: int) -> models.Shape:
        rows = self._scope.rights.visible(models.Shape.objects.all())
        return one(rows.select_related("roi__owner", "roi__group"), shape_id)

    def _roi_shape(self, row: models.Shape, *, with_bits: bool = False) -> base.RoiShape:
        return base.RoiShape(
            convert.roi(row.roi, self._scope.rights, with_shapes=False),
            convert.shape(row, with_bits=with_bits),
        )


def _with_shapes(rows: QuerySet[models.Roi]) -> QuerySet[models.Roi]:
    return rows.prefetch_related(Prefetch("shapes", models.Shape.objects.defer("mask")))


def _create(roi: models.Roi, shapes: Iterable[base.Shape]) -> None:
    rows = [convert.shape_row(roi, _checked(shape)) for shape in shapes]
    if any(row.kind == base.Mask.__name__ and row.mask is None for row in rows):
        raise BadRequest("a new mask has no bits: expected one bit per pixel")
    models.Shape.objects.bulk_create(rows)


def _update(roi: models.Roi, shapes: Iterable[base.Shape]) -> None:
    rows = [convert.shape_row(roi, _checked(shape)) for shape in shapes]
    columns = [
        field.name
        for field in models.Shape._meta.concrete_fields
        if field.name not in ("id", "roi", "mask")
    ]
    models.Shape.objects.bulk_update(rows, columns, batch_size=100)
    with_bits = [row for row in rows if row.mask is not None]
    models.Shape.objects.bulk_update(with_bits, ["mask"], batch_size=100)


def _checked(shape: base.Shape) -> base.Shape:
    """Raises BadRequest for what no shape can be."""
    match shape:
        case base.Polygon(points=points) | base.Polyline(points=points) if len(points) < 2:
            raise BadRequest(
                f"a {type(shape).__name__} of {len(points)} points: expected 2 or more"
            )
        case base.Mask(width=width, height=height, bits=bits) if bits is not None:
            expected = (round(width) * round(height) + 7) // 8
            if len(bits) != expected:
                raise BadRequest(
                    f"a mask of {width:g} x {height:g} pixels with {len(bits)} bytes: expected "
                    f"{expected}, one bit per pixel"
                )
    return shape
