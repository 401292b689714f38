"""Who signs in to a registry: variables, files that they name, or what `docker login` keeps."""

import contextlib
import json
import os
import tempfile
from base64 import b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from docker.auth import load_config
from docker.errors import DockerException

from builder.errors import BuilderError

USER = "REGISTRY_USER"
PASSWORD = "REGISTRY_PASSWORD"  # noqa: S105 - the name of a variable
FILE_SUFFIX = "_FILE"
DOCKER_CONFIG = "DOCKER_CONFIG"


@dataclass(frozen=True)
class Credentials:
    """A user and a password, which no message shows; both empty for nobody."""

    user: str = ""
    password: str = field(default="", repr=False)

    @property
    def for_engine(self) -> dict[str, str] | None:
        """As docker-py takes them."""
        return {"username": self.user, "password": self.password} if self.user else None


def credentials(environ: Mapping[str, str], registry: str) -> Credentials:
    """REGISTRY_USER and REGISTRY_PASSWORD, each also as a file with _FILE behind its name; else
    those that docker's configuration has for the registry.

    Raises BuilderError where only one is given, or what is named cannot be read.
    """
    user, password = _value(environ, USER), _value(environ, PASSWORD)
    if bool(user) != bool(password):
        missing = PASSWORD if user else USER
        raise BuilderError(f"{missing} is missing: expected it, or {missing}{FILE_SUFFIX}, too")
    return Credentials(user, password) if user else _of_docker(registry)


def _value(environ: Mapping[str, str], name: str) -> str:
    named = environ.get(name + FILE_SUFFIX, "")
    if not named:
        return environ.get(name, "")
    if environ.get(name):
        raise BuilderError(f"{name} and {name}{FILE_SUFFIX} are both given: remove one")
    try:
        return Path(named).read_text(encoding="utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not UTF-8 text"
        raise BuilderError(f"{name}{FILE_SUFFIX}={named}: {reason}; expected a file") from None


def _of_docker(registry: str) -> Credentials:
    try:
        found = load_config().resolve_authconfig(registry) or {}
    except DockerException as error:
        raise BuilderError(
            f"docker's configuration has no use for {registry}: {error}; "
            f"set {USER} and {PASSWORD}{FILE_SUFFIX} instead"
        ) from None
    # docker-py's own spelling of both differs by where they come from.
    user = found.get("username") or found.get("Username") or ""
    return Credentials(user, found.get("password") or found.get("Password") or "")


@contextlib.contextmanager
def for_docker(registry: str, known: Credentials) -> Iterator[None]:
    """Let the program docker sign in with these credentials; its configuration stays as it is."""
    before = os.environ.get(DOCKER_CONFIG)
    own = Path(before) if before else Path.home() / ".docker"
    with tempfile.TemporaryDirectory(prefix="omero-builder-") as name:
        folder = Path(name)
        for kept in own.iterdir() if own.is_dir() else ():
            # Plugins, and the builders of buildx.
            if kept.name != "config.json":
                (folder / kept.name).symlink_to(kept.absolute())
        secret = b64encode(f"{known.user}:{known.password}".encode()).decode()
        auths = {registry: {"auth": secret}} if known.user else {}
        written = folder / "config.json"
        written.touch(0o600)
        written.write_text(json.dumps({"auths": auths}))
        os.environ[DOCKER_CONFIG] = name
        try:
            yield
        finally:
            os.environ.pop(DOCKER_CONFIG)
            if before is not None:
                os.environ[DOCKER_CONFIG] = before
