"""The options of `omero pyramids`."""

import argparse


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    pyramids = commands.add_parser(
        "pyramids",
        help="make the pyramids of large images whose files have none",
        description="Make the pyramids that are missing, of images larger than "
        "omero.pixeldata.max_plane_width x max_plane_height whose files have none. Images can be "
        "looked at meanwhile. It can be interrupted at any time and goes on where it was. "
        "`omero import` and `omero serve` do this, too.",
    )
    pyramids.add_argument(
        "--workers", type=_count, metavar="N", help="threads; as many as cores when not given"
    )
    pyramids.add_argument(
        "--status", action="store_true", help="say how far each pyramid is, and make none"
    )


def _count(text: str) -> int:
    number = int(text) if text.isdigit() else 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text!r}: expected a whole number above 0")
    return number
