"""The options of `omero config`."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    # The class has a public interface and no public name.
    Actions: TypeAlias = argparse._SubParsersAction[argparse.ArgumentParser]


def add(commands: "Actions") -> None:
    """Add `config` and its actions to the command line."""
    config = commands.add_parser(
        "config",
        help="read, change and check the settings",
        description="Read and change the properties in config.xml, and check what all sources "
        "together say: config.xml, *.omero files, the environment.",
        epilog="docs/settings.md lists the properties, docs/command.md tells more. "
        "A value that begins with - is given behind --: omero config set KEY -- '--reload'",
    )
    config.add_argument(
        "--source",
        type=Path,
        metavar="FILE",
        help="another config.xml than $OMERODIR/etc/grid/config.xml; it must exist",
    )
    actions = config.add_subparsers(dest="action", metavar="ACTION", required=True)
    _add_reading(actions)
    _add_changing(actions)
    _add_profiles(actions)
    _add_files(actions)
    _add_checking(actions)


def add_load(commands: "Actions") -> None:
    """Add `load` to the command line."""
    load = commands.add_parser(
        "load",
        help="run the lines of files as commands",
        description="Run lines such as `config set -- KEY VALUE` as commands, without the word "
        "omero in front; # begins a comment line. Reads stdin where no file is named.",
    )
    load.add_argument("files", nargs="*", metavar="FILE")
    load.add_argument(
        "-g", "--glob", action="store_true", help="FILE is a pattern; its files are taken by name"
    )
    load.add_argument(
        "-k", "--keep-going", action="store_true", help="go on behind a line that fails"
    )


def _add_reading(actions: "Actions") -> None:
    for name, text in (
        ("get", "print values: of one key, of several, or all that are set"),
        ("list", "the old name of get"),
    ):
        get = actions.add_parser(name, help=text)
        get.add_argument("keys", nargs="*", metavar="KEY")
        shown = get.add_mutually_exclusive_group()
        shown.add_argument(
            "--show-password", action="store_true", help="print secrets instead of ********"
        )
        shown.add_argument("--hide-password", action="store_true", help=argparse.SUPPRESS)
    actions.add_parser("keys", help="print the names of what is set")
    actions.add_parser("path", help="print the name of the file")
    actions.add_parser("version", help="print the version of the file's shape")


def _add_changing(actions: "Actions") -> None:
    setter = actions.add_parser("set", help="set a property; without a value, unset it")
    setter.add_argument("key", metavar="KEY")
    value = setter.add_mutually_exclusive_group()
    value.add_argument("value", nargs="?", metavar="VALUE")
    value.add_argument(
        "-f", "--file", type=Path, metavar="FILE", help="file that holds the value; - for stdin"
    )
    append = actions.add_parser(
        "append",
        help="add an element to a property that is a JSON list",
        epilog="A string keeps its quotes: omero config append omero.web.apps '\"omero_figure\"'",
    )
    append.add_argument(
        "--set", dest="only_once", action="store_true", help="not where it is there already"
    )
    remove = actions.add_parser("remove", help="take an element out of a JSON list")
    for changing in (append, remove):
        changing.add_argument("key", metavar="KEY")
        changing.add_argument("value", metavar="VALUE", help="JSON")
    for changing in (setter, append, remove):
        changing.add_argument("--report", action="store_true", help="say what was changed")


def _add_profiles(actions: "Actions") -> None:
    define = actions.add_parser("def", help="print the active profile, or make another one active")
    define.add_argument("profile", nargs="?", metavar="NAME")
    actions.add_parser("all", help="list the profiles")
    drop = actions.add_parser("drop", help="remove a profile that is not active")
    drop.add_argument("profile", metavar="NAME")


def _add_files(actions: "Actions") -> None:
    load = actions.add_parser(
        "load",
        help="set what files of settings say",
        description="Set what files say, all of it or nothing: KEY=VALUE lines, or lines such as "
        "`config set KEY VALUE`. Reads stdin where no file is named.",
    )
    load.add_argument("files", nargs="*", metavar="FILE")
    load.add_argument("-q", "--quiet", action="store_true", help="let new values replace old ones")
    load.add_argument(
        "-g", "--glob", action="store_true", help="FILE is a pattern; its files are taken by name"
    )
    actions.add_parser("edit", help="edit all properties in $VISUAL, $EDITOR or vi")
    actions.add_parser("lock", help="keep others from changing the file until Enter is pressed")


def _add_checking(actions: "Actions") -> None:
    actions.add_parser(
        "check", help="check everything that is set; exits with 1 and names all that is wrong"
    )
    actions.add_parser("old", help="list what is set under an old name or has no effect")
    parse = actions.add_parser("parse", help="print all properties that there are")
    parse.add_argument("-f", "--file", type=Path, metavar="FILE", help="print a file's instead")
    parse.add_argument("--no-web", action="store_true", help="leave out omero.web.*")
    form = parse.add_mutually_exclusive_group()
    form.add_argument("--defaults", action="store_true", help="KEY=VALUE lines (what it does)")
    form.add_argument("--rst", action="store_true", help="reStructuredText")
    form.add_argument("--keys", action="store_true", help="names by group")
    form.add_argument("--headers", action="store_true", help="groups and how many they hold")
