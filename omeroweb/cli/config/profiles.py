"""`omero config def`, `all` and `drop`: the profiles of a config.xml."""

import os
import sys
from argparse import Namespace
from pathlib import Path

from omeroweb.cli.config.output import say
from omeroweb.config import config_xml
from omeroweb.errors import CommandError


def define(options: Namespace, file: Path) -> int:
    """Print the active profile, or make another one active."""
    if options.profile is None:
        say(config_xml.read(file, os.environ).active)
        return 0
    # Not the one that OMERO_CONFIG chooses for this time.
    with config_xml.changed(file, {}) as profiles:
        profiles.activate(options.profile)
    return 0


def list_all(_: Namespace, file: Path) -> int:
    for name in sorted(config_xml.read(file, {}).by_name):
        say(name)
    return 0


def drop(options: Namespace, file: Path) -> int:
    """Remove a profile. Where it is the active one, the profile "default" is active from then on.

    Raises CommandError for a profile that is not there.
    """
    with config_xml.changed(file, {}) as profiles:
        name = options.profile
        if name not in profiles.by_name:
            known = ", ".join(sorted(profiles.by_name))
            raise CommandError(f"Unknown configuration: {name}; expected one of {known}")
        del profiles.by_name[name]
        if name == profiles.active:
            profiles.activate(config_xml.DEFAULT_PROFILE)
            print(f"omero: {profiles.active} is the active profile now", file=sys.stderr)
    return 0
