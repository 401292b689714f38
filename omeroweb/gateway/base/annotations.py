"""Annotations and their links to objects."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from omeroweb.gateway.base.acquisition import Pairs
from omeroweb.gateway.base.images import OriginalFile
from omeroweb.gateway.base.kinds import Ref
from omeroweb.gateway.base.people import Details, Experimenter, Permissions

# Namespaces that every OMERO client knows.
TAG_SET = "openmicroscopy.org/omero/insight/tagset"
RATING = "openmicroscopy.org/omero/insight/rating"
CLIENT_MAP = "openmicroscopy.org/omero/client/mapAnnotation"
COMPANION_FILE = "openmicroscopy.org/omero/import/companionFile"


class AnnotationKind(StrEnum):
    """By OMERO's class names. A tag set is a tag, a rating a long: see the namespaces above."""

    TAG = "TagAnnotation"
    COMMENT = "CommentAnnotation"
    MAP = "MapAnnotation"
    FILE = "FileAnnotation"
    LONG = "LongAnnotation"
    DOUBLE = "DoubleAnnotation"
    BOOLEAN = "BooleanAnnotation"
    TERM = "TermAnnotation"
    TIMESTAMP = "TimestampAnnotation"
    XML = "XmlAnnotation"


@dataclass(frozen=True)
class Annotation:
    """What all annotations share; each kind adds its value."""

    id: int
    details: Details
    namespace: str
    description: str


@dataclass(frozen=True)
class TagAnnotation(Annotation):
    """child_count: of a tag set, where it was asked for: its tags."""

    value: str
    child_count: int | None = None

    @property
    def is_set(self) -> bool:
        return self.namespace == TAG_SET


@dataclass(frozen=True)
class CommentAnnotation(Annotation):
    value: str


@dataclass(frozen=True)
class MapAnnotation(Annotation):
    """Keys and values in their order; a key may come more than once."""

    value: Pairs


@dataclass(frozen=True)
class FileAnnotation(Annotation):
    value: OriginalFile


@dataclass(frozen=True)
class LongAnnotation(Annotation):
    value: int

    @property
    def is_rating(self) -> bool:
        return self.namespace == RATING


@dataclass(frozen=True)
class DoubleAnnotation(Annotation):
    value: float


@dataclass(frozen=True)
class BooleanAnnotation(Annotation):
    value: bool


@dataclass(frozen=True)
class TermAnnotation(Annotation):
    value: str


@dataclass(frozen=True)
class TimestampAnnotation(Annotation):
    value: datetime


@dataclass(frozen=True)
class XmlAnnotation(Annotation):
    value: str


AnnotationValue = str | int | float | bool | datetime | Pairs


@dataclass(frozen=True)
class AnnotationDraft:
    """An annotation to create, or what one shall become.

    value: of the type that the kind's class has; of a file, the id of the OriginalFile.
    """

    kind: AnnotationKind
    value: AnnotationValue
    namespace: str = ""
    description: str = ""


@dataclass(frozen=True)
class AnnotationLink:
    """One annotation on one object, and who put it there.

    target_name: what a list shows of the object; of a well its position, e.g. B5.
    """

    id: int
    target: Ref
    target_name: str
    annotation: Annotation
    owner: Experimenter
    created: datetime
    permissions: Permissions
