"""`omero`: the options of all commands, and errors as one sentence and an exit code.

Nothing here imports Django or an image library: help answers at once.
"""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from functools import cache
from importlib import import_module
from pathlib import Path

from omeroweb import __version__
from omeroweb.cli.backup import grammar as backup_grammar
from omeroweb.cli.config import grammar as config_grammar
from omeroweb.cli.importing import grammar as import_grammar
from omeroweb.cli.people import grammar as people_grammar
from omeroweb.cli.pyramids import grammar as pyramids_grammar
from omeroweb.cli.web import grammar as web_grammar
from omeroweb.errors import OmeroError, exit_code

# Where the commands are, each a function run(options); imported when one is called.
RUN_BY = {
    "backup": "omeroweb.cli.backup.command",
    "restore": "omeroweb.cli.backup.command",
    "import": "omeroweb.cli.importing.command",
    "pyramids": "omeroweb.cli.pyramids.command",
    "user": "omeroweb.cli.people.command",
    "group": "omeroweb.cli.people.command",
    "config": "omeroweb.cli.config.actions",
    "load": "omeroweb.cli.load",
    "web": "omeroweb.cli.web.actions",
}

# What shells report for a program that SIGINT ended.
INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. Returns the exit code; errors are one sentence on stderr."""
    options = parser().parse_args(arguments)
    try:
        return _run(options)
    except OmeroError as error:
        print(f"omero: {error}", file=sys.stderr)
        return exit_code(error)
    except KeyboardInterrupt:
        print("Cancelled", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has gone; there is nobody left to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


@cache
def parser() -> argparse.ArgumentParser:
    """The grammar of the command line; made once, for `omero load` runs many commands."""
    top = argparse.ArgumentParser(
        prog="omero",
        description="OMERO.web that starts with one command.",
        epilog="State lives under $OMERODIR (./var). `omero COMMAND --help` tells more.",
    )
    top.add_argument("--version", action="version", version=f"omeroweb {__version__}")
    commands = top.add_subparsers(dest="command", metavar="COMMAND", required=True)
    _add_serve(commands)
    import_grammar.add(commands)
    pyramids_grammar.add(commands)
    people_grammar.add(commands)
    backup_grammar.add(commands)
    web_grammar.add(commands)
    config_grammar.add(commands)
    config_grammar.add_load(commands)
    return top


def _add_serve(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    serve = commands.add_parser(
        "serve",
        help="show a folder of images: prepare the store, import, and run the server",
        description="Prepare the store, import the images of a folder (or write and import "
        "sample images), and run the server in the foreground.",
    )
    serve.add_argument("--images", type=Path, metavar="FOLDER", help="folder to show")
    serve.add_argument("--host", help="address to listen on (omero.web.application_server.host)")
    serve.add_argument("--port", help="port to listen on (omero.web.application_server.port)")
    serve.add_argument(
        "--private", action="store_true", help="ask every visitor to log in before they look"
    )
    serve.add_argument(
        "--background-import",
        action="store_true",
        help="serve at once and import meanwhile; an empty FOLDER shows the sample images",
    )


def _run(options: argparse.Namespace) -> int:
    if options.command == "serve":
        from omeroweb.cli.serve import serve

        return serve(
            images=options.images,
            host=options.host,
            port=options.port,
            is_private=options.private,
            in_background=options.background_import,
        )
    run: Callable[[argparse.Namespace], int] = import_module(RUN_BY[options.command]).run
    return run(options)


if __name__ == "__main__":
    sys.exit(main())
