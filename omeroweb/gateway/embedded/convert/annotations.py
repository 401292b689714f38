"""Annotations, from rows and back."""

from datetime import datetime
from typing import Any

from omeroweb.errors import BadRequest
from omeroweb.gateway import base
from omeroweb.gateway.base import AnnotationKind
from omeroweb.gateway.embedded import models
from omeroweb.gateway.embedded.convert.files import original_file
from omeroweb.gateway.embedded.convert.people import details, experimenter
from omeroweb.gateway.embedded.permissions import Rights
from omeroweb.gateway.embedded.positions import well_name

TEXTS = {
    AnnotationKind.TAG: base.TagAnnotation,
    AnnotationKind.COMMENT: base.CommentAnnotation,
    AnnotationKind.TERM: base.TermAnnotation,
    AnnotationKind.XML: base.XmlAnnotation,
}
# The class, the column of the value and the type that it has.
VALUES: dict[AnnotationKind, tuple[type[Any], str, type]] = {
    **{kind: (cls, "text_value", str) for kind, cls in TEXTS.items()},
    AnnotationKind.LONG: (base.LongAnnotation, "long_value", int),
    AnnotationKind.DOUBLE: (base.DoubleAnnotation, "double_value", float),
    AnnotationKind.BOOLEAN: (base.BooleanAnnotation, "bool_value", bool),
    AnnotationKind.TIMESTAMP: (base.TimestampAnnotation, "time_value", datetime),
}
NAMES = {bool: "true or false", int: "a whole number", float: "a number", str: "a text"}


def annotation(row: models.Annotation, rights: Rights) -> base.Annotation:
    common = (row.id, details(row, rights), row.namespace, row.description)
    kind = AnnotationKind(row.kind)
    if kind is AnnotationKind.MAP:
        return base.MapAnnotation(*common, tuple((p.name, p.value) for p in row.map_values.all()))
    if kind is AnnotationKind.FILE and row.file is not None:
        return base.FileAnnotation(*common, original_file(row.file))
    if kind is AnnotationKind.TAG:
        return base.TagAnnotation(*common, row.text_value, getattr(row, "child_count", None))
    cls, column, _ = VALUES[kind]
    made: base.Annotation = cls(*common, getattr(row, column))
    return made


def link(row: models.AnnotationLink, kind: base.Kind, rights: Rights) -> base.AnnotationLink:
    child: models.Annotation = getattr(row, "child")  # noqa: B009 - each kind has its own
    return base.AnnotationLink(
        row.pk,
        base.Ref(kind, row.parent_id),
        name(getattr(row, "parent")),  # noqa: B009
        annotation(child, rights),
        experimenter(row.owner),
        row.created,
        rights.permissions_in(child.group_id, child.group.permissions, row.owner_id),
    )


def name(target: object) -> str:
    """What a list shows of an object."""
    if isinstance(target, models.Well):
        return well_name(target.row, target.column)
    return str(getattr(target, "name", ""))


def columns(draft: base.AnnotationDraft) -> dict[str, Any]:
    """The columns of a draft but for files and maps. Raises BadRequest for a value that is none."""
    shared = {"namespace": draft.namespace, "description": draft.description}
    if draft.kind not in VALUES:
        return shared
    _, column, wanted = VALUES[draft.kind]
    # A bool is an int and an int a float, in Python.
    is_fit = type(draft.value) is wanted or (wanted is float and type(draft.value) is int)
    if not is_fit:
        raise BadRequest(
            f"{draft.kind} with the value {draft.value!r}: expected {NAMES.get(wanted, 'a time')}"
        )
    return {**shared, column: draft.value}


def map_rows(row: models.Annotation, draft: base.AnnotationDraft) -> list[models.MapValue]:
    """The pairs of a map. Raises BadRequest where the value is none."""
    if not isinstance(draft.value, tuple):
        raise BadRequest(f"{draft.kind} with the value {draft.value!r}: expected pairs of texts")
    return [
        models.MapValue(annotation=row, index=index, name=key, value=value)
        for index, (key, value) in enumerate(draft.value)
    ]
