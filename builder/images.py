"""Builds the container images through the engine's API."""

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TextIO

import docker
from docker.errors import APIError, DockerException

from builder.errors import BuildFailed, Unreachable

ROOT = Path(__file__).resolve().parent.parent
# Target of the Dockerfile -> name of the image, as in compose.yaml.
IMAGES: Mapping[str, str] = {"web": "omeroweb/web", "nginx": "omeroweb/nginx"}


def build(
    targets: Iterable[str],
    *,
    tag: str,
    arguments: Mapping[str, str],
    source: Path = ROOT,
    progress: TextIO = sys.stderr,
) -> list[str]:
    """Build the images of these targets; returns their full names.

    arguments: the build arguments of the Dockerfile, e.g. BASE. progress: gets the engine's lines.
    """
    if not (source / "Dockerfile").is_file():
        raise BuildFailed(f"{source} has no Dockerfile: run omero-builder from a checkout")
    try:
        client = docker.from_env(timeout=600)
        client.ping()
    except DockerException as error:
        raise Unreachable(
            f"no container engine answers ({error}): start one, or see tools/engine start"
        ) from None
    names = []
    for target in targets:
        name = f"{IMAGES[target]}:{tag}"
        print(f"Building {name}", file=progress, flush=True)
        try:
            lines = client.api.build(
                path=str(source),
                target=target,
                tag=name,
                buildargs=dict(arguments),
                rm=True,
                decode=True,
            )
            for line in lines:
                show(line, name, progress)
        except APIError as error:
            raise BuildFailed(f"{name}: {error}") from None
        names.append(name)
    return names


def show(line: Mapping[str, object], name: str, progress: TextIO) -> None:
    """Print one line of the engine's answer; the line that says it failed is raised."""
    if "error" in line:
        raise BuildFailed(f"{name}: {str(line['error']).strip()}")
    text = str(line.get("stream", "")).rstrip()
    if text:
        print(text, file=progress, flush=True)
