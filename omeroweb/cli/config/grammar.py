"""The options of `omero config` and `omero load`."""

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
        epilog="docs/settings.md lists the properties, docs/command.md tells more.",
    )
    config.add_argument(
        "--source",
        type=Path,
        metavar="FILE",
        help="another config.xml than $OMERODIR/etc/grid/config.xml; it must exist",
    )
    config.set_defaults(print_help=config.print_help)
    actions = config.add_subparsers(dest="action", metavar="ACTION")
    _add_reading(actions)
    _add_setting(actions)
    _add_lists(actions)
    _add_profiles(actions)
    _add_files(actions)
    _add_checking(actions)
    _add_parse(actions)


def add_load(commands: "Actions") -> None:
    """Add `load` to the command line."""
    load = commands.add_parser(
        "load",
        help="run the lines of files as commands",
        description="Run lines such as `config set -- KEY VALUE` as commands, without the word "
        "omero in front; # begins a comment line. Reads stdin where no file is named. The first "
        "line that fails ends it with its exit code.",
        epilog="omero load --glob '/opt/omero/web/config/*.omero'",
    )
    _add_input(load)
    load.add_argument(
        "-k", "--keep-going", action="store_true", help="go on behind a line that fails"
    )


def _add(actions: "Actions", name: str, text: str, epilog: str = "") -> argparse.ArgumentParser:
    """An action: its help is its description, too."""
    description = text[0].upper() + text[1:] + "."
    return actions.add_parser(name, help=text, description=description, epilog=epilog)


def _add_input(action: argparse.ArgumentParser) -> None:
    action.add_argument("files", nargs="*", metavar="FILE", help="file to read; - for stdin")
    action.add_argument(
        "-g", "--glob", action="store_true", help="FILE is a pattern; its files are taken by name"
    )


def _add_reading(actions: "Actions") -> None:
    for name, text in (
        ("get", "print what is set: the value of one KEY, KEY=VALUE lines of several or of all"),
        ("list", "the old name of get"),
    ):
        get = _add(actions, name, text, "Secrets are printed as ******** unless asked for.")
        get.add_argument("keys", nargs="*", metavar="KEY")
        get.add_argument(
            "--resolved",
            action="store_true",
            help="what all sources and the defaults give together, not config.xml alone",
        )
        choice = get.add_mutually_exclusive_group()
        choice.add_argument(
            "--show-password", action="store_true", help="print secrets as they are"
        )
        choice.add_argument("--hide-password", action="store_true", help=argparse.SUPPRESS)
    _add(actions, "keys", "print the names of what is set")
    _add(actions, "path", "print the name of the file")
    _add(actions, "version", "print the version of the file's shape")


def _add_setting(actions: "Actions") -> None:
    setter = _add(
        actions,
        "set",
        "set a property; without a value, unset it",
        "A value that begins with - comes behind --: "
        "omero config set -- omero.web.wsgi_args '--log-level debug'",
    )
    setter.add_argument("key", metavar="KEY")
    value = setter.add_mutually_exclusive_group()
    value.add_argument("value", nargs="?", metavar="VALUE")
    value.add_argument(
        "-f", "--file", metavar="FILE", help="file that holds the value; - for stdin"
    )
    _add_report(setter)


def _add_lists(actions: "Actions") -> None:
    append = _add(
        actions,
        "append",
        "add an element to a property that is a JSON list; an unset one begins with its default",
        "A string keeps its quotes: omero config append --set omero.web.apps '\"omero_figure\"'",
    )
    append.add_argument(
        "--set", dest="only_once", action="store_true", help="not where it is there already"
    )
    remove = _add(
        actions,
        "remove",
        "take an element out of a property that is a JSON list",
        "A string keeps its quotes: omero config remove omero.web.apps '\"omero_figure\"'",
    )
    for action in (append, remove):
        action.add_argument("key", metavar="KEY")
        action.add_argument("value", metavar="VALUE", help="JSON")
        _add_report(action)


def _add_report(action: argparse.ArgumentParser) -> None:
    action.add_argument("--report", action="store_true", help="say what was changed")


def _add_profiles(actions: "Actions") -> None:
    define = _add(
        actions,
        "def",
        "print the active profile, or make another one active",
        "OMERO_CONFIG=NAME chooses a profile for one command.",
    )
    define.add_argument("profile", nargs="?", metavar="NAME", help="made where there is none")
    _add(actions, "all", "list the profiles")
    drop = _add(
        actions, "drop", "remove a profile; where it is the active one, default becomes active"
    )
    drop.add_argument("profile", metavar="NAME")


def _add_files(actions: "Actions") -> None:
    load = _add(
        actions,
        "load",
        "set what files say, all of it or nothing: KEY=VALUE lines, or lines such as "
        "`config set KEY VALUE`",
        "Reads stdin where no file is named. omero config load --glob '/etc/omero/*.omero'",
    )
    _add_input(load)
    load.add_argument("-q", action="store_true", dest="quiet", help="let new values replace old")
    _add(actions, "edit", "edit all properties in $VISUAL, $EDITOR or vi")
    _add(actions, "lock", "keep others from changing the file until Enter is pressed")


def _add_checking(actions: "Actions") -> None:
    _add(
        actions,
        "check",
        "check what all sources say; names everything that is wrong at once and exits with 1",
        "omero config --source /tmp/config.xml check tells whether a file can be copied over.",
    )
    _add(actions, "old", "list what is set under an old name or has no effect")


def _add_parse(actions: "Actions") -> None:
    parse = _add(actions, "parse", "print all properties that there are")
    parse.add_argument("-f", "--file", type=Path, metavar="FILE", help="print a file's instead")
    parse.add_argument("--no-web", action="store_true", help="leave out omero.web.*")
    form = parse.add_mutually_exclusive_group()
    form.add_argument(
        "--defaults", action="store_true", help="KEY=VALUE lines; so it is where nothing is said"
    )
    form.add_argument("--rst", action="store_true", help="reStructuredText")
    form.add_argument("--keys", action="store_true", help="names by group")
    form.add_argument("--headers", action="store_true", help="groups and how many they hold")
