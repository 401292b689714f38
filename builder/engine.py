"""The container engine, through docker-py."""

import contextlib
import errno
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import docker
from docker.errors import DockerException, NotFound
from docker.models.images import Image

from builder.errors import BuilderError, Unreachable

DEFAULT = "the default socket"
UNIX = "unix://"
# Seconds without a word from the engine.
TIMEOUT = 600
# What the operating system said, inside of all that libraries wrap around it.
REASON = re.compile(r"\[Errno -?\d+\] ([^'\"()]+)|Error\(\d+, '([^']+)'\)")
ADVICE = {
    "Permission denied": "let this user use it (Debian: group docker), or run this as root",
}
START_ONE = 'start one or point DOCKER_HOST at one; on Debian as root: eval "$(tools/engine start)"'


@contextmanager
def connect() -> Iterator[docker.DockerClient]:
    """The engine that DOCKER_HOST or the default socket leads to.

    Raises Unreachable with the address, the reason and the next step.
    """
    path = os.environ.get("DOCKER_HOST", "").removeprefix(UNIX)
    if path.startswith("/") and not Path(path).exists():
        # docker-py would leave the socket open that it could not connect.
        raise unreachable(os.strerror(errno.ENOENT))
    try:
        client = docker.from_env(timeout=TIMEOUT)
    except (DockerException, OSError) as error:
        found = REASON.search(str(error))
        raise unreachable((found[1] or found[2]).strip() if found else str(error)) from None
    with contextlib.closing(client):
        yield client


def unreachable(reason: str) -> Unreachable:
    """The sentence for an engine that does not answer."""
    where = os.environ.get("DOCKER_HOST", DEFAULT)
    return Unreachable(
        f"no container engine answers at {where} ({reason}): {ADVICE.get(reason, START_ONE)}"
    )


def image(client: docker.DockerClient, name: str) -> Image:
    """An image of the engine. Raises BuilderError where it has none of that name."""
    try:
        return client.images.get(name)
    except NotFound:
        raise BuilderError(
            f"no image {name} here: build it with `omero-builder build`, or `docker pull {name}`"
        ) from None
    except DockerException as error:
        raise BuilderError(f"{name}: the engine says: {said(error)}") from None


def said(error: DockerException) -> str:
    """What the engine said, without the HTTP around it."""
    return str(getattr(error, "explanation", None) or error).strip()
