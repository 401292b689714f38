"""A registry on this machine, as Debian packages it, and a bad line to it."""

import contextlib
import hashlib
import json
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import requests

from tests.ports import free_port

PROGRAM = "docker-registry"
ADVICE = "no docker-registry: apt-get install docker-registry, then make test"
USER, PASSWORD = "lab", "a long enough password"
# `htpasswd -nbB` of the two: the registry takes bcrypt only.
HTPASSWD = "lab:$2b$05$NwAyEvs6GpFT2.mMNdWPYOzdCOTfCC5ta5iLQG8oqfEZLXvDyBY/C\n"
PATIENCE = 120
MANIFEST = "application/vnd.docker.distribution.manifest.v2+json"
INDEX = "application/vnd.docker.distribution.manifest.list.v2+json"
PLATFORM = {"os": "linux", "architecture": "amd64"}


@dataclass(frozen=True)
class Registry:
    """A running registry. folder: its own, with what it stores."""

    port: int
    folder: Path

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    def digests(self, path: str) -> dict[str, str]:
        """Tag -> digest of one repository."""
        listed = requests.get(f"http://{self.host}/v2/{path}/tags/list", timeout=PATIENCE)
        return {tag: self._digest(path, tag) for tag in listed.json().get("tags") or []}

    def put_index(self, path: str, tags: list[str]) -> str:
        """Store an index of what tags lead to, under no tag; returns its digest."""
        listed = [
            {"mediaType": MANIFEST, "size": size, "digest": digest, "platform": PLATFORM}
            for digest, size in (self._found(path, tag) for tag in tags)
        ]
        content = json.dumps({"schemaVersion": 2, "mediaType": INDEX, "manifests": listed}).encode()
        digest = f"sha256:{hashlib.sha256(content).hexdigest()}"
        requests.put(
            f"http://{self.host}/v2/{path}/manifests/{digest}",
            data=content,
            headers={"Content-Type": INDEX},
            timeout=PATIENCE,
        ).raise_for_status()
        return digest

    def _digest(self, path: str, tag: str) -> str:
        return self._found(path, tag)[0]

    def _found(self, path: str, tag: str) -> tuple[str, int]:
        """Digest and size of what a tag leads to."""
        answer = requests.head(
            f"http://{self.host}/v2/{path}/manifests/{tag}",
            headers={"Accept": f"{INDEX}, {MANIFEST}"},
            timeout=PATIENCE,
        )
        return answer.headers["Docker-Content-Digest"], int(answer.headers["Content-Length"])


@contextmanager
def running(
    folder: Path, *, has_password: bool = False, deletes: bool = True
) -> Iterator[Registry]:
    """A registry on loopback, over HTTP as engines take it there."""
    assert shutil.which(PROGRAM), ADVICE
    registry = Registry(free_port(), folder)
    folder.mkdir(parents=True, exist_ok=True)
    access = ""
    if has_password:
        (folder / "htpasswd").write_text(HTPASSWD)
        access = f"auth: {{htpasswd: {{realm: test, path: {folder / 'htpasswd'}}}}}\n"
    (folder / "config.yml").write_text(
        "version: 0.1\nlog: {level: warn}\n"
        f"storage: {{filesystem: {{rootdirectory: {folder / 'data'}}},"
        f" delete: {{enabled: {str(deletes).lower()}}}}}\n"
        f"http: {{addr: '{registry.host}'}}\n{access}"
    )
    log = folder / "log"
    with log.open("wb") as said:
        process = subprocess.Popen(
            [PROGRAM, "serve", str(folder / "config.yml")], stdout=said, stderr=said
        )
    try:
        _wait(registry, process, log)
        yield registry
    finally:
        process.terminate()
        process.wait(PATIENCE)


def _wait(registry: Registry, process: "subprocess.Popen[bytes]", log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(requests.ConnectionError):
            requests.get(f"http://{registry.host}/v2/", timeout=PATIENCE)
            return
        time.sleep(0.05)
    raise AssertionError(f"{PROGRAM} does not answer:\n{log.read_text()}")


@dataclass
class BadLine:
    """A line to a registry that drops connections whose request has certain words.

    drop: words of a request -> how many such connections are still dropped.
    """

    port: int
    target: int
    drop: dict[bytes, int] = field(default_factory=dict)
    dropped: int = 0
    open: list[socket.socket] = field(default_factory=list)

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    def close(self) -> None:
        """End all connections; engines keep theirs for the next request."""
        for end in self.open:
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def drops(self, request: bytes) -> bool:
        """Whether this connection ends now."""
        for words, left in self.drop.items():
            if left and words in request:
                self.drop[words] = left - 1
                self.dropped += 1
                return True
        return False


@contextmanager
def bad_line(registry: Registry) -> Iterator[BadLine]:
    """A proxy in front of a registry."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        line = BadLine(server.getsockname()[1], registry.port)
        thread = threading.Thread(target=_serve, args=(server, line))
        thread.start()
        try:
            yield line
        finally:
            server.shutdown(socket.SHUT_RDWR)
            line.close()
            thread.join(PATIENCE)


def _serve(server: socket.socket, line: BadLine) -> None:
    threads = []
    while True:
        try:
            client, _ = server.accept()
        except OSError:
            break
        threads.append(threading.Thread(target=_connection, args=(client, line)))
        threads[-1].start()
    for thread in threads:
        thread.join(PATIENCE)


def _connection(client: socket.socket, line: BadLine) -> None:
    with client, socket.create_connection(("127.0.0.1", line.target)) as registry:
        line.open += [client, registry]
        back = threading.Thread(target=_copy, args=(registry, client))
        back.start()
        with contextlib.suppress(OSError):
            while part := client.recv(65536):
                if line.drops(part):
                    break
                registry.sendall(part)
        for end in (registry, client):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
        back.join(PATIENCE)


def _copy(source: socket.socket, target: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while part := source.recv(65536):
            target.sendall(part)
        target.shutdown(socket.SHUT_WR)
