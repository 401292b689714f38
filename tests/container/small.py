"""Images of a few bytes with the names and labels of ours, for tests of what is done with them."""

import io
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager

import docker

from builder.images import IMAGES
from builder.provenance import PREFIX

DOCKERFILE = "FROM scratch\nCOPY content /\n"


@contextmanager
def small_images(client: docker.DockerClient, version: str) -> Iterator[str]:
    """Both images as a build of this version; the tag that they have."""
    tag = f"small-{version}"
    for target, name in IMAGES.items():
        build(client, f"{name}:{tag}", f"{target} {version}", {f"{PREFIX}version": version})
    try:
        yield tag
    finally:
        for name in IMAGES.values():
            client.images.remove(f"{name}:{tag}", force=True)


def build(client: docker.DockerClient, name: str, content: str, labels: dict[str, str]) -> None:
    """One image that holds one file."""
    packed = io.BytesIO()
    with tarfile.open(mode="w", fileobj=packed) as tar:
        for path, text in (("Dockerfile", DOCKERFILE), ("content", content)):
            entry = tarfile.TarInfo(path)
            entry.size = len(text)
            tar.addfile(entry, io.BytesIO(text.encode()))
    packed.seek(0)
    client.images.build(fileobj=packed, custom_context=True, tag=name, labels=labels, rm=True)


@contextmanager
def no_names_left(client: docker.DockerClient, registry: str) -> Iterator[None]:
    """Take the names of a registry away from images of this engine at the end."""
    try:
        yield
    finally:
        for image in client.images.list():
            for name in image.tags:
                if name.startswith(f"{registry}/"):
                    client.images.remove(name, noprune=True)
