"""One annotation of a file as the columns of a row, by its kind."""

import hashlib
from typing import Any

from omeroweb.gateway.base import AnnotationKind
from omeroweb.gateway.embedded import models
from omeroweb.gateway.embedded.registration.values import aware, text, word
from omeroweb.pixels import annotations as said

# Name and SHA-256 of an attached file.
Attached = tuple[str, str] | None
# Keys and values of a map.
Pairs = tuple[tuple[str, str], ...]


def columns(annotation: said.Annotation) -> dict[str, Any]:
    """kind, namespace, description and the column of the value."""
    return {
        "kind": AnnotationKind(type(annotation).__name__).value,
        "namespace": word(annotation.namespace),
        "description": text(annotation.description),
        **_value(annotation),
    }


def pairs(annotation: said.Annotation) -> Pairs:
    if not isinstance(annotation, said.MapAnnotation):
        return ()
    return tuple((word(name), text(value)) for name, value in annotation.pairs)


def attached(annotation: said.Annotation) -> Attached:
    if not isinstance(annotation, said.FileAnnotation) or annotation.content is None:
        return None
    return word(annotation.name), hashlib.sha256(annotation.content).hexdigest()


def content(row: models.Annotation, values: Pairs, file: Attached) -> tuple[object, ...]:
    """Whatever tells two annotations of one fileset apart."""
    return (
        row.kind,
        row.namespace,
        row.description,
        row.text_value,
        row.long_value,
        row.double_value,
        row.bool_value,
        row.time_value,
        values,
        file,
    )


def _value(annotation: said.Annotation) -> dict[str, Any]:
    value: dict[str, Any] = {}
    match annotation:
        case said.TagAnnotation() | said.CommentAnnotation() | said.XmlAnnotation():
            value["text_value"] = text(annotation.text)
        case said.TermAnnotation():
            value["text_value"] = text(annotation.term)
        case said.BooleanAnnotation():
            value["bool_value"] = annotation.value
        case said.LongAnnotation():
            value["long_value"] = annotation.value
        case said.DoubleAnnotation():
            value["double_value"] = annotation.value
        case said.TimestampAnnotation():
            value["time_value"] = aware(annotation.moment)
    return value
