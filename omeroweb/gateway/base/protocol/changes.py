"""Changing the tree of data: names, containers, and what lies in what."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from omeroweb.gateway.base.containers import Container, Draft
from omeroweb.gateway.base.kinds import Ref


class Changes(Protocol):
    """All or nothing: a change that is refused for one object is made for none.

    Raises NotFound for what the caller may not see, Forbidden for what they may not change, and
    BadRequest for what no object can be.
    """

    def create(self, draft: Draft, *, group_id: int | None = None) -> Container:
        """A new container of the caller. group_id: the caller's default group where it is None."""
        ...

    def replace(self, container_id: int, draft: Draft) -> Container:
        """Everything that a draft says takes the place of what was; what lies in it stays."""
        ...

    def rename(
        self, target: Ref, *, name: str | None = None, description: str | None = None
    ) -> None:
        """Of containers, images, plates and runs. None: stays as it is."""
        ...

    def name_channels(self, image_ids: Sequence[int], names: Mapping[int, str]) -> Sequence[int]:
        """Name channels by index; returns the images that have them all and were changed."""
        ...

    def link(self, parent: Ref, children: Sequence[Ref]) -> None:
        """Put datasets into a project, images into a dataset, plates into a screen, tags into a
        tag set. What lies there already stays there."""
        ...

    def unlink(self, parent: Ref, children: Sequence[Ref]) -> None:
        """Take them out again; they are not deleted. What does not lie there is no error."""
        ...

    def delete(
        self, targets: Sequence[Ref], *, with_contents: bool = False, with_annotations: bool = False
    ) -> None:
        """Delete objects. Files that were imported are not touched.

        with_contents: also the datasets, images and plates that lie in them and nowhere else.
        with_annotations: also annotations (no tags) that are on nothing else.
        Images of one fileset go together, or BadRequest names those that are missing.
        """
        ...
