"""Images of a few bytes with the names and labels of ours, for tests of what is done with them."""

import hashlib
import io
import json
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager

import docker

from builder.images import IMAGES
from builder.provenance import PREFIX


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
    """One image that holds one file, loaded as `docker save` writes it: faster than a build."""
    layer = _tar({"content": content.encode()})
    config = {
        "architecture": "amd64",
        "os": "linux",
        "config": {"Labels": labels},
        "rootfs": {"type": "layers", "diff_ids": [f"sha256:{hashlib.sha256(layer).hexdigest()}"]},
    }
    listed = [{"Config": "config.json", "RepoTags": [name], "Layers": ["layer.tar"]}]
    files = {"config.json": config, "manifest.json": listed}
    written = {path: json.dumps(value).encode() for path, value in files.items()}
    client.images.load(_tar({"layer.tar": layer, **written}))


def _tar(files: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(mode="w", fileobj=packed) as tar:
        for path, content in files.items():
            entry = tarfile.TarInfo(path)
            entry.size = len(content)
            tar.addfile(entry, io.BytesIO(content))
    return packed.getvalue()


@contextmanager
def no_names_left(client: docker.DockerClient, registry: str) -> Iterator[None]:
    """Take the names of a registry away from images of this engine at the end."""
    try:
        yield
    finally:
        # The list as the engine gives it: docker-py's other one asks for each image once more.
        for image in client.api.images():
            for name in image["RepoTags"] or []:
                if name.startswith(f"{registry}/"):
                    client.images.remove(name, noprune=True)
