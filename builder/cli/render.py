"""`render`: write the files that follow from the current environment, or check a folder of them."""

import argparse
import os
import sys
from pathlib import Path

from builder import baked, files
from builder.cli.grammar import Commands
from builder.errors import BuilderError

CORES = 2


def add_parser(commands: Commands) -> None:
    """The grammar of `render`."""
    render = commands.add_parser(
        "render",
        help="write the files that follow from the CONFIG_* environment",
        description="Write nginx.conf and gunicorn.conf.py as the images have them, and "
        "site.omero, the settings that `build` bakes in. The same environment gives the same "
        "bytes on every machine.",
    )
    where = render.add_mutually_exclusive_group()
    where.add_argument(
        "--output", type=Path, metavar="FOLDER", help="where to write them; stdout when not given"
    )
    where.add_argument(
        "--check",
        type=Path,
        metavar="FOLDER",
        help="write nothing; exit with 1 where a file of FOLDER is missing or out of date",
    )
    render.add_argument(
        "--cores",
        type=int,
        default=CORES,
        metavar="N",
        help="cores to count on (%(default)s); containers count their own when they start",
    )
    render.add_argument(
        "--run",
        type=Path,
        default=files.RUN,
        metavar="FOLDER",
        help="where NGINX keeps its temporary files (%(default)s)",
    )


def run(options: argparse.Namespace) -> int:
    """Write the files, print them, or compare them; a folder that is old is a BuilderError."""
    texts = files.rendered(os.environ, cores=options.cores, run=options.run)
    note = baked.note(baked.given(files.of_the_environment(os.environ))[1])
    if note:
        print(f"omero-builder: {note}", file=sys.stderr)
    if options.check is not None:
        _check(options.check, texts)
    elif options.output is None:
        for name, text in texts.items():
            print(f"# --- {name}\n{text}")
    else:
        _write(options.output, texts)
    return 0


def _check(folder: Path, texts: dict[str, str]) -> None:
    found = list(files.differences(folder, texts))
    if found:
        raise BuilderError(
            "\n".join(found) + f"\nrender them anew: omero-builder render --output {folder}"
        )
    print(f"{folder} is up to date")


def _write(folder: Path, texts: dict[str, str]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
