"""`scan`: are the images behind Debian's archives, its security archive above all."""

import argparse
from typing import TYPE_CHECKING

from builder.cli.grammar import TARGETS, Commands, add_images, add_tag

if TYPE_CHECKING:
    from builder.updates import Update


def add_parser(commands: Commands) -> None:
    """The grammar of `scan`."""
    scan = commands.add_parser(
        "scan",
        help="name Debian packages in the images for which there are updates",
        description="Ask Debian's archives which packages of the images are behind. Exits with 1 "
        "where one of them is a security update. Python packages: audit.",
    )
    add_images(scan)
    add_tag(scan)


def run(options: argparse.Namespace) -> int:
    """Print the updates; 1 where one of them is for security."""
    from builder import engine
    from builder.images import IMAGES
    from builder.updates import updates

    urgent = 0
    with engine.connect() as client:
        for one in options.images or TARGETS:
            name = f"{IMAGES[one]}:{options.tag}"
            urgent += _report(name, updates(client, str(engine.image(client, name).id)))
    if urgent:
        print("build them anew with --no-cache, on a base image that is up to date")
    return 1 if urgent else 0


def _report(name: str, found: "list[Update]") -> int:
    """Print the updates of one image; returns how many are for security."""
    for update in found:
        kind = "security update" if update.is_security else "update"
        print(f"{name}: {update.name} {update.old} -> {update.new} ({kind})")
    urgent = sum(update.is_security for update in found)
    print(f"{name}: {len(found)} updates, {urgent} of them for security")
    return urgent
