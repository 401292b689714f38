"""`sizes`: the table of the images' sizes, printed or written into a page."""

import argparse
from pathlib import Path

from builder.cli.grammar import TARGETS, Commands, add_tag


def add_parser(commands: Commands) -> None:
    """The grammar of `sizes`."""
    sizes = commands.add_parser(
        "sizes", help="write the table of the images' sizes for the documentation"
    )
    add_tag(sizes)
    sizes.add_argument(
        "--write",
        nargs="+",
        type=Path,
        default=[],
        metavar="PAGE",
        help="put it into these pages, between its two marks; stdout when not given",
    )


def run(options: argparse.Namespace) -> int:
    """Print the table, or write it."""
    from builder import engine, inspection, size_table
    from builder.images import IMAGES

    with engine.connect() as client:
        found = {
            f"`{IMAGES[one]}`": inspection.layers(
                engine.image(client, f"{IMAGES[one]}:{options.tag}")
            )
            for one in TARGETS
        }
    text = size_table.table(found)
    for page in options.write:
        size_table.write(page, text)
    if not options.write:
        print(text, end="")
    return 0
