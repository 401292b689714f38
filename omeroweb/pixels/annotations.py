"""Annotations as image files carry them. Names are those of the OME model 2016-06."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class Annotation:
    """key: what one file calls it by; objects that share an annotation share its key."""

    key: str = ""
    namespace: str = ""
    description: str = ""


@dataclass(frozen=True, kw_only=True)
class TagAnnotation(Annotation):
    text: str


@dataclass(frozen=True, kw_only=True)
class CommentAnnotation(Annotation):
    text: str


@dataclass(frozen=True, kw_only=True)
class MapAnnotation(Annotation):
    """Key-value pairs in the file's order; a key may occur more than once."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class XmlAnnotation(Annotation):
    text: str


@dataclass(frozen=True, kw_only=True)
class BooleanAnnotation(Annotation):
    value: bool


@dataclass(frozen=True, kw_only=True)
class LongAnnotation(Annotation):
    """A long annotation with the namespace openmicroscopy.org/omero/insight/rating is a rating."""

    value: int


@dataclass(frozen=True, kw_only=True)
class DoubleAnnotation(Annotation):
    value: float


@dataclass(frozen=True, kw_only=True)
class TermAnnotation(Annotation):
    term: str


@dataclass(frozen=True, kw_only=True)
class TimestampAnnotation(Annotation):
    moment: datetime


@dataclass(frozen=True, kw_only=True)
class FileAnnotation(Annotation):
    """A file that the metadata names. content: None where it lies elsewhere."""

    name: str
    media_type: str = ""
    size: int = 0
    content: bytes | None = None
