"""The groups and users that a fresh store needs."""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from django.db import transaction
from django.db.models import Q

from omeroweb.errors import ConfigurationError
from omeroweb.gateway.embedded import models
from omeroweb.gateway.embedded.transactions import count_on

ROOT_ID = 0
ROOT_NAME = "root"
LAB_GROUP = "lab"
PASSWORD_VARIABLE = "OMERO_WEB_ROOT_PASSWORD"  # noqa: S105 - a variable's name


# system, user and the lab's.
GROUPS_OF_ROOT = 3


def ensure_groups() -> models.ExperimenterGroup:
    """OMERO's system groups, and the group that imported images belong to, which is returned."""
    for number, name in ((models.SYSTEM_GROUP, "system"), (models.USER_GROUP, "user")):
        _, is_new = models.ExperimenterGroup.objects.get_or_create(
            id=number, defaults={"name": name, "permissions": models.READ_ONLY}
        )
        if is_new:
            count_on(models.ExperimenterGroup)
    lab, _ = models.ExperimenterGroup.objects.get_or_create(
        name=LAB_GROUP,
        defaults={"description": "Images of this server", "permissions": models.READ_ONLY},
    )
    return lab


def ensure_root(environ: Mapping[str, str] = os.environ) -> str | None:
    """The administrator. Returns the password where it was made up now, to be shown once.

    A password that the environment gives is set at every start.
    """
    given = given_password(environ)
    memberships = models.GroupExperimenterMap.objects.filter(
        Q(group__in=(models.SYSTEM_GROUP, models.USER_GROUP)) | Q(group__name=LAB_GROUP),
        experimenter=ROOT_ID,
    )
    # Whoever only reads waits for nobody who writes to the database.
    is_complete = memberships.count() == GROUPS_OF_ROOT
    return None if is_complete and given is None else _make_root(given)


@transaction.atomic
def _make_root(given: str | None) -> str | None:
    lab = ensure_groups()
    root, is_new = models.Experimenter.objects.get_or_create(
        id=ROOT_ID, defaults={"user_name": ROOT_NAME, "first_name": "root", "last_name": "root"}
    )
    for group_id in (models.SYSTEM_GROUP, models.USER_GROUP, lab.id):
        models.GroupExperimenterMap.objects.get_or_create(group_id=group_id, experimenter=root)
    if given is not None and not root.check_password(given):
        root.set_password(given)
        root.save()
    if not is_new or given is not None:
        return None
    made_up = secrets.token_urlsafe(12)
    root.set_password(made_up)
    root.save()
    return made_up


def ensure_public(user_name: str) -> None:
    """The user whom visitors become: a member of the images' group, without a password."""
    if not models.Experimenter.objects.filter(user_name=user_name).exists():
        _make_public(user_name)


@transaction.atomic
def _make_public(user_name: str) -> None:
    lab = ensure_groups()
    public, is_new = models.Experimenter.objects.get_or_create(
        user_name=user_name, defaults={"first_name": "Public", "last_name": "user"}
    )
    if is_new:
        public.set_unusable_password()
        public.save()
        models.GroupExperimenterMap.objects.create(group=lab, experimenter=public)


def given_password(environ: Mapping[str, str]) -> str | None:
    """The administrator's password from the environment or the file that it names."""
    file = environ.get(PASSWORD_VARIABLE + "_FILE")
    text = environ.get(PASSWORD_VARIABLE)
    if not file:
        return text or None
    if text:
        raise ConfigurationError(
            f"{PASSWORD_VARIABLE} and {PASSWORD_VARIABLE}_FILE are both set: remove one"
        )
    try:
        content = Path(file).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ConfigurationError(
            f"{PASSWORD_VARIABLE}_FILE={file!r} cannot be read ({error.strerror})"
        ) from None
    if not content:
        raise ConfigurationError(f"{PASSWORD_VARIABLE}_FILE={file!r} is empty")
    return content
