"""Whose images they become and where they go, by the options of `omero import`."""

import argparse
from pathlib import Path

from omeroweb.errors import CommandError
from omeroweb.gateway.embedded import accounts, models
from omeroweb.gateway.embedded.importing.places import Places
from omeroweb.gateway.embedded.importing.writing import Destination
from omeroweb.gateway.embedded.registration.containers import Owner


def destination(options: argparse.Namespace) -> Destination:
    """Raises CommandError for a user, group or container that does not exist."""
    owner = owner_of(options.owner, options.group)
    places = Places(options.project, options.dataset, options.screen)
    return Destination(owner, places)


def of_shown(folder: Path) -> Destination:
    """For the folder that the server was told to show."""
    return Destination(owner_of(), Places(), served_folder=str(folder))


def owner_of(user_name: str | None = None, group_name: str | None = None) -> Owner:
    """The user and the group that imported images belong to, root and lab unless named."""
    lab = accounts.ensure_groups()
    user = models.Experimenter.objects.filter(
        **({"user_name": user_name} if user_name else {"id": accounts.ROOT_ID})
    ).first()
    if user is None:
        raise CommandError(f"--owner {user_name}: no such user")
    group = lab
    if group_name:
        group = models.ExperimenterGroup.objects.filter(name=group_name).first() or _no(group_name)
    if not models.GroupExperimenterMap.objects.filter(group=group, experimenter=user).exists():
        raise CommandError(
            f"{user.user_name} is not a member of the group {group.name}: expected the name of a "
            "member with --owner"
        )
    return Owner(user.id, group.id)


def _no(group_name: str) -> models.ExperimenterGroup:
    raise CommandError(f"--group {group_name}: no such group")
