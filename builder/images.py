"""Builds the container images: all that were asked for, or none gets its tag."""

import sys
from collections.abc import Iterable, Mapping
from typing import IO, TextIO

import docker
from docker.errors import DockerException, ImageNotFound

from builder import buildx, classic
from builder.context import archive
from builder.engine import said
from builder.errors import BuildFailed
from builder.request import Request
from builder.steps import Steps

# Target of the Dockerfile -> name of the image, as in compose.yaml.
IMAGES: Mapping[str, str] = {"web": "omeroweb/web", "nginx": "omeroweb/nginx"}


def build(
    client: docker.DockerClient,
    requests: Iterable[Request],
    *,
    progress: TextIO | None = None,
    is_verbose: bool = False,
) -> dict[str, str]:
    """Build every request; returns target -> image id, or digest where it was pushed.

    progress: where steps are shown, stderr unless it is given. Nothing is tagged. Raises
    BuildFailed at the first that fails.
    """
    built = {}
    for request in requests:
        steps = Steps(request.target, progress or sys.stderr, is_verbose)
        with archive(request.source, request.extra) as context:
            built[request.target] = _build(client, request, context, steps)
    return built


def _build(client: docker.DockerClient, request: Request, context: IO[bytes], steps: Steps) -> str:
    if request.needs_buildkit:
        return buildx.build(request, context, steps)
    return classic.build(client, request, context, steps)


def tag(client: docker.DockerClient, names: Mapping[str, str]) -> None:
    """Give every image its name: full name -> image. All of them, or none.

    Raises BuildFailed where the engine refuses one; the names are then as they were before.
    """
    before = {name: _id(client, name) for name in names}
    done: list[str] = []
    for name, image in names.items():
        try:
            _name(client, image, name)
        except DockerException as error:
            for other in done:
                _restore(client, other, before[other])
            raise BuildFailed(f"{name}: the engine says: {said(error)}") from None
        done.append(name)


def _name(client: docker.DockerClient, image: str, name: str) -> None:
    repository, _, label = name.rpartition(":")
    client.api.tag(image, repository, label)


def _restore(client: docker.DockerClient, name: str, image: str | None) -> None:
    if image is None:
        client.images.remove(name, noprune=True)
    else:
        _name(client, image, name)


def _id(client: docker.DockerClient, name: str) -> str | None:
    """The id of the image that has a name now."""
    try:
        return str(client.images.get(name).id)
    except ImageNotFound:
        return None
