"""A real NGINX from the distribution, in front of servers that do what a test wants to see."""

import json
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.nginx.certificate import Certificate, make_certificate
from tests.nginx.files import Written, write
from tests.nginx.upstream import Upstream
from tests.ports import free_port

HERE = Path(__file__).parent
ADVICE = "no nginx on this machine: apt-get install nginx, then make test"
PATIENCE = 60


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Without an NGINX the tests of this folder are skipped; on CI they run and fail."""
    if shutil.which("nginx") or os.environ.get("CI"):
        return
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.skip(reason=ADVICE))


@pytest.fixture(scope="session")
def nginx() -> str:
    found = shutil.which("nginx")
    if found is None:
        pytest.fail(ADVICE)
    return found


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return make_certificate(tmp_path_factory.mktemp("certificate"))


@dataclass
class Site:
    """An NGINX that listens, and what is behind it."""

    port: int
    written: Written
    web: Upstream
    stream: Upstream
    process: "subprocess.Popen[bytes]"

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def get(self, path: str, **options: Any) -> requests.Response:
        """GET, without following redirects."""
        options = {"allow_redirects": False, **options}
        return requests.get(self.url + path, timeout=PATIENCE, **options)

    def seen(self, path: str, **options: Any) -> dict[str, Any]:
        """What arrives at the application."""
        answer = self.get(path, **options)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = json.loads(answer.text)
        return found


Serve = Callable[..., Site]


@pytest.fixture
def serve(nginx: str, tmp_path: Path) -> Iterator[Serve]:
    """Start an NGINX: serve(kind, {property: text, ...}); all end with the test."""
    with ExitStack() as stack:

        def start(kind: str, properties: dict[str, str] | None = None, beside: str = "") -> Site:
            run = tmp_path / f"{kind}{len(list(tmp_path.iterdir()))}"
            return stack.enter_context(running(nginx, kind, run, properties or {}, beside))

        yield start


@contextmanager
def running(
    nginx: str, kind: str, run: Path, properties: dict[str, str], beside: str = ""
) -> Iterator[Site]:
    """An NGINX on a port of its own. beside: more of the system's http block; PORT is that port."""
    web, stream = Upstream("web"), Upstream("stream")
    port = int(properties.get("omero.web.nginx.port", free_port()))
    written = write(
        kind,
        run,
        {
            "omero.web.nginx.port": str(port),
            "omero.web.nginx.web": f"127.0.0.1:{web.port}",
            "omero.web.nginx.stream": f"127.0.0.1:{stream.port}",
            "omero.web.static_root": str(static_files(run)),
            **properties,
        },
        beside.replace("PORT", str(port)),
    )
    output = run / "output"
    with output.open("wb") as log:
        # Started by root, workers would be somebody who may not look into pytest's folders.
        more = "user root;" if os.geteuid() == 0 else ""
        if kind == "nginx-development":
            more += "daemon off;"
        command = [nginx, "-e", "stderr", "-c", str(written.file), "-g", more]
        process = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        wait_until_it_listens(port, process, output)
        yield Site(port, written, web, stream, process)
    finally:
        process.terminate()
        process.wait(PATIENCE)
        web.close()
        stream.close()


def static_files(run: Path) -> Path:
    """A static root, with something beside it that nobody may get."""
    root = run / "static"
    root.mkdir(parents=True)
    (root / "base.css").write_text("body { color: teal }\n" * 100, encoding="utf-8")
    (root / "base.0123456789ab.css").write_text("body { color: teal }\n", encoding="utf-8")
    (run / "staticsecret").write_text("secret", encoding="utf-8")
    run.chmod(0o755)
    return root


def wait_until_it_listens(port: int, process: "subprocess.Popen[bytes]", output: Path) -> None:
    for _ in range(PATIENCE * 50):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        assert process.poll() is None, output.read_text(encoding="utf-8")
        time.sleep(0.02)
    raise AssertionError(f"nginx does not listen:\n{output.read_text(encoding='utf-8')}")
