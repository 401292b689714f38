"""`build`: build the container images."""

import argparse

from builder.cli.grammar import Commands
from omeroweb import __version__

TARGETS = ("web", "nginx")


def add_parser(commands: Commands) -> None:
    """The grammar of `build`."""
    build = commands.add_parser("build", help="build the container images")
    build.add_argument(
        "images",
        nargs="*",
        type=target,
        metavar="IMAGE",
        help="web or nginx; both when none is named",
    )
    build.add_argument("--tag", default="latest", help="tag of the images (%(default)s)")
    build.add_argument("--base", metavar="IMAGE", help="the Debian image to build on")


def target(text: str) -> str:
    """An argument that names an image; `choices` would refuse that none is named."""
    if text not in TARGETS:
        raise argparse.ArgumentTypeError(f"no image {text!r}: expected one of {', '.join(TARGETS)}")
    return text


def run(options: argparse.Namespace) -> int:
    """Build the images and print their names."""
    from builder.images import build

    arguments = {"VERSION": __version__}
    if options.base:
        arguments["BASE"] = options.base
    for name in build(options.images or TARGETS, tag=options.tag, arguments=arguments):
        print(name)
    return 0
