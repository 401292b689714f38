"""Which part of which list is wanted."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from omeroweb.gateway.base.annotations import AnnotationKind

T = TypeVar("T")


@dataclass(frozen=True)
class Slice:
    """Which part of a list: limit objects from offset on."""

    offset: int = 0
    limit: int = 200


@dataclass(frozen=True)
class Page(Generic[T]):
    """One part of a list and how many objects the whole list has."""

    items: Sequence[T]
    total: int


@dataclass(frozen=True)
class Filter:
    """What narrows a list: ids of owner, group, parent or child; None for any.

    annotation: only objects that carry it. is_orphaned: only objects in no container.
    acquisition and field narrow wells and which of their samples are given.
    """

    owner: int | None = None
    group: int | None = None
    project: int | None = None
    dataset: int | None = None
    image: int | None = None
    screen: int | None = None
    plate: int | None = None
    is_orphaned: bool = False
    with_child_count: bool = False
    well: int | None = None
    acquisition: int | None = None
    field: int | None = None
    annotation: int | None = None


@dataclass(frozen=True)
class AnnotationFilter:
    """What narrows annotations. kinds, namespaces: any of them; empty for all.

    tag_set: only tags of this set. is_orphaned: only tags in no set.
    """

    kinds: tuple[AnnotationKind, ...] = ()
    namespaces: tuple[str, ...] = ()
    owner: int | None = None
    group: int | None = None
    tag_set: int | None = None
    is_orphaned: bool = False


@dataclass(frozen=True)
class PeopleFilter:
    """What narrows experimenters (group, user_name) and groups (experimenter)."""

    group: int | None = None
    user_name: str | None = None
    experimenter: int | None = None
    with_child_count: bool = False
