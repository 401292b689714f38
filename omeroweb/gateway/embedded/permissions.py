"""Who may see and change what in the embedded store. Every query passes through here.

Source of the rules: OMERO's four kinds of groups. In a private group members see their own objects
only; whoever leads the group, and administrators, see all, may change and delete them, and leave
annotations and links to the owner. In a read-only group members see, in a read-annotate group they
annotate, in a read-write group they change what others own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from omeroweb.errors import Forbidden, NotFound
from omeroweb.gateway import base
from omeroweb.gateway.embedded import models

M = TypeVar("M", bound=Model)

GROUP_READ, GROUP_ANNOTATE_OR_WRITE = 2, 3

# From an object to the one whose owner and group are its own, where it has none itself.
OWNED_THROUGH: dict[type[Model], str] = {
    models.Well: "plate",
    models.WellSample: "well__plate",
    models.Pixels: "image",
    models.Channel: "pixels__image",
    models.Shape: "roi",
    models.Objective: "instrument",
    models.Detector: "instrument",
    models.Filter: "instrument",
    models.Dichroic: "instrument",
    models.FilterSet: "instrument",
    models.LightSource: "instrument",
    # Who sees an annotation sees where it is, as far as they see that.
    **dict.fromkeys(models.LINKS.values(), "child"),
}


class Right(Enum):
    """What may be done with an object; the values say it in a sentence."""

    ANNOTATE = "annotated"
    DELETE = "deleted"
    EDIT = "changed"
    LINK = "linked"


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

    @cached_property
    def default_group(self) -> models.ExperimenterGroup:
        """Where new objects go. Raises Forbidden where the experimenter is in no group."""
        groups = {member.group_id: member.group for member in self.memberships}
        if not groups:
            raise Forbidden(
                f"{self.experimenter.user_name} is in no group: ask an administrator for one"
            )
        chosen = self.experimenter.default_group_id
        return groups[chosen] if chosen in groups else next(iter(groups.values()))

    # --- objects of people ----------------------------------------------------

    def visible(
        self, query: QuerySet[M], *, group: str = "group", owner: str = "owner"
    ) -> QuerySet[M]:
        """Only the rows that the experimenter may read. group, owner: what rows call them."""
        if self.is_admin:
            return query
        through = OWNED_THROUGH.get(query.model)
        path = f"{through}__" if through else ""
        seen = Q(**{f"{path}{group}__in": self.readable_groups})
        if self.private_groups:
            own = {
                f"{path}{group}__in": self.private_groups,
                f"{path}{owner}": self.experimenter.id,
            }
            seen |= Q(**own)
        return query.filter(seen)

    def may_see(self, group_id: int, owner_id: int) -> bool:
        """The same for one row that has been read, of this group and owner."""
        if self.is_admin or group_id in self.readable_groups:
            return True
        return group_id in self.private_groups and owner_id == self.experimenter.id

    def permissions(self, target: models.Owned) -> base.Permissions:
        """What the experimenter may do with one visible object."""
        return self.permissions_in(target.group_id, target.group.permissions, target.owner_id)

    def permissions_in(self, group_id: int, perm: str, owner_id: int) -> base.Permissions:
        """What the experimenter may do with what somebody owns in a group. perm: of the group."""
        membership = self._membership(group_id)
        is_own = owner_id == self.experimenter.id
        leads = self.is_admin or (membership is not None and membership.is_owner)
        letter = perm[GROUP_ANNOTATE_OR_WRITE] if membership else "-"
        can_write = is_own or leads or letter == "w"
        can_link = is_own or letter == "w" or (leads and perm != models.PRIVATE)
        return base.Permissions(
            perm,
            can_annotate=can_link or letter == "a",
            can_delete=can_write,
            can_edit=can_write,
            can_link=can_link,
        )

    def may(self, right: Right, target: Model) -> bool:
        """Whether the experimenter has a right to a visible object of any kind."""
        granted = self._granted(target)
        return {
            Right.ANNOTATE: granted.can_annotate,
            Right.DELETE: granted.can_delete,
            Right.EDIT: granted.can_edit,
            Right.LINK: granted.can_link,
        }[right]

    def require(self, right: Right, targets: Sequence[Model]) -> None:
        """Raises Forbidden that names the first target without the right."""
        for target in targets:
            if not self.may(right, target):
                raise Forbidden(
                    f"{type(target).__name__} {target.pk} may not be {right.value} by "
                    f"{self.experimenter.user_name}{_reason(target)}"
                )

    def may_download(self, image: models.Image) -> bool:
        """Whether the experimenter may have the original files of a visible image."""
        granted = self.permissions(image)
        return self.may_download_with(granted, is_field=hasattr(image, "well_sample"))

    def may_download_with(self, granted: base.Permissions, *, is_field: bool) -> bool:
        """The same for an image with these permissions. is_field: whether it lies in a well."""
        who = "write" if granted.can_edit else "read"
        return {"plate" if is_field else "image", who} <= self.downloads

    def may_download_file(self, file: models.OriginalFile) -> bool:
        """The same for an attached file: files of others are kept back where the policy says so."""
        return ("write" if self.permissions(file).can_edit else "read") in self.downloads

    # --- people ---------------------------------------------------------------

    def known_groups(self) -> QuerySet[models.ExperimenterGroup]:
        """The experimenter's groups, and those that every server has."""
        rows = models.ExperimenterGroup.objects.all()
        if self.is_admin:
            return rows
        own = [member.group_id for member in self.memberships]
        return rows.filter(id__in=[*own, models.SYSTEM_GROUP, models.USER_GROUP])

    def known_experimenters(self) -> QuerySet[models.Experimenter]:
        """Oneself, and with whom one shares a group whose members may see each other's data."""
        rows = models.Experimenter.objects.all()
        if self.is_admin:
            return rows
        shared = models.GroupExperimenterMap.objects.filter(
            group__in=set(self.readable_groups) - {models.USER_GROUP}
        )
        return rows.filter(Q(id=self.experimenter.id) | Q(id__in=shared.values("experimenter")))

    def group_for_new(self, group_id: int | None) -> models.ExperimenterGroup:
        """The group that a new object is to be in. Raises NotFound, Forbidden."""
        if group_id is None:
            return self.default_group
        group = self.known_groups().filter(id=group_id).first()
        if group is None:
            raise NotFound(f"ExperimenterGroup {group_id} not found")
        if not self.is_admin and self._membership(group_id) is None:
            raise Forbidden(f"{self.experimenter.user_name} is no member of group {group.name}")
        return group

    # --- what follows from the memberships ------------------------------------

    def _membership(self, group_id: int) -> models.GroupExperimenterMap | None:
        return self._by_group.get(group_id)

    @cached_property
    def _by_group(self) -> dict[int, models.GroupExperimenterMap]:
        return {member.group_id: member for member in self.memberships}

    @cached_property
    def readable_groups(self) -> list[int]:
        """Groups in which the experimenter sees everything."""
        return [
            member.group_id
            for member in self.memberships
            if member.is_owner or member.group.permissions[GROUP_READ] == "r"
        ]

    @cached_property
    def private_groups(self) -> list[int]:
        """Groups in which the experimenter sees their own objects only."""
        return [m.group_id for m in self.memberships if m.group_id not in self.readable_groups]

    def _granted(self, target: Model) -> base.Permissions:
        owned = owned_by(target)
        if owned is not None:
            return self.permissions(owned)
        # Users and groups: a user's own, a group's leaders', the administrators'.
        if isinstance(target, models.Experimenter):
            may = self.is_admin or target.pk == self.experimenter.id
        else:
            membership = self._membership(target.pk)
            may = self.is_admin or (membership is not None and membership.is_owner)
        return base.Permissions("------", can_annotate=may, can_edit=may, can_link=may)


def owned_by(target: Model) -> models.Owned | None:
    """The object whose owner and group are the target's; None for users and groups."""
    found: object = target
    for step in OWNED_THROUGH.get(type(target), "").split("__"):
        found = getattr(found, step) if step else found
    return found if isinstance(found, models.Owned) else None


def _reason(target: Model) -> str:
    owned = owned_by(target)
    if owned is None:
        return ""
    kind = models.PERMISSIONS[owned.group.permissions]
    return f": it is owned by {owned.owner.user_name} in the {kind} group {owned.group.name}"
