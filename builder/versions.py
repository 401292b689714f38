"""Versions and the tags that follow from them, and the names of images in a registry."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from builder.errors import BuilderError

# https://semver.org, with what a tag may hold: no "+".
VERSION = re.compile(r"v?(?P<core>\d+\.\d+\.\d+)(?P<rest>-[0-9A-Za-z.-]+)?")
# https://github.com/distribution/reference: a host, a port; names of lower-case words.
REGISTRY = re.compile(r"[A-Za-z0-9.-]+(:\d+)?|\[[0-9a-fA-F:]+\](:\d+)?")
REPOSITORY = re.compile(r"[a-z0-9]+(?:[._-]+[a-z0-9]+)*(?:/[a-z0-9]+(?:[._-]+[a-z0-9]+)*)*")
LATEST = "latest"


@dataclass(frozen=True)
class Version:
    """A released version, or one before it (1.2.3-rc.1), which gets no tag but its own."""

    numbers: tuple[int, int, int]
    before: str = ""

    def __str__(self) -> str:
        return ".".join(map(str, self.numbers)) + self.before

    @property
    def moving(self) -> dict[str, int]:
        """Tags that lead to the newest of several versions -> how many numbers they share."""
        if self.before:
            return {}
        major, minor, _ = self.numbers
        return {f"{major}.{minor}": 2, f"{major}": 1, LATEST: 0}

    @property
    def tags(self) -> list[str]:
        """All tags of this version, its own first."""
        return [str(self), *self.moving]


def version(text: str) -> Version:
    """Raises BuilderError where a text is no version."""
    found = VERSION.fullmatch(text)
    if not found:
        raise BuilderError(
            f"VERSION={text!r}: expected MAJOR.MINOR.PATCH, e.g. 1.2.3 or 1.2.3-rc.1"
        )
    major, minor, patch = map(int, found["core"].split("."))
    return Version((major, minor, patch), found["rest"] or "")


def newest(tags: Iterable[str], like: Version, shared: int) -> Version:
    """The newest release among tags that shares its first numbers with a version, or that one."""
    found = [version(tag) for tag in tags if VERSION.fullmatch(tag)]
    others = [
        one for one in found if not one.before and one.numbers[:shared] == like.numbers[:shared]
    ]
    return max([like, *others], key=lambda one: one.numbers)


@dataclass(frozen=True)
class Place:
    """Where images are published: REGISTRY/REPOSITORY/web and REGISTRY/REPOSITORY/nginx."""

    registry: str
    repository: str

    def path(self, target: str) -> str:
        """The repository of one image, as the registry names it."""
        return f"{self.repository}/{target}"

    def name(self, target: str) -> str:
        """The repository of one image, as an engine names it."""
        return f"{self.registry}/{self.path(target)}"


def place(registry: str, repository: str) -> Place:
    """Raises BuilderError where one of them cannot be a name."""
    if not REGISTRY.fullmatch(registry):
        raise BuilderError(
            f"REGISTRY={registry!r}: expected HOST or HOST:PORT without https:// and path, "
            "e.g. registry.example.org"
        )
    if not REPOSITORY.fullmatch(repository):
        raise BuilderError(
            f"REPOSITORY={repository!r}: expected lower-case words and /, e.g. lab/omeroweb"
        )
    return Place(registry, repository)
