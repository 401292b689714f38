"""One build as it was asked for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from builder.dockerfile import ROOT


@dataclass(frozen=True)
class Request:
    """What to build and how.

    arguments, labels: of the Dockerfile. extra: files of the context, path -> content.
    cache_from: images, or sources as buildx names them (type=...). platforms: e.g. linux/arm64.
    secrets: as buildx names them (id=...,src=...). push_to: a repository that gets the result by
    its digest and without a tag, instead of the engine. has_formats: the web image gets the readers
    of the extra `formats`.
    """

    target: str
    source: Path = ROOT
    arguments: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    extra: Mapping[str, bytes] = field(default_factory=dict)
    cache_from: tuple[str, ...] = ()
    no_cache: bool = False
    platforms: tuple[str, ...] = ()
    secrets: tuple[str, ...] = ()
    push_to: str = ""
    has_formats: bool = False

    @property
    def stage(self) -> str:
        """The stage of the Dockerfile that gives the image."""
        return "formats" if self.has_formats and self.target == "web" else self.target

    @property
    def needs_buildkit(self) -> bool:
        """Whether something is asked for that the engine's classic API does not have."""
        return bool(
            self.platforms
            or self.secrets
            or self.push_to
            or any(source.startswith("type=") for source in self.cache_from)
        )
