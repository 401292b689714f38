"""Asking for users and groups."""

from collections.abc import Sequence
from typing import Protocol

from omeroweb.gateway.base.asking import Page, PeopleFilter, Slice
from omeroweb.gateway.base.people import Experimenter, ExperimenterGroup, Member


class People(Protocol):
    """Users and groups that the caller may know of.

    Those are oneself, one's groups and OMERO's own, and the members of one's groups that are not
    private or that one leads. Administrators know everybody.
    """

    def experimenters(self, part: Slice, wanted: PeopleFilter) -> Page[Experimenter]:
        """By last name, first name (both ignoring case), id."""
        ...

    def experimenter(self, experimenter_id: int) -> Experimenter: ...

    def groups(self, part: Slice, wanted: PeopleFilter) -> Page[ExperimenterGroup]: ...

    def group(self, group_id: int, *, with_child_count: bool = False) -> ExperimenterGroup: ...

    def members(self, group_id: int) -> Sequence[Member]:
        """The members of a group that the caller may know of; its owners first."""
        ...
