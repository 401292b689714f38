"""The options of `omero user` and `omero group`."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    # The class has a public interface and no public name.
    Actions: TypeAlias = argparse._SubParsersAction[argparse.ArgumentParser]

KINDS = ("private", "read-only", "read-annotate", "read-write")

# Options that say something of a user, by column.
SAID = {
    "first_name": "--first-name",
    "middle_name": "--middle-name",
    "last_name": "--last-name",
    "email": "--email",
    "institution": "--institution",
}


def add(commands: "Actions") -> None:
    """Add `user` and `group` and their actions to the command line."""
    user = commands.add_parser("user", help="add, list, change and remove users")
    _add_user(user.add_subparsers(dest="action", metavar="ACTION", required=True))
    group = commands.add_parser("group", help="add, list, change and remove groups; members")
    _add_group(group.add_subparsers(dest="action", metavar="ACTION", required=True))


def _add_user(actions: "Actions") -> None:
    add = actions.add_parser(
        "add",
        help="add a user",
        description="Add a user. The password is asked for on a terminal.",
    )
    add.add_argument("name", metavar="NAME")
    add.add_argument(
        *("--group", "-g"),
        action="append",
        required=True,
        metavar="GROUP",
        help="a group to be in; the first one is where new objects go",
    )
    _add_said(add)
    add.add_argument("--admin", action="store_true", help="an administrator")
    _add_password(add)
    listed = actions.add_parser("list", help="list users and their groups (* leads the group)")
    listed.add_argument("--group", "-g", metavar="GROUP", help="only members of a group")
    listed.add_argument("--json", action="store_true", help="as JSON")
    change = actions.add_parser("set", help="change a user")
    change.add_argument("name", metavar="NAME")
    change.add_argument("--name", dest="new_name", metavar="NEW", help="another name to log in")
    _add_said(change)
    change.add_argument("--default-group", metavar="GROUP", help="where new objects go")
    change.add_argument(
        "--admin", action=argparse.BooleanOptionalAction, help="whether an administrator"
    )
    state = change.add_mutually_exclusive_group()
    state.add_argument(
        "--active", dest="active", action="store_const", const=True, help="may log in"
    )
    state.add_argument(
        "--inactive", dest="active", action="store_const", const=False, help="may not log in"
    )
    password = actions.add_parser("password", help="set a password; it is asked for on a terminal")
    password.add_argument("name", metavar="NAME")
    _add_password(password)
    remove = actions.add_parser("remove", help="remove a user who owns nothing")
    remove.add_argument("name", metavar="NAME")


def _add_group(actions: "Actions") -> None:
    add = actions.add_parser("add", help="add a group")
    add.add_argument("name", metavar="NAME")
    add.add_argument(
        "--permissions",
        choices=KINDS,
        default="read-only",
        help="what members may do with what others own (%(default)s)",
    )
    add.add_argument("--description", default="", metavar="TEXT")
    listed = actions.add_parser("list", help="list groups")
    listed.add_argument("--json", action="store_true", help="as JSON")
    change = actions.add_parser("set", help="change a group")
    change.add_argument("name", metavar="NAME")
    change.add_argument("--name", dest="new_name", metavar="NEW", help="another name")
    change.add_argument("--permissions", choices=KINDS)
    change.add_argument("--description", metavar="TEXT")
    members = actions.add_parser("members", help="list members, or change who is one")
    members.add_argument("name", metavar="NAME")
    for option, text in (
        ("--add", "make a user a member"),
        ("--remove", "make a user no member"),
        ("--owner", "let a user lead the group"),
        ("--no-owner", "let a member lead no more"),
    ):
        members.add_argument(option, action="append", default=[], metavar="USER", help=text)
    members.add_argument("--json", action="store_true", help="as JSON")
    remove = actions.add_parser("remove", help="remove a group that holds nothing")
    remove.add_argument("name", metavar="NAME")


def _add_said(parser: argparse.ArgumentParser) -> None:
    for option in SAID.values():
        parser.add_argument(option, metavar="TEXT")


def _add_password(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--password-file",
        type=Path,
        metavar="FILE",
        help="read the password from the first line of a file, - for stdin",
    )
