"""`inspect`: what the images are made of, and what was built into them."""

import argparse
import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING

from builder.cli.grammar import TARGETS, Commands, add_images, add_tag

if TYPE_CHECKING:
    from builder.inspection import Inspection

WIDTH = 100


def add_parser(commands: Commands) -> None:
    """The grammar of `inspect`."""
    inspect = commands.add_parser(
        "inspect",
        help="sizes of layers, labels, and the settings that are built in",
        description="Show the size of each layer, the labels and the settings built into images.",
    )
    add_images(inspect)
    add_tag(inspect)
    inspect.add_argument("--json", action="store_true", help="for programs")


def run(options: argparse.Namespace) -> int:
    """Print what there is to say of each image."""
    from builder import engine, inspection
    from builder.images import IMAGES

    names = [f"{IMAGES[one]}:{options.tag}" for one in options.images or TARGETS]
    with engine.connect() as client:
        found = [inspection.inspect(client, engine.image(client, name), name) for name in names]
    if options.json:
        print(json.dumps([asdict(one) for one in found], indent=2))
    else:
        print("\n\n".join(map(text, found)))
    return 0


def text(found: "Inspection") -> str:
    """An inspection for a person to read."""
    lines = [
        f"{found.name}  {found.size / 1e6:.0f} MB  {found.platform}  {found.created}",
        f"  {found.id}",
        "  layers",
        *(f"    {layer.size / 1e6:8.1f} MB  {layer.made_by[:WIDTH]}" for layer in found.layers),
        "  labels",
        *_pairs(found.labels),
        "  settings built in; anything set elsewhere wins",
        *(_pairs(found.settings) or ["    none"]),
        "  settings of the image itself; the environment wins",
        *(_pairs(found.environment) or ["    none"]),
    ]
    return "\n".join(lines)


def _pairs(pairs: Mapping[str, str]) -> list[str]:
    return [f"    {name}={value}" for name, value in pairs.items()]
