"""`build`: build the container images with the current environment's settings baked in."""

import argparse
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from builder import baked, dockerfile, files
from builder.cli.grammar import TARGETS, Commands, add_digests, add_images, add_place
from builder.errors import BuilderError
from omeroweb import __version__

if TYPE_CHECKING:
    import docker

    from builder.request import Request

CA_BUNDLE = "ca-bundle.pem"
PEM = b"-----BEGIN CERTIFICATE-----"


def add_parser(commands: Commands) -> None:
    """The grammar of `build`."""
    build = commands.add_parser(
        "build",
        help="build the container images",
        description="Build the images with the settings of the CONFIG_* environment as their "
        "defaults; secrets stay out. Nothing is tagged unless all of them were built.",
    )
    add_images(build)
    build.add_argument("--tag", default="latest", help="tag of the images (%(default)s)")
    build.add_argument("--base", metavar="IMAGE", help="the Debian image to build on")
    build.add_argument(
        "--build-arg",
        action="append",
        default=[],
        type=pair,
        metavar="NAME=VALUE",
        help="an argument of the Dockerfile, or HTTP_PROXY and the like",
    )
    build.add_argument(
        "--cache-from",
        action="append",
        default=[],
        metavar="IMAGE",
        help="take steps from this image; type=... as buildx has it",
    )
    build.add_argument(
        "--formats",
        action="store_true",
        help="the web image also reads CZI, ND2, LIF and DV (the extra formats)",
    )
    build.add_argument("--no-cache", action="store_true", help="do every step anew")
    build.add_argument(
        "--ca-bundle",
        type=Path,
        metavar="FILE",
        help="certificates (PEM) to trust while building; they are not in the images",
    )
    build.add_argument(
        "--source", type=Path, default=dockerfile.ROOT, metavar="FOLDER", help="the checkout"
    )
    build.add_argument("--verbose", action="store_true", help="show the whole log")
    _add_buildkit(build)


def _add_buildkit(build: argparse.ArgumentParser) -> None:
    group = build.add_argument_group(
        "with docker buildx", "Any of these builds with BuildKit, which caches downloads, too."
    )
    group.add_argument(
        "--platform",
        default="",
        metavar="OS/ARCH[,...]",
        help="e.g. linux/amd64,linux/arm64; more than one needs --push",
    )
    group.add_argument(
        "--secret",
        action="append",
        default=[],
        metavar="id=ID,src=FILE",
        help="a file for steps that ask for it: pip.conf and npmrc",
    )
    group.add_argument(
        "--push", action="store_true", help="publish the result as `push` does, with all its tags"
    )
    add_place(group)
    add_digests(group)


def pair(text: str) -> tuple[str, str]:
    """NAME=VALUE; without = the environment has the value, as docker does it."""
    name, separator, value = text.partition("=")
    return name, value if separator else os.environ.get(name, "")


def run(options: argparse.Namespace) -> int:
    """Build the images, tag them and print their names."""
    from builder import engine, images
    from builder.cli import push

    platforms = tuple(filter(None, options.platform.split(",")))
    if len(platforms) > 1 and not options.push:
        raise BuilderError(
            f"--platform {options.platform}: an engine keeps one platform; add --push"
        )
    if options.push:
        push.checked(options)
    extra = _extra(options, os.environ)
    with engine.connect() as client:
        requests = _requests(options, client, extra, platforms)
        if options.push:
            with push.publication(options, client) as found, found.signed_in():
                found.finish(images.build(client, requests, is_verbose=options.verbose))
            return 0
        built = images.build(client, requests, is_verbose=options.verbose)
        names = {f"{images.IMAGES[one]}:{options.tag}": image for one, image in built.items()}
        images.tag(client, names)
    print("\n".join(names))
    return 0


def _extra(options: argparse.Namespace, environ: Mapping[str, str]) -> dict[str, bytes]:
    """What the build context has beside the checkout's files."""
    settings, secrets = baked.given(files.of_the_environment(environ))
    note = baked.note(secrets)
    if note:
        print(f"omero-builder: {note}", file=sys.stderr)
    # Whoever keeps a file of settings in the checkout has it built in, too, below the environment.
    own = options.source / baked.FILE
    kept = own.read_text(encoding="utf-8") if own.is_file() else ""
    extra = {baked.FILE: f"{kept}{baked.text(settings)}".encode()}
    if options.ca_bundle is not None:
        certificates = options.ca_bundle.read_bytes()
        if PEM not in certificates:
            raise BuilderError(f"--ca-bundle {options.ca_bundle}: expected certificates as PEM")
        extra[CA_BUNDLE] = certificates
    return extra


def _requests(
    options: argparse.Namespace,
    client: "docker.DockerClient",
    extra: dict[str, bytes],
    platforms: tuple[str, ...],
) -> "list[Request]":
    from builder import provenance
    from builder.request import Request
    from builder.versions import VERSION

    text = dockerfile.read(options.source)
    base = options.base or dockerfile.base_image(text)
    digest = (
        provenance.base_digest_for(client, base, platforms)
        if platforms
        else provenance.base_digest(client, base)
    )
    arguments = {
        "BASE": base,
        "VERSION": options.version if VERSION.fullmatch(options.version) else __version__,
        "REVISION": provenance.revision(os.environ, options.source),
        **dict(options.build_arg),
    }
    requests = []
    for one in options.images or TARGETS:
        request = Request(
            one,
            source=options.source,
            arguments=arguments,
            labels=provenance.labels(os.environ, options.source, base, digest),
            extra=extra,
            cache_from=tuple(options.cache_from),
            no_cache=options.no_cache,
            platforms=platforms,
            secrets=tuple(options.secret),
            push_to=push_to(options, one),
            has_formats=options.formats,
        )
        requests.append(_for_buildkit(request, text))
    return requests


def push_to(options: argparse.Namespace, image: str) -> str:
    """The repository that gets an image at once; empty where the engine keeps it."""
    from builder.versions import place

    return place(options.registry, options.repository).name(image) if options.push else ""


def _for_buildkit(request: "Request", text: str) -> "Request":
    """The request with a Dockerfile that has what only BuildKit understands."""
    from dataclasses import replace

    if not request.needs_buildkit:
        return request
    own = dockerfile.with_buildkit(text).encode()
    return replace(request, extra={**request.extra, "Dockerfile": own})
