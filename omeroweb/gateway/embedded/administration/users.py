"""Users: who there is, adding, changing and removing them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Model, Prefetch, QuerySet
from django.db.models.functions import Lower

from omeroweb.errors import BadRequest, NotFound
from omeroweb.gateway.embedded import models
from omeroweb.gateway.embedded.accounts import ROOT_ID
from omeroweb.gateway.embedded.administration.ownership import owned_by
from omeroweb.gateway.embedded.models import NAME_LENGTH


def users() -> QuerySet[models.Experimenter]:
    """All users by name, with their groups."""
    memberships = models.GroupExperimenterMap.objects.select_related("group").order_by("id")
    rows = models.Experimenter.objects.order_by(Lower("user_name"), "id")
    return rows.prefetch_related(Prefetch("groupexperimentermap_set", memberships))


def user(name: str) -> models.Experimenter:
    """Raises NotFound."""
    row = models.Experimenter.objects.filter(user_name=name).first()
    if row is None:
        raise NotFound(f"no user {name}: `omero user list` shows who there is")
    return row


@transaction.atomic
def add(
    name: str,
    groups: Sequence[models.ExperimenterGroup],
    password: str | None,
    *,
    is_admin: bool = False,
    **said: str,
) -> models.Experimenter:
    """A new user, at home in the first of the groups. password: None for no login.

    said: names, email, institution. Raises BadRequest.
    """
    if not groups:
        raise BadRequest(f"user {name}: expected one group or more")
    row = models.Experimenter(user_name=_new_name(name), default_group=groups[0])
    _say(row, said)
    row.set_password(password)
    row.save()
    join(row, groups)
    join(row, models.ExperimenterGroup.objects.filter(id=models.USER_GROUP))
    if is_admin:
        set_admin(row, is_admin=True)
    return row


@transaction.atomic
def change(
    row: models.Experimenter,
    *,
    name: str | None = None,
    default_group: models.ExperimenterGroup | None = None,
    is_active: bool | None = None,
    is_admin: bool | None = None,
    said: Mapping[str, str],
) -> None:
    """Change what is given. Raises BadRequest."""
    if name is not None and name != row.user_name:
        _refuse_for_root(row, "renamed")
        row.user_name = _new_name(name)
    if default_group is not None:
        if not _is_in(row, default_group):
            raise BadRequest(
                f"{row.user_name} is no member of {default_group.name}: "
                f"`omero group members {default_group.name} --add {row.user_name}` changes that"
            )
        row.default_group = default_group
    if is_active is False:
        _refuse_for_root(row, "made inactive")
    if is_active is not None:
        row.is_active = is_active
    _say(row, said)
    row.save()
    if is_admin is not None:
        set_admin(row, is_admin=is_admin)


def set_password(row: models.Experimenter, password: str) -> None:
    row.set_password(password)
    row.save()


@transaction.atomic
def remove(row: models.Experimenter) -> None:
    """Remove somebody who owns nothing but rendering settings. Raises BadRequest."""
    _refuse_for_root(row, "removed")
    models.RenderingDef.objects.filter(owner=row).delete()
    owned = owned_by("owner", row)
    if owned:
        raise BadRequest(
            f"{row.user_name} owns {owned} and more may follow: `omero user set {row.user_name} "
            "--inactive` ends logins and keeps what they own"
        )
    row.delete()


def join(row: models.Experimenter, groups: Iterable[models.ExperimenterGroup]) -> None:
    for group in groups:
        models.GroupExperimenterMap.objects.get_or_create(group=group, experimenter=row)


def set_admin(row: models.Experimenter, *, is_admin: bool) -> None:
    """Administrators are the members of the system group."""
    if is_admin:
        join(row, models.ExperimenterGroup.objects.filter(id=models.SYSTEM_GROUP))
    else:
        _refuse_for_root(row, "anything but an administrator")
        models.GroupExperimenterMap.objects.filter(
            group_id=models.SYSTEM_GROUP, experimenter=row
        ).delete()


def _is_in(row: models.Experimenter, group: models.ExperimenterGroup) -> bool:
    return models.GroupExperimenterMap.objects.filter(group=group, experimenter=row).exists()


def _refuse_for_root(row: Model, what: str) -> None:
    if row.pk == ROOT_ID:
        raise BadRequest(f"root cannot be {what}: every server has this administrator")


def _new_name(name: str) -> str:
    if not name or name != name.strip() or len(name) > NAME_LENGTH or not name.isprintable():
        raise BadRequest(f"user name {name!r}: expected 1 to {NAME_LENGTH} printable characters")
    if models.Experimenter.objects.filter(user_name=name).exists():
        raise BadRequest(f"there is a user {name} already")
    return name


def _say(row: models.Experimenter, said: Mapping[str, str]) -> None:
    for column, text in said.items():
        field: Any = models.Experimenter._meta.get_field(column)
        if len(text) > field.max_length:
            raise BadRequest(f"{column} of {len(text)} characters: at most {field.max_length}")
        setattr(row, column, text)
    if said.get("email"):
        try:
            validate_email(said["email"])
        except ValidationError:
            raise BadRequest(f"email={said['email']!r}: expected name@example.org") from None
