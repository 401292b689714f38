"""Real servers of files on loopback: an S3-compatible store (SeaweedFS) and NGINX for ranges."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests

from tests.ports import free_port

PATIENCE = 120
PARTS = ("master", "volume", "filer", "s3")
BUCKET = "images"
KEY, SECRET = "reader", "a secret of the tests"


@dataclass(frozen=True)
class ObjectStore:
    """A running S3-compatible store with one bucket."""

    endpoint: str
    filer: str

    def put(self, path: Path, key: str) -> None:
        """Copy a file or a folder into the bucket."""
        files = [path] if path.is_file() else [file for file in path.rglob("*") if file.is_file()]
        for file in files:
            name = key if path.is_file() else f"{key}/{file.relative_to(path).as_posix()}"
            answer = requests.put(
                f"{self.filer}/buckets/{BUCKET}/{name}",
                data=file.read_bytes(),
                headers={"Content-Type": "application/octet-stream"},
                timeout=PATIENCE,
            )
            answer.raise_for_status()


@contextmanager
def object_store(folder: Path) -> Iterator[ObjectStore]:
    """SeaweedFS, from its package on PyPI, for the duration of the block."""
    ports = {name: free_port() for name in (*PARTS, *(f"{part}.grpc" for part in PARTS))}
    identities = {
        "identities": [
            {
                "name": "tests",
                "credentials": [{"accessKey": KEY, "secretKey": SECRET}],
                "actions": [f"Read:{BUCKET}", f"List:{BUCKET}"],
            }
        ]
    }
    (folder / "s3.json").write_text(json.dumps(identities), encoding="utf-8")
    (folder / "data").mkdir()
    command = [
        str(Path(sys.executable).with_name("weed")),
        "server",
        f"-dir={folder / 'data'}",
        "-ip=127.0.0.1",
        "-ip.bind=127.0.0.1",
        "-filer",
        "-s3",
        f"-s3.config={folder / 's3.json'}",
        "-master.volumeSizeLimitMB=64",
        "-volume.max=20",
        f"-filer.localSocket={folder / 'filer.sock'}",
        *(f"-{part}.port={ports[part]}" for part in PARTS),
        *(f"-{part}.port.grpc={ports[part + '.grpc']}" for part in PARTS),
    ]
    store = ObjectStore(f"http://127.0.0.1:{ports['s3']}", f"http://127.0.0.1:{ports['filer']}")
    with running(command, folder / "weed.log", lambda: _is_ready(store)):
        yield store


def _is_ready(store: ObjectStore) -> bool:
    """Whether a file can be stored: the last part that begins is the volume server."""
    try:
        stored = requests.put(f"{store.filer}/buckets/{BUCKET}/probe", data=b"x" * 9000, timeout=5)
        # Without a signature the answer is 403, and it comes from the S3 gateway.
        refused = requests.get(f"{store.endpoint}/{BUCKET}/probe", timeout=5)
        return stored.ok and refused.status_code == 403
    except requests.ConnectionError:
        return False


@dataclass(frozen=True)
class FileServer:
    """NGINX over a folder. log: what was asked for, one line a request: path, range, status."""

    address: str
    log: Path

    def requests(self) -> list[str]:
        return self.log.read_text(encoding="utf-8").splitlines()


@contextmanager
def file_server(root: Path, folder: Path) -> Iterator[FileServer]:
    """NGINX, as the distribution has it, which answers ranges of the files below root."""
    nginx = shutil.which("nginx")
    if nginx is None:
        pytest.fail("no nginx on this machine: apt-get install nginx, then make test")
    port = free_port()
    log = folder / "access.log"
    (folder / "nginx.conf").write_text(
        "daemon off; worker_processes 1;\n"
        f"pid {folder}/nginx.pid; error_log {folder}/error.log;\n"
        + ("user root;\n" if os.getuid() == 0 else "")
        + "events {}\nhttp {\n"
        "log_format asked '$request_uri $http_range $status';\n"
        f"access_log {log} asked;\n"
        + "".join(
            f"{name}_temp_path {folder}/{name};\n"
            for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        + f"server {{ listen 127.0.0.1:{port}; root {root};\n"
        "location /private/ { return 403; }\n"
        "location /redirected/ { rewrite ^/redirected(/.*)$ $1 redirect; } } }\n",
        encoding="utf-8",
    )
    server = FileServer(f"http://127.0.0.1:{port}", log)

    def is_ready() -> bool:
        try:
            return requests.get(server.address, timeout=5).status_code > 0
        except requests.ConnectionError:
            return False

    with running([nginx, "-c", str(folder / "nginx.conf")], folder / "nginx.out", is_ready):
        yield server


@contextmanager
def running(command: list[str], log: Path, is_ready: Callable[[], bool]) -> Iterator[None]:
    """A server that answers, for the duration of the block."""
    with ExitStack() as stack:
        output = stack.enter_context(log.open("wb"))
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT, cwd=log.parent)
        stack.callback(process.wait, PATIENCE)
        # At once: an orderly end takes SeaweedFS 25 seconds.
        stack.callback(process.kill)
        deadline = time.monotonic() + PATIENCE
        while not is_ready():
            if process.poll() is not None or time.monotonic() > deadline:
                said = log.read_text(errors="replace")[-2000:]
                pytest.fail(f"{command[0]} did not start:\n{said}")
            time.sleep(0.1)
        yield
