"""Publishing both images under all tags of a version: everything moves, or nothing does."""

import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import docker

from builder import transfer
from builder.again import again
from builder.credentials import Credentials, for_docker
from builder.errors import BuilderError, Dropped, RegistryFailed
from builder.registry import Manifest, Repository
from builder.versions import Place, Version, newest


@dataclass
class Publication:
    """One version of some images at one place.

    repositories: target -> its repository there. file: gets the digests.
    """

    place: Place
    version: Version
    repositories: Mapping[str, Repository]
    known: Credentials
    file: Path
    _before: dict[tuple[str, str], Manifest | None] = field(default_factory=dict)
    _changed: list[tuple[str, str]] = field(default_factory=list)

    def push(self, client: docker.DockerClient) -> None:
        """Send the images that the engine has under this version's tag, and move the other tags.

        Raises RegistryFailed; what was under the tags before is under them again.
        """
        own = str(self.version)
        with self._all_or_nothing():
            digests = {}
            for target in self.repositories:
                name = self.place.name(target)
                self._changed.append((target, own))
                digests[target] = again(
                    partial(transfer.push, client, name, own, self.known, self.place.registry),
                    f"{name}:{own}",
                )
            tags = self._move(digests)
        self._write(digests, tags)

    def finish(self, digests: Mapping[str, str]) -> None:
        """Give its tags to what was pushed by digest. Raises RegistryFailed as `push` does."""
        with self._all_or_nothing():
            tags = self._move(digests)
        self._write(digests, tags)

    def prepare(self) -> None:
        """Sign in, and look at what the tags lead to now: before anything is built or sent."""
        for target, repository in self.repositories.items():
            again(repository.sign_in, repository.path)
            for tag in self.version.tags:
                self._before[target, tag] = again(
                    partial(repository.manifest, tag), repository.path
                )

    @contextmanager
    def signed_in(self) -> Iterator[None]:
        """Prepare, and let the program docker, which buildx belongs to, push as well."""
        self.prepare()
        with for_docker(self.place.registry, self.known):
            yield

    def _move(self, digests: Mapping[str, str]) -> list[str]:
        """Make all tags lead to the digests; returns the tags."""
        tags = self._tags()
        for target, digest in digests.items():
            repository = self.repositories[target]
            manifest = again(partial(repository.manifest, digest), repository.path)
            if manifest is None:
                raise RegistryFailed(
                    f"{self.place.name(target)}@{digest} is not there after it was pushed: "
                    "push it again"
                )
            for tag in tags:
                self._changed.append((target, tag))
                again(
                    partial(repository.put, tag, manifest),
                    f"{self.place.name(target)}:{tag}",
                )
        return tags

    def _tags(self) -> list[str]:
        """This version's tags without those that lead to a newer one, for all images alike."""
        there = {
            tag
            for repository in self.repositories.values()
            for tag in again(repository.tags, repository.path)
        }
        tags = [str(self.version)]
        for tag, shared in self.version.moving.items():
            found = newest(there, self.version, shared)
            if found == self.version:
                tags.append(tag)
            else:
                print(f"{tag} stays with {found}, which is newer", file=sys.stderr)
        return tags

    @contextmanager
    def _all_or_nothing(self) -> Iterator[None]:
        try:
            yield
        except BuilderError as error:
            left = self._undo()
            state = (
                f"these tags could not be put back: {', '.join(left)}"
                if left
                else "all tags are as they were before"
            )
            raise RegistryFailed(f"{error}\nnothing was published; {state}; run it again") from None
        except KeyboardInterrupt:
            self._undo()
            raise

    def _undo(self) -> list[str]:
        """Put back what was changed; returns the names where that failed."""
        left = []
        for target, tag in reversed(list(dict.fromkeys(self._changed))):
            try:
                if not self._put_back(target, tag):
                    left.append(f"{self.place.name(target)}:{tag}")
            except (RegistryFailed, Dropped):
                left.append(f"{self.place.name(target)}:{tag}")
        self._changed.clear()
        return left

    def _put_back(self, target: str, tag: str) -> bool:
        repository, before = self.repositories[target], self._before.get((target, tag))
        now = repository.manifest(tag)
        if now == before:
            return True
        if before is None:
            return repository.remove(tag)
        repository.put(tag, before)
        return True

    def _write(self, digests: Mapping[str, str], tags: list[str]) -> None:
        """Print what was published, and write it as JSON."""
        images = {
            target: {
                "name": self.place.name(target),
                "digest": digest,
                "reference": f"{self.place.name(target)}@{digest}",
                "tags": tags,
            }
            for target, digest in digests.items()
        }
        for image in images.values():
            print(f"{image['reference']}  {' '.join(tags)}")
        whole = {"version": str(self.version), "registry": self.place.registry, "images": images}
        self.file.parent.mkdir(parents=True, exist_ok=True)
        self.file.write_text(json.dumps(whole, indent=2) + "\n", encoding="utf-8")
