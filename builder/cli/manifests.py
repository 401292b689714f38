"""`manifests`: write ready files for Compose, Swarm or Kubernetes."""

import argparse
import difflib
import os
import sys
from pathlib import Path

from builder.cli.grammar import Commands
from builder.manifests import KINDS, deployment, manifests


def add_parser(commands: Commands) -> None:
    """The grammar of `manifests`."""
    parser = commands.add_parser(
        "manifests",
        help="write ready files for Compose, Swarm or Kubernetes",
        description="Write ready files from the environment: the CONFIG_* variables that the "
        "images read, and REGISTRY, VERSION, IMAGES and others that docs/manifests.md lists. No "
        "file holds a secret; each says what has to be there before it is used.",
    )
    parser.add_argument("kind", choices=KINDS, metavar="KIND", help=", ".join(KINDS))
    parser.add_argument(
        "--output", type=Path, metavar="FOLDER", help="where to write them; stdout when not given"
    )
    parser.add_argument(
        "--check",
        action="store_true",
        help="write nothing; exit with 1 and the differences where FOLDER is not up to date",
    )


def run(options: argparse.Namespace) -> int:
    """Write the files, print them, or compare them with those of a folder."""
    made = deployment(options.kind, os.environ)
    for note in made.notes:
        print(note, file=sys.stderr)
    files = manifests(made)
    if options.check:
        return _check(files, options.output or Path())
    if options.output:
        _write(files, options.output)
    else:
        _print(files)
    return 0


def _write(files: dict[str, str], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
        print(folder / name)


def _print(files: dict[str, str]) -> None:
    """One stream: what `kubectl apply -f -` and `docker compose -f -` read."""
    for name, text in files.items():
        if name == "kustomization.yaml":
            continue  # it names files, and is no object of the cluster
        print(f"{'---' if name.endswith('.yaml') else '# ---'}  # {name}" if len(files) > 1 else "")
        print(text, end="")


def _check(files: dict[str, str], folder: Path) -> int:
    """0 where the folder has these files as they are; else the differences are shown."""
    status = 0
    for name, text in files.items():
        file = folder / name
        kept = file.read_text(encoding="utf-8") if file.exists() else ""
        if kept != text:
            status = 1
            sys.stdout.writelines(
                difflib.unified_diff(
                    kept.splitlines(keepends=True),
                    text.splitlines(keepends=True),
                    str(file),
                    f"{name} of now",
                )
            )
    if status:
        print(f"{folder}: not up to date; write it with --output {folder}", file=sys.stderr)
    return status
