"""A container that is told to end, whenever that is."""

import os
import time

import docker
import pytest

from tests.container.stack import TAG

PATIENCE = 120
GRACE = 40
PROCESS_1 = ["cat", "/proc/1/cmdline"]


@pytest.mark.usefixtures("built_images")
def test_a_container_that_is_told_to_end_while_gunicorn_starts_ends_with_0() -> None:
    client = docker.from_env(timeout=120)
    container = client.containers.run(
        f"omeroweb/web:{TAG}",
        ["web", "start", "--foreground"],
        name=f"omeroweb-ending-{os.getpid()}",
        detach=True,
        read_only=True,
        tmpfs={"/tmp": "mode=1777", "/OMERO": "mode=1777"},  # noqa: S108 - inside the container
    )
    try:
        deadline = time.monotonic() + PATIENCE
        while b"gunicorn" not in container.exec_run(PROCESS_1).output:
            assert time.monotonic() < deadline, container.logs().decode()
        # Gunicorn is there and does not listen yet: process 1 has no handler of the signal.
        container.stop(timeout=GRACE)
        assert container.wait()["StatusCode"] == 0
    finally:
        container.remove(force=True)
        client.close()
