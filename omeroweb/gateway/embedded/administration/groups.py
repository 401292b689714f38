"""Groups: which there are, adding, changing and removing them, and who is in them."""

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import Count, QuerySet
from django.db.models.functions import Lower

from omeroweb.errors import BadRequest, NotFound
from omeroweb.gateway.embedded import models
from omeroweb.gateway.embedded.accounts import LAB_GROUP, ROOT_ID
from omeroweb.gateway.embedded.administration.ownership import owned_by
from omeroweb.gateway.embedded.models import NAME_LENGTH

# Kinds by the words that people use, e.g. read-annotate.
KINDS = {word: permissions for permissions, word in models.PERMISSIONS.items()}
FIXED = (models.SYSTEM_GROUP, models.USER_GROUP)


def groups() -> QuerySet[models.ExperimenterGroup]:
    """All groups by name."""
    return models.ExperimenterGroup.objects.order_by(Lower("name"), "id")


def member_counts() -> dict[int, int]:
    """How many members groups have, by id; without those that have none."""
    rows = models.GroupExperimenterMap.objects.values_list("group").annotate(Count("id"))
    return dict(rows.order_by())


def group(name: str) -> models.ExperimenterGroup:
    """Raises NotFound."""
    row = models.ExperimenterGroup.objects.filter(name=name).first()
    if row is None:
        raise NotFound(f"no group {name}: `omero group list` shows which there are")
    return row


def add(name: str, permissions: str, description: str = "") -> models.ExperimenterGroup:
    """A new group without members. Raises BadRequest."""
    return models.ExperimenterGroup.objects.create(
        name=_new_name(name), permissions=permissions, description=description
    )


def change(
    row: models.ExperimenterGroup,
    *,
    name: str | None = None,
    permissions: str | None = None,
    description: str | None = None,
) -> None:
    """Change what is given. Raises BadRequest."""
    if name is not None and name != row.name:
        _refuse_for_fixed(row, "renamed")
        row.name = _new_name(name)
    if permissions is not None and permissions != row.permissions:
        if row.id in FIXED:
            raise BadRequest(f"the kind of group {row.name} cannot be changed")
        row.permissions = permissions
    if description is not None:
        row.description = description
    row.save()


@transaction.atomic
def remove(row: models.ExperimenterGroup) -> None:
    """Remove a group that nothing is in. Raises BadRequest."""
    _refuse_for_fixed(row, "removed")
    owned = owned_by("group", row)
    if owned:
        raise BadRequest(f"group {row.name} holds {owned} and perhaps more: delete that first")
    for membership in members(row):
        _refuse_for_only_group(membership)
    row.delete()


def members(row: models.ExperimenterGroup) -> QuerySet[models.GroupExperimenterMap]:
    """Who is in a group; its owners first."""
    rows = models.GroupExperimenterMap.objects.filter(group=row).select_related("experimenter")
    return rows.order_by("-is_owner", Lower("experimenter__user_name"), "id")


@transaction.atomic
def change_members(
    row: models.ExperimenterGroup,
    *,
    add: Sequence[models.Experimenter] = (),
    remove: Sequence[models.Experimenter] = (),
    owners: Sequence[models.Experimenter] = (),
    no_owners: Sequence[models.Experimenter] = (),
) -> None:
    """Who joins, leaves, leads (and joins, where they are no member) and leads no more.

    All or nothing. Raises BadRequest.
    """
    for user in (*add, *owners):
        models.GroupExperimenterMap.objects.get_or_create(group=row, experimenter=user)
    for user in (*remove, *no_owners):
        if not _of(row, [user]).exists():
            raise BadRequest(f"{user.user_name} is no member of group {row.name}")
    for membership in _of(row, remove).select_related("experimenter"):
        if row.id in FIXED and membership.experimenter_id == ROOT_ID:
            raise BadRequest(f"root cannot leave group {row.name}")
        _refuse_for_only_group(membership)
        membership.delete()
    _of(row, owners).update(is_owner=True)
    _of(row, no_owners).update(is_owner=False)
    models.Experimenter.objects.filter(default_group=row).exclude(groups=row).update(
        default_group=None
    )


def _of(
    row: models.ExperimenterGroup, users: Iterable[models.Experimenter]
) -> QuerySet[models.GroupExperimenterMap]:
    return models.GroupExperimenterMap.objects.filter(group=row, experimenter__in=list(users))


def _refuse_for_only_group(membership: models.GroupExperimenterMap) -> None:
    """Everybody is in a group besides OMERO's own; raises BadRequest."""
    others = models.GroupExperimenterMap.objects.filter(
        experimenter=membership.experimenter
    ).exclude(group__in=[membership.group_id, models.USER_GROUP])
    if membership.group_id not in FIXED and not others.exists():
        name = membership.experimenter.user_name
        raise BadRequest(
            f"{name} is in no other group than {membership.group.name}: add them to another one "
            f"first (`omero group members GROUP --add {name}`)"
        )


def _refuse_for_fixed(row: models.ExperimenterGroup, what: str) -> None:
    if row.id in FIXED or row.name == LAB_GROUP:
        raise BadRequest(f"group {row.name} cannot be {what}: every server has it")


def _new_name(name: str) -> str:
    if not name or name != name.strip() or len(name) > NAME_LENGTH or not name.isprintable():
        raise BadRequest(f"group name {name!r}: expected 1 to {NAME_LENGTH} printable characters")
    if models.ExperimenterGroup.objects.filter(name=name).exists():
        raise BadRequest(f"there is a group {name} already")
    return name
