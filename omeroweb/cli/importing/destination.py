"""Whose images they become and where they go, by the options of `omero import`."""

import argparse
from pathlib import Path

from omeroweb.errors import CommandError
from omeroweb.gateway.embedded import accounts, models
from omeroweb.gateway.embedded.importing.places import Places, Wanted
from omeroweb.gateway.embedded.importing.writing import Destination
from omeroweb.gateway.embedded.registration.containers import Owner

BY_ID = "id:"


def destination(options: argparse.Namespace) -> Destination:
    """Raises CommandError for a user, group or container that does not exist."""
    if options.project and options.dataset and options.dataset.startswith(BY_ID):
        raise CommandError(
            f"--dataset {options.dataset}: a Dataset that exists is in its Projects already; leave "
            "out --project"
        )
    owner = owner_of(options.owner, options.group)
    places = Places(
        _wanted("--project", options.project, models.Project),
        _wanted("--dataset", options.dataset, models.Dataset),
        _wanted("--screen", options.screen, models.Screen),
    )
    return Destination(owner, places)


def of_shown(folder: Path) -> Destination:
    """For the folder that the server was told to show."""
    return Destination(owner_of(), Places(), served_folder=str(folder))


def owner_of(user_name: str | None = None, group_name: str | None = None) -> Owner:
    """The user and the group that imported images belong to, root and lab unless named."""
    group = accounts.ensure_groups()
    if group_name:
        named = models.ExperimenterGroup.objects.filter(name=group_name).first()
        if named is None:
            raise CommandError(f"--group {group_name}: no such group")
        group = named
    user = models.Experimenter.objects.filter(
        **({"user_name": user_name} if user_name else {"id": accounts.ROOT_ID})
    ).first()
    if user is None:
        raise CommandError(f"--owner {user_name}: no such user")
    if not models.GroupExperimenterMap.objects.filter(group=group, experimenter=user).exists():
        raise CommandError(
            f"--owner {user.user_name}: not a member of the group {group.name}; name a member, or "
            "another group with --group"
        )
    return Owner(user.id, group.id)


def _wanted(option: str, text: str | None, model: type[models.Named]) -> Wanted | None:
    if text is None:
        return None
    if not text.startswith(BY_ID):
        return Wanted(text)
    number = text.removeprefix(BY_ID)
    if not number.isdecimal():
        raise CommandError(f"{option} {text}: expected a name or id:NUMBER")
    name = model._default_manager.filter(pk=int(number)).values_list("name", flat=True).first()
    if name is None:
        raise CommandError(f"{option} {text}: no such {model.__name__}")
    return Wanted(name, int(number))
