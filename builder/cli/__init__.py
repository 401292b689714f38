"""`omero-builder`, also `python -m builder`: from environment variables to published images.

One module per command: `add_parser(commands)` adds its grammar, `run(options)` does it and returns
the exit code. What only one command needs, such as docker-py, is imported when it runs: the nginx
image renders without it.
"""

import argparse
import sys
from collections.abc import Mapping, Sequence
from types import ModuleType

from builder import errors
from builder.cli import audit, build, inspect, manifests, push, render, sbom, scan, sizes, tag
from omeroweb import __version__

# What shells report for a program that SIGINT ended.
INTERRUPTED = 130

COMMANDS: Mapping[str, ModuleType] = {
    "render": render,
    "build": build,
    "tag": tag,
    "push": push,
    "manifests": manifests,
    "inspect": inspect,
    "sbom": sbom,
    "scan": scan,
    "audit": audit,
    "sizes": sizes,
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. Returns the exit code; errors are one sentence on stderr."""
    options = parser().parse_args(arguments)
    try:
        code: int = COMMANDS[options.command].run(options)
        return code
    except tuple(errors.TABLE) as error:
        sentence, code = errors.row(error)
        print(f"omero-builder: {sentence}", file=sys.stderr)
        return code
    except KeyboardInterrupt:
        print("Cancelled", file=sys.stderr)
        return INTERRUPTED


def parser() -> argparse.ArgumentParser:
    """The grammar of the command line."""
    top = argparse.ArgumentParser(
        prog="omero-builder",
        description="From the CONFIG_* environment to files and container images.",
        epilog="`omero-builder COMMAND --help` tells more.",
    )
    top.add_argument("--version", action="version", version=f"omeroweb {__version__}")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for module in COMMANDS.values():
        module.add_parser(commands)
    return top
