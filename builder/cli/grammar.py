"""What the commands' grammars share."""

import argparse
import os
from pathlib import Path
from typing import TypeAlias

from omeroweb import __version__

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
# What add_argument belongs to, a parser or a group of one.
Grammar: TypeAlias = "argparse._ActionsContainer"
REPOSITORY = "omeroweb"
DIGESTS = Path("digests.json")
TARGETS = ("web", "nginx")


def add_place(grammar: Grammar) -> None:
    """The options that say what is published where; each has a variable for its default."""
    for name, default, text in (
        ("registry", "", "host of the registry, e.g. registry.example.org:5000"),
        ("repository", REPOSITORY, "names of the images begin with it (%(default)s)"),
        ("version", __version__, "the version: 1.2.3 gets the tags 1.2.3, 1.2, 1 and latest"),
    ):
        variable = name.upper()
        grammar.add_argument(
            f"--{name}",
            default=os.environ.get(variable) or default,
            metavar=variable,
            help=f"{text}; also {variable}=",
        )


def add_digests(grammar: Grammar) -> None:
    """The option that says where digests are written."""
    grammar.add_argument(
        "--digests",
        type=Path,
        default=DIGESTS,
        metavar="FILE",
        help="write what was published as JSON (%(default)s)",
    )


def add_images(grammar: Grammar) -> None:
    """The arguments that name images."""
    grammar.add_argument(
        "images",
        nargs="*",
        type=target,
        metavar="IMAGE",
        help="web or nginx; both when none is named",
    )


def target(text: str) -> str:
    """An argument that names an image; `choices` would refuse that none is named."""
    if text not in TARGETS:
        raise argparse.ArgumentTypeError(f"no image {text!r}: expected one of {', '.join(TARGETS)}")
    return text


def add_tag(grammar: Grammar) -> None:
    """The option that says which build of the images."""
    grammar.add_argument(
        "--tag", default="latest", metavar="TAG", help="tag of the images (%(default)s)"
    )
