"""`sbom`: list what is inside of the images, as CycloneDX."""

import argparse
import sys
from pathlib import Path

from builder.cli.grammar import TARGETS, Commands, add_images, add_tag


def add_parser(commands: Commands) -> None:
    """The grammar of `sbom`."""
    sbom = commands.add_parser(
        "sbom",
        help="list the Debian and Python packages in the images, as CycloneDX",
        description="Write a CycloneDX 1.6 list (JSON) of the Debian and Python packages in each "
        "image.",
    )
    add_images(sbom)
    add_tag(sbom)
    sbom.add_argument(
        "--output",
        type=Path,
        metavar="FOLDER",
        help="write FOLDER/web.cdx.json and FOLDER/nginx.cdx.json; stdout when not given",
    )


def run(options: argparse.Namespace) -> int:
    """Write one list for each image."""
    from builder import engine
    from builder.images import IMAGES
    from builder.sbom import sbom

    with engine.connect() as client:
        for one in options.images or TARGETS:
            name = f"{IMAGES[one]}:{options.tag}"
            _write(sbom(client, engine.image(client, name), name), one, options.output)
    return 0


def _write(text: str, target: str, folder: Path | None) -> None:
    if folder is None:
        sys.stdout.write(text)
        return
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{target}.cdx.json"
    file.write_text(text, encoding="utf-8")
    print(file)
