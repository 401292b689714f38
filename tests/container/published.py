"""Deployments that `omero-builder manifests` wrote, as an administrator would bring them up."""

import os
import re
import subprocess
from pathlib import Path

from builder.manifests import deployment, manifests
from tests.container.stack import TAG, Stack
from tests.images import ramp, write_ome_tiff

# What a run that was killed leaves behind does not come back with the engine.
NO_RESTART = """\
services:
  web: {restart: "no"}
  stream: {restart: "no"}
  nginx: {restart: "no"}
"""
# The state directory of whoever runs the tests is not asked.
NOWHERE = {"OMERODIR": "/nowhere/omero"}
PASSWORD = "a long enough password"


def write_manifests(kind: str, folder: Path, environ: dict[str, str]) -> Path:
    """The files of a kind in a folder, for the images of this run unless VERSION says otherwise."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in manifests(deployment(kind, {**NOWHERE, "VERSION": TAG, **environ})).items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def published_stack(folder: Path, project: str, port: int, environ: dict[str, str]) -> Stack:
    """The stack of `manifests compose`, from images with the names that environ gives them.

    environ: REGISTRY, REPOSITORY and VERSION, and any setting.
    """
    write_manifests("compose", folder, {"HTTP_PORT": str(port), **environ})
    override = folder / "no-restart.yaml"
    override.write_text(NO_RESTART, encoding="utf-8")
    type_header(folder / "compose.yaml", environ)
    return Stack(project, port, files=(folder / "compose.yaml", override))


def type_header(file: Path, environ: dict[str, str]) -> None:
    """Type the commands that a file's first lines ask for, where the environment is set."""
    head = file.read_text(encoding="utf-8").split("\n\n")[0]
    _, _, block = head.partition("values are set:\n#\n")
    lines = re.findall(r"^#   (.*)$", block, re.MULTILINE)
    if lines:
        command = ["bash", "-euo", "pipefail", "-c", "\n".join(lines)]
        typed_in = {**os.environ, **environ}
        subprocess.run(command, cwd=file.parent, env=typed_in, check=True, timeout=60)


def small_images(folder: Path) -> Path:
    """One Project with one Dataset and one small image, readable for every UID."""
    dataset = folder / "images" / "Lab" / "Monday"
    dataset.mkdir(parents=True)
    write_ome_tiff(dataset / "cells.ome.tiff", ramp((2, 256, 256)))
    # pytest keeps its temporary folders to their owner; containers run as another user.
    for one in (folder, folder.parent):
        one.chmod(0o755)
    return folder / "images"
