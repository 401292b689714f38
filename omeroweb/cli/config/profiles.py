"""`omero config def`, `all` and `drop`: the profiles of a config.xml."""

import os
from argparse import Namespace
from pathlib import Path

from omeroweb.config import config_xml
from omeroweb.errors import CommandError


def define(options: Namespace, file: Path) -> int:
    """Print the active profile, or make another one active."""
    if options.profile is None:
        print(config_xml.read(file, os.environ).active)
        return 0
    # Not the one that OMERO_CONFIG chooses for this time.
    with config_xml.changed(file, {}) as profiles:
        profiles.activate(options.profile)
    return 0


def list_all(_: Namespace, file: Path) -> int:
    for name in sorted(config_xml.read(file, {}).by_name):
        print(name)
    return 0


def drop(options: Namespace, file: Path) -> int:
    """Remove a profile. Raises CommandError for the active one and for one that is not there."""
    with config_xml.changed(file, {}) as profiles:
        name = options.profile
        if name not in profiles.by_name:
            known = ", ".join(sorted(profiles.by_name))
            raise CommandError(f"Unknown configuration: {name}; expected one of {known}")
        if name == profiles.active:
            raise CommandError(
                f"{name} is the active profile: make another one active, `omero config def OTHER`"
            )
        del profiles.by_name[name]
    return 0
