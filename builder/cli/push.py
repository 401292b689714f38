"""`push`: publish both images under all tags of their version."""

import argparse
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from builder.cli.grammar import TARGETS, Commands, add_digests, add_images, add_place

if TYPE_CHECKING:
    import docker

    from builder.publication import Publication


def add_parser(commands: Commands) -> None:
    """The grammar of `push`."""
    push = commands.add_parser(
        "push",
        help="publish the images with all tags, or with none",
        description="Publish images that `tag` has named. First both are sent as VERSION, then the "
        "other tags are moved, unless they lead to a newer version; after a failure all tags are "
        "as they were, and the same command can be given again. Signs in with REGISTRY_USER and "
        "REGISTRY_PASSWORD, each also with _FILE behind it, or as docker does.",
    )
    add_images(push)
    add_place(push)
    add_digests(push)


def run(options: argparse.Namespace) -> int:
    """Publish; prints name, digest and tags of each image."""
    from builder import engine

    checked(options)
    with engine.connect() as client, publication(options, client) as found:
        found.prepare()
        found.push(client)
    return 0


def checked(options: argparse.Namespace) -> None:
    """Raises BuilderError where the options name no place or no version: before anything else."""
    from builder import versions

    versions.place(options.registry, options.repository)
    versions.version(options.version)


@contextmanager
def publication(
    options: argparse.Namespace, client: "docker.DockerClient"
) -> "Iterator[Publication]":
    """What the options and the environment say of where to publish what, and as whom."""
    from builder import versions
    from builder.credentials import credentials
    from builder.insecure import is_insecure
    from builder.publication import Publication
    from builder.registry import Repository
    from builder.registry_session import Session

    place = versions.place(options.registry, options.repository)
    version = versions.version(options.version)
    known = credentials(os.environ, options.registry)
    insecure = is_insecure(client, options.registry)
    with Session(options.registry, known, is_insecure=insecure) as session:
        targets = options.images or TARGETS
        repositories = {one: Repository(session, place.path(one)) for one in targets}
        yield Publication(place, version, repositories, known, options.digests)
