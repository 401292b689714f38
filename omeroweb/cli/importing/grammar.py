"""The options of `omero import`."""

import argparse
from pathlib import Path

from omeroweb.config.parsers import whole_number


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    importer = commands.add_parser(
        "import",
        help="register images in the store; the files stay where they are",
        description="Register image files and folders of them. Sub-folders become Projects and "
        "Datasets unless an option names them. Files are used in place and never changed; what is "
        "in the store already is not read again. Exits with 1 when a file could not be imported; "
        "the others are.",
    )
    importer.add_argument(
        "paths",
        nargs="+",
        metavar="PATH",
        help="file, folder, or the http://, https:// or s3:// address of one image",
    )
    where = importer.add_argument_group(
        "where images go", "A name, made where there is none, or id:NUMBER of one that exists."
    )
    where.add_argument("--project", metavar="P", help="Project of all images")
    where.add_argument("--dataset", metavar="D", help="Dataset of all images")
    where.add_argument("--screen", metavar="S", help="Screen of all plates")
    where.add_argument("--group", metavar="G", help="group of the images (default: lab)")
    where.add_argument("--owner", metavar="U", help="user whose images they become (default: root)")
    importer.add_argument(
        "--watch", action="store_true", help="go on until stopped, and import what is new"
    )
    importer.add_argument(
        "--dry-run",
        action="store_true",
        help="read everything, say what would go where, keep nothing",
    )
    importer.add_argument(
        "--restore",
        action="store_true",
        help="import also what somebody deleted from the store",
    )
    importer.add_argument(
        "--workers",
        type=_workers,
        metavar="N",
        help="processes that read (omero.web.import.workers)",
    )
    importer.add_argument(
        "--no-pyramids",
        action="store_true",
        help="leave the pyramids of large images to `omero pyramids`",
    )
    importer.add_argument(
        "--report", type=Path, metavar="FILE", help="write what became of each file, as JSON"
    )


def _workers(text: str) -> int:
    try:
        return whole_number(1)(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r}: {error}") from None
