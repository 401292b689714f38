"""What to try next, by what an engine, apt, pip, npm or a registry said."""

import re

# (what was said, what to try): the first that fits.
OF_BUILDS: tuple[tuple[str, str], ...] = (
    (
        r"no space left on device|disk quota exceeded",
        "the engine's disk is full: free some space, e.g. with `docker system prune`",
    ),
    (
        r"apt-get: (command )?not found|apt-get\": executable file not found",
        "the base image has no apt: name one of Debian 13 or newer with --base, "
        "e.g. debian:trixie-slim",
    ),
    (
        r"Unable to locate package python3|requires a different Python|Requires-Python",
        "the base image is too old: name one of Debian 13 or newer with --base",
    ),
    (
        r"pull access denied|manifest unknown|repository .* not found|failed to resolve source",
        "the base image cannot be had: check its name (--base), or `docker login` to its registry",
    ),
    (
        r"toomanyrequests|rate limit",
        "the registry of the base image limits pulls: `docker login` to it, or name a copy "
        "elsewhere with --base",
    ),
    (
        r"CERTIFICATE_VERIFY_FAILED|certificate verify failed|self.signed certificate"
        r"|SELF_SIGNED_CERT|UNABLE_TO_GET_ISSUER|unknown authority",
        "a proxy re-signs TLS: name its certificates with --ca-bundle FILE",
    ),
    (
        r"booting buildkit",
        "buildx could not start its builder, which is an image (moby/buildkit): name a copy of it "
        "with `docker buildx create --use --driver-opt image=...`",
    ),
    (
        r"Temporary failure (in name resolution|resolving)|Could not resolve|no such host"
        r"|ENOTFOUND|Name or service not known|Network is unreachable|i/o timeout",
        "the network is not reached: check it, or name a proxy with "
        "--build-arg HTTP_PROXY=... --build-arg HTTPS_PROXY=...",
    ),
    (
        r"DO NOT MATCH THE HASHES|EINTEGRITY",
        "what the package index gave is not what the lock files pin: check the index or mirror",
    ),
    (
        r"exit code: 137|returned a non-zero code: 137|signal: killed",
        "the kernel ended it, mostly for want of memory: give the engine more",
    ),
    (
        r"push-by-digest is currently not implemented",
        "this builder of buildx cannot push: `docker buildx create --use` makes one that can; or "
        "build without --push, then `omero-builder tag` and `push`",
    ),
    (
        r"Multi.platform build is not supported|multiple platforms feature|for docker driver",
        "this builder of buildx makes one platform only: `docker buildx create --use` makes one "
        "that can do several",
    ),
    (
        r"exec format error",
        "this machine cannot run programs of that platform: install QEMU's binfmt handlers",
    ),
    (
        r"is not a docker command|unknown command: docker buildx",
        "docker has no buildx plugin: install it, e.g. docker-buildx of Debian",
    ),
)
OTHERWISE = "read the lines above; --verbose shows all of them"


def for_build(text: str) -> str:
    """What to try after a build whose last lines are these."""
    for pattern, advice in OF_BUILDS:
        if re.search(pattern, text, re.IGNORECASE):
            return advice
    return OTHERWISE
