"""A second engine on this machine whose disk is almost full; needs root, as dockerd does."""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

ADVICE = "a second engine needs root and dockerd: run the tests as root on Debian with docker.io"
PATIENCE = 120
# In namespaces of its own: the machine's network is not touched (an engine without a bridge removes
# the one of others), and what is mounted is gone with it.
NAMESPACES = ["unshare", "--mount", "--net", "sh", "-euc"]
SCRIPT = 'mount -t tmpfs -o size=24m tmpfs "$0/data"; exec dockerd "$@"'


@contextmanager
def small_engine() -> Iterator[str]:
    """An engine that has 24 MB for all of its images; yields its DOCKER_HOST. Needs root."""
    if os.geteuid() != 0 or not shutil.which("dockerd"):
        pytest.skip(ADVICE)
    # Paths of sockets are short.
    with tempfile.TemporaryDirectory(prefix="omeroweb-small-", dir="/run") as folder:
        host = f"unix://{folder}/docker.sock"
        Path(folder, "data").mkdir()
        Path(folder, "daemon.json").write_text("{}")
        options = [
            *("--host", host, "--data-root", f"{folder}/data", "--exec-root", f"{folder}/exec"),
            *("--pidfile", f"{folder}/docker.pid", "--config-file", f"{folder}/daemon.json"),
            *("--bridge", "none", "--iptables=false", "--ip-forward=false", "--ip-masq=false"),
        ]
        log = Path(folder, "log")
        with log.open("wb") as said:
            process = subprocess.Popen(
                [*NAMESPACES, SCRIPT, folder, *options], stdout=said, stderr=said
            )
        try:
            _wait(host, process, log)
            yield host
        finally:
            process.terminate()
            process.wait(PATIENCE)


def _wait(host: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        asked = subprocess.run(
            ["docker", "--host", host, "version"], capture_output=True, check=False
        )
        if asked.returncode == 0:
            return
        time.sleep(0.2)
    raise AssertionError(f"the second engine does not answer:\n{log.read_text()}")
