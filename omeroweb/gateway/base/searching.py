"""Full-text search: what is looked for, and what is found."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Generic, TypeVar

from omeroweb.gateway.base.containers import Container
from omeroweb.gateway.base.images import Image
from omeroweb.gateway.base.kinds import Kind
from omeroweb.gateway.base.plates import Plate, PlateAcquisition, Well

Searchable = Container | Image | Plate | PlateAcquisition | Well
S = TypeVar("S", bound=Searchable)

SEARCHABLE_KINDS = (
    Kind.PROJECT,
    Kind.DATASET,
    Kind.IMAGE,
    Kind.SCREEN,
    Kind.PLATE,
    Kind.PLATE_ACQUISITION,
    Kind.WELL,
)


class SearchField(StrEnum):
    """Where words may stand. Of a well, its external identifier and description are its name and
    description. ANNOTATION: tags, comments, terms, keys and values of maps. FILE: names of files
    that are attached.
    """

    NAME = "name"
    DESCRIPTION = "description"
    TAG = "tag"
    ANNOTATION = "annotation"
    FILE = "file"


@dataclass(frozen=True)
class Search:
    """text: words that an object must all have, in any order, each in any of the fields.

    A word stands for all words that begin with it; upper case and accents do not count, nor does
    anything between words. Digits alone are an id, too. fields: empty for all.
    since, until: when it was imported or made, or, with by_acquisition, when an image was taken.
    """

    text: str
    fields: tuple[SearchField, ...] = ()
    owner: int | None = None
    group: int | None = None
    since: datetime | None = None
    until: datetime | None = None
    by_acquisition: bool = False


@dataclass(frozen=True)
class Matches(Generic[S]):
    """One part of what was found, the newest first, and whether there is more behind it.

    How many there are is not said: with a common word, counting takes longer than finding.
    """

    items: Sequence[S]
    has_more: bool
