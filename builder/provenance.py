"""Where an image comes from, as OCI labels: when it was made, of which sources and base image.

https://github.com/opencontainers/image-spec/blob/main/annotations.md
"""

import os
import subprocess
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import docker
from docker.errors import DockerException, NotFound
from docker.models.images import Image

from builder import advice
from builder.engine import said
from builder.errors import BuildFailed
from builder.image_names import name_and_tag

PREFIX = "org.opencontainers.image."
UNKNOWN = "unknown"
# Where hosts of repositories name the page of the one that a job runs for.
PAGES = ("SOURCE", "CI_PROJECT_URL")


def labels(environ: Mapping[str, str], source: Path, base: str, digest: str) -> dict[str, str]:
    """The labels of one build that are known only when it begins.

    digest: of the base image, empty where the engine knows none.
    """
    found = {
        "created": created(environ),
        "source": page(environ, source),
        "base.name": base,
        "base.digest": digest,
    }
    return {f"{PREFIX}{name}": text for name, text in found.items() if text}


def created(environ: Mapping[str, str]) -> str:
    """Now, or SOURCE_DATE_EPOCH (https://reproducible-builds.org/docs/source-date-epoch/)."""
    given = environ.get("SOURCE_DATE_EPOCH", "")
    if given and not given.isdigit():
        raise BuildFailed(f"SOURCE_DATE_EPOCH={given!r}: expected seconds since 1970")
    moment = datetime.fromtimestamp(int(given), UTC) if given else datetime.now(UTC)
    return moment.replace(microsecond=0).isoformat().replace("+00:00", "Z")


def revision(environ: Mapping[str, str], source: Path) -> str:
    """REVISION, or the commit of the checkout, "-dirty" behind it where files were changed."""
    if environ.get("REVISION"):
        return environ["REVISION"]
    commit = _git(source, "rev-parse", "HEAD")
    if not commit:
        return UNKNOWN
    return f"{commit}-dirty" if _git(source, "status", "--porcelain") else commit


def page(environ: Mapping[str, str], source: Path) -> str:
    """The page of the sources: SOURCE, what a CI job says, or the origin of the checkout."""
    if "GITHUB_REPOSITORY" in environ and "SOURCE" not in environ:
        return f"{environ.get('GITHUB_SERVER_URL', '')}/{environ['GITHUB_REPOSITORY']}"
    named = next((environ[name] for name in PAGES if environ.get(name)), "")
    origin = urlsplit(named or _git(source, "remote", "get-url", "origin"))
    if origin.scheme not in ("http", "https") or not origin.hostname:
        return ""
    # A name and a password may be in it.
    host = origin.netloc.rpartition("@")[2]
    return urlunsplit((origin.scheme, host, origin.path.removesuffix(".git"), "", ""))


def base_digest(client: docker.DockerClient, base: str) -> str:
    """The digest of the base image in its registry; pulls the image where the engine has none.

    Empty for an image that came from no registry. Raises BuildFailed where it cannot be had.
    """
    try:
        try:
            found = client.images.get(base)
        except NotFound:
            found = client.images.pull(*name_and_tag(base))
    except DockerException as error:
        reason = said(error)
        raise BuildFailed(
            f"base image {base}: {reason}\nwhat to try: {advice.for_build(reason)}"
        ) from None
    return _digest(found)


def base_digest_for(client: docker.DockerClient, base: str, platforms: Sequence[str]) -> str:
    """The same where BuildKit gets the base image itself: nothing is pulled, and none is no error.

    For one platform BuildKit takes the engine's own image where there is one; builders that make
    several ask the registry.
    """
    try:
        if len(platforms) == 1 and (digest := _digest(client.images.get(base))):
            return digest
    except NotFound:
        pass
    try:
        return str(client.images.get_registry_data(base).attrs["Descriptor"]["digest"])
    except DockerException:
        return ""


def _digest(image: Image) -> str:
    """What the engine knows of an image's registry; empty where it came from none."""
    digests = image.attrs.get("RepoDigests") or []
    return str(digests[0]).rpartition("@")[2] if digests else ""


def _git(source: Path, *arguments: str) -> str:
    """What git says of a checkout; nothing where there is no git or no checkout."""
    try:
        done = subprocess.run(
            ["git", "-C", str(source), *arguments],
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "GIT_OPTIONAL_LOCKS": "0"},
        )
    except OSError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""
