"""Running `omero user` and `omero group`."""

import sys
from argparse import Namespace

from omeroweb.cli.announce import say_root_password
from omeroweb.cli.people import groups, users
from omeroweb.cli.store import prepare

ACTIONS = {"user": users.ACTIONS, "group": groups.ACTIONS}


def run(options: Namespace) -> int:
    """Run one action. stdout belongs to what it prints: a password made up now is on stderr."""
    say_root_password(prepare(is_site=False), sys.stderr)
    ACTIONS[options.command][options.action](options)
    return 0
