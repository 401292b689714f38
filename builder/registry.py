"""Tags and manifests of one repository in a registry.

https://github.com/opencontainers/distribution-spec/blob/main/spec.md
"""

import hashlib
from dataclasses import dataclass

from builder.registry_session import Session

KINDS = (
    "application/vnd.oci.image.index.v1+json",
    "application/vnd.oci.image.manifest.v1+json",
    "application/vnd.docker.distribution.manifest.list.v2+json",
    "application/vnd.docker.distribution.manifest.v2+json",
)
NOT_FOUND = 404
# What a registry answers that does not delete: not allowed, not supported, no such thing.
NOT_DELETED = (400, 404, 405, 501)


@dataclass(frozen=True)
class Manifest:
    """What a tag leads to: the bytes, whose hash is the digest, and their media type."""

    content: bytes
    kind: str

    @property
    def digest(self) -> str:
        return f"sha256:{hashlib.sha256(self.content).hexdigest()}"


class Repository:
    """One repository. Every method raises RegistryFailed or Dropped with the next step."""

    def __init__(self, session: Session, path: str) -> None:
        self.path = path
        self._session = session
        self._scope = f"repository:{path}:pull,push"

    def sign_in(self) -> None:
        """Find out whether somebody may push here, before anything is sent."""
        answer = self._session.ask("POST", f"{self.path}/blobs/uploads/", scope=self._scope)
        # It was only a question: the upload is given up again.
        location = answer.headers.get("Location", "").partition("/v2/")[2]
        if location:
            self._session.ask("DELETE", location, scope=self._scope, expected=(*NOT_DELETED, 403))

    def manifest(self, reference: str) -> Manifest | None:
        """What a tag or digest leads to; None where there is none."""
        answer = self._session.ask(
            "GET",
            f"{self.path}/manifests/{reference}",
            scope=self._scope,
            headers={"Accept": ", ".join(KINDS)},
            expected=(NOT_FOUND,),
        )
        if answer.status_code == NOT_FOUND:
            return None
        return Manifest(answer.content, answer.headers.get("Content-Type", KINDS[-1]))

    def tags(self) -> list[str]:
        """All tags; none where there is no such repository yet."""
        found: list[str] = []
        path = f"{self.path}/tags/list?n=1000"
        while path:
            answer = self._session.ask("GET", path, scope=self._scope, expected=(NOT_FOUND,))
            if answer.status_code == NOT_FOUND:
                break
            found += answer.json()["tags"] or []
            path = answer.links.get("next", {}).get("url", "").partition("/v2/")[2]
        return found

    def put(self, tag: str, manifest: Manifest) -> None:
        """Make a tag lead to a manifest whose layers are there."""
        self._session.ask(
            "PUT",
            f"{self.path}/manifests/{tag}",
            scope=self._scope,
            headers={"Content-Type": manifest.kind},
            body=manifest.content,
        )

    def remove(self, tag: str) -> bool:
        """Take a tag away, and nothing else; False where this registry does not do that.

        Registries of before version 1.1 of the specification take no tag, only a digest with all
        of its tags: that is done where there is no other tag.
        """
        manifest = self.manifest(tag)
        if manifest is None:
            return True
        if self._delete(tag):
            return True
        others = (self.manifest(other) for other in self.tags() if other != tag)
        if any(other is not None and other.digest == manifest.digest for other in others):
            return False
        return self._delete(manifest.digest)

    def _delete(self, reference: str) -> bool:
        answer = self._session.ask(
            "DELETE", f"{self.path}/manifests/{reference}", scope=self._scope, expected=NOT_DELETED
        )
        return answer.status_code < 400
