"""Releases that `make publish` sent somewhere, and deployments of them.

Files are those that `omero-builder manifests` wrote, brought up as an administrator would.
"""

import json
import os
import re
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import docker
from docker.errors import ImageNotFound

from builder.images import IMAGES
from builder.manifests import deployment, manifests
from tests.container.registry import Registry
from tests.container.small import no_names_left
from tests.container.stack import ROOT, TAG, Stack
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
# Of whoever runs the tests: other places and accounts, and a make that called this one.
FOREIGN = re.compile(r"(REGISTRY|REPOSITORY|VERSION|REVISION|CONFIG_omero|M(AKE)?FLAGS|MAKE)")


@dataclass(frozen=True)
class Release:
    """What was published. images: target -> its part of digests.json. folder: lists of contents.

    ids: target -> id of the image. still_here: those that the engine has although it forgot them.
    """

    place: dict[str, str]
    images: dict[str, Any]
    ids: dict[str, str]
    folder: Path
    still_here: list[str]


@contextmanager
def released(
    registry: Registry, repository: str, version: str, folder: Path, *options: str
) -> Iterator[Release]:
    """`make publish` from this checkout, after which the engine has no copy of its own.

    options: of `omero-builder build`. The images are built under a tag of this run.
    """
    tag = f"published-{os.getpid()}"
    place = {"REGISTRY": registry.host, "REPOSITORY": repository, "VERSION": version}
    own = {**place, "TAG": tag, "DIST": str(folder), "BUILD": " ".join(options)}
    kept = {name: text for name, text in os.environ.items() if not FOREIGN.match(name)}
    names = {target: f"{name}:{tag}" for target, name in IMAGES.items()}
    with closing(docker.from_env()) as client:
        try:
            with no_names_left(client, registry.host):
                _make_publish({**kept, **own})
            ids = {target: str(client.images.get(name).id) for target, name in names.items()}
        finally:
            for name in names.values():
                with suppress(ImageNotFound):
                    client.images.remove(name, noprune=True)
        images = json.loads((folder / "digests.json").read_text())["images"]
        with no_names_left(client, registry.host):
            yield Release(place, images, ids, folder, _known(client, ids.values()))


def _make_publish(environ: dict[str, str]) -> None:
    done = subprocess.run(
        ["make", "publish"],
        cwd=ROOT,
        env=environ,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"


def _known(client: docker.DockerClient, ids: Iterable[str]) -> list[str]:
    """The images of these that the engine has."""
    found = []
    for one in ids:
        with suppress(ImageNotFound):
            found.append(str(client.images.get(one).id))
    return found


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
