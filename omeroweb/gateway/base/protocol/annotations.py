"""Asking for and changing annotations."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from omeroweb.gateway.base.annotations import (
    Annotation,
    AnnotationDraft,
    AnnotationKind,
    AnnotationLink,
)
from omeroweb.gateway.base.asking import AnnotationFilter, Page, Slice
from omeroweb.gateway.base.images import OriginalFile
from omeroweb.gateway.base.kinds import Kind, Ref


class Annotations(Protocol):
    """Tags, key-value pairs, comments, ratings, files and other annotations.

    Everything raises NotFound for what the caller may not see and Forbidden for what they see and
    may not change. Objects are annotated where the caller ``can_annotate`` them.
    """

    def of(
        self, kind: Kind, ids: Sequence[int], part: Slice, wanted: AnnotationFilter
    ) -> Page[AnnotationLink]:
        """What the objects carry, one entry per link, by namespace, then id of the link.

        Objects that the caller may not see are left out.
        """
        ...

    def counts(self, kind: Kind, ids: Sequence[int]) -> Mapping[AnnotationKind, int]:
        """How many links of each kind of annotation the objects have together."""
        ...

    def page(self, part: Slice, wanted: AnnotationFilter) -> Page[Annotation]:
        """Annotations by themselves, by id; tag sets with the number of their tags."""
        ...

    def get(self, annotation_id: int) -> Annotation: ...

    def create(
        self, draft: AnnotationDraft, targets: Sequence[Ref] = (), *, group_id: int | None = None
    ) -> Annotation:
        """A new annotation of the caller on all the targets, or on none where one is refused.

        group_id: where there is no target; the caller's default group where it is None.
        Raises BadRequest where the value does not fit the kind, or targets are of several groups.
        """
        ...

    def update(self, annotation_id: int, draft: AnnotationDraft) -> Annotation:
        """Raises BadRequest where the draft is of another kind."""
        ...

    def delete(self, annotation_ids: Sequence[int]) -> None:
        """The annotations with all their links; all of them or, where one is refused, none."""
        ...

    def link(self, annotation_id: int, targets: Sequence[Ref]) -> Sequence[AnnotationLink]:
        """Put an annotation on objects. Links that the caller has made before are kept."""
        ...

    def unlink(self, annotation_id: int, targets: Sequence[Ref]) -> int:
        """Take an annotation off objects; returns how many links went.

        Links that others made go where the caller may delete what those own; Forbidden where there
        are links and none may go.
        """
        ...

    def upload(
        self,
        name: str,
        mimetype: str,
        chunks: Iterable[bytes],
        *,
        group_id: int | None = None,
    ) -> OriginalFile:
        """Keep a file of the caller on the server, to be attached."""
        ...
