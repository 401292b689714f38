"""Who may see and change what in the embedded store. Every query passes through here."""

from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from omeroweb.gateway import base
from omeroweb.gateway.embedded import models

M = TypeVar("M", bound=Model)

GROUP_READ, GROUP_ANNOTATE_OR_WRITE = 2, 3


@dataclass(frozen=True)
class Rights:
    """What one experimenter may do, by OMERO's group permissions.

    downloads: the parts of omero.policy.binary_access that are allowed.
    """

    experimenter: models.Experimenter
    downloads: frozenset[str]

    @cached_property
    def memberships(self) -> list[models.GroupExperimenterMap]:
        return list(
            models.GroupExperimenterMap.objects.filter(experimenter=self.experimenter)
            .select_related("group")
            .order_by("id")
        )

    @cached_property
    def is_admin(self) -> bool:
        return any(member.group_id == models.SYSTEM_GROUP for member in self.memberships)

    def visible(self, query: QuerySet[M], path: str = "") -> QuerySet[M]:
        """Only the rows the experimenter may read.

        path: how to get from the row to its owned object, e.g. "plate__" from a well.
        """
        if self.is_admin:
            return query
        readable = [
            member.group_id
            for member in self.memberships
            if member.is_owner or member.group.permissions[GROUP_READ] == "r"
        ]
        member_of = [member.group_id for member in self.memberships]
        return query.filter(
            Q(**{f"{path}group__in": readable})
            | Q(**{f"{path}group__in": member_of, f"{path}owner": self.experimenter})
        )

    def permissions(self, target: models.Owned) -> base.Permissions:
        """What the experimenter may do with one visible object."""
        perm = target.group.permissions
        membership = next((m for m in self.memberships if m.group_id == target.group_id), None)
        is_in_charge = (
            self.is_admin
            or target.owner_id == self.experimenter.id
            or (membership is not None and membership.is_owner)
        )
        group_letter = perm[GROUP_ANNOTATE_OR_WRITE] if membership else "-"
        can_write = is_in_charge or group_letter == "w"
        return base.Permissions(
            perm,
            can_annotate=can_write or group_letter == "a",
            can_delete=can_write,
            can_edit=can_write,
            can_link=can_write,
        )

    def may_download(self, image: models.Image) -> bool:
        """Whether the experimenter may have the original files of a visible image."""
        what = "plate" if hasattr(image, "well_sample") else "image"
        who = "write" if self.permissions(image).can_edit else "read"
        return {what, who} <= self.downloads
