"""The nginx image by itself: the file it was built with, other settings, HTTPS, its end."""

import json
import os
import ssl
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
import requests

from tests.container.slow_reader import paused_download
from tests.container.stack import TAG, Stack
from tests.nginx.certificate import make_certificate
from tests.ports import free_port

IMAGE = f"omeroweb/nginx:{TAG}"
# As compose.yaml starts it.
HELD_BACK = ["--read-only", "--tmpfs", "/tmp:mode=1777", "--cap-drop", "ALL", "--user", "1000:0"]  # noqa: S108
PATIENCE = 120
HEALTHY = ["sh", "-c", "until python -m builder.health nginx; do sleep 0.1; done"]
# Ends when nothing listens any more; the container's end would be another exit code.
REFUSED = ["sh", "-c", "while python -m builder.health nginx; do sleep 0.1; done"]

Start = Callable[..., str]


def docker(*arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        ["docker", *arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


@pytest.fixture
def start(stack: Stack) -> Iterator[Start]:
    """Run the image until it is healthy: start(*options of docker run) returns its name.

    In the network of `stack`, as Compose would, which has also built the image.
    """
    with ExitStack() as cleanup:

        def run(*options: str) -> str:
            name = f"omeroweb-nginx-{os.getpid()}"
            cleanup.callback(docker, "rm", "--force", name)
            network = ["--network", f"{stack.project}_default"]
            started = docker(
                "run", "--detach", "--name", name, *HELD_BACK, *network, *options, IMAGE
            )
            assert started.returncode == 0, started.stderr
            healthy = docker("exec", name, *HEALTHY)
            assert healthy.returncode == 0, docker("logs", name).stderr
            return name

        yield run


def file_of(name: str) -> str:
    """The file that NGINX in a container runs with."""
    return docker("exec", name, "cat", "/proc/1/cmdline").stdout.replace("\0", " ").split()[-1]


def test_it_starts_with_the_file_that_was_rendered_when_it_was_built(start: Start) -> None:
    assert file_of(start()) == "/opt/omero/nginx/rendered/nginx.conf"


def test_other_settings_are_rendered_when_it_starts(start: Start) -> None:
    name = start("--env", "CONFIG_omero_web_nginx_max__body__size=3g")
    file = file_of(name)
    assert file == "/tmp/nginx/nginx.conf"  # noqa: S108 - inside the container
    assert "client_max_body_size 3g;" in docker("exec", name, "cat", file).stdout


def test_it_serves_https_with_a_certificate_that_is_mounted(start: Start, tmp_path: Path) -> None:
    # pytest keeps its temporary folders to their owner; the container runs as another user.
    for folder in (tmp_path, tmp_path.parent):
        folder.chmod(0o755)
    certificate = make_certificate(tmp_path)
    certificate.key.chmod(0o644)
    http, https = free_port(), free_port()
    name = start(
        *("--volume", f"{tmp_path}:/certificate:ro"),
        *("--env", "CONFIG_omero_web_nginx_ssl__certificate=/certificate/site.pem"),
        *("--env", "CONFIG_omero_web_nginx_ssl__certificate__key=/certificate/site.key"),
        *("--env", f"CONFIG_omero_web_nginx_https__redirect__port={https}"),
        *("--publish", f"127.0.0.1:{http}:8080", "--publish", f"127.0.0.1:{https}:8443"),
    )
    answer = requests.get(
        f"http://127.0.0.1:{http}/api/v0/", verify=str(certificate.certificate), timeout=PATIENCE
    )
    assert answer.url == f"https://127.0.0.1:{https}/api/v0/"
    assert answer.status_code == 200
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"

    # A renewed certificate is taken without a restart.
    renewed = make_certificate(tmp_path)
    renewed.key.chmod(0o644)
    docker("kill", "--signal", "HUP", name)
    expected = renewed.certificate.read_text().strip()
    deadline = time.monotonic() + PATIENCE
    while ssl.get_server_certificate(("127.0.0.1", https)).strip() != expected:
        assert time.monotonic() < deadline, docker("logs", name).stderr


@pytest.mark.parametrize(
    ("variables", "said"),
    [
        ({"port": "http", "stream": "stream"}, ("nginx.port='http'", "nginx.stream='stream'")),
        ({"ssl__certificate": "/none.pem"}, ("a certificate and its key belong together",)),
        (
            {"ssl__certificate": "/none.pem", "ssl__certificate__key": "/none.key"},
            ('cannot load certificate "/none.pem"', "nginx refuses"),
        ),
        ({"__server__extra__config": json.dumps(["nonsense;"])}, ('unknown directive "nonsense"',)),
    ],
)
def test_it_says_what_is_wrong_and_does_not_start(
    stack: Stack, variables: dict[str, str], said: tuple[str, ...]
) -> None:
    given = [
        f"--env=CONFIG_omero_web_nginx{'' if name.startswith('__') else '_'}{name}={text}"
        for name, text in variables.items()
    ]
    done = docker("run", "--rm", *HELD_BACK, *given, IMAGE)
    assert done.returncode == 1
    for text in said:
        assert text in done.stderr
    assert "Traceback" not in done.stderr


def test_sigterm_lets_a_download_finish_and_takes_no_other(
    stack: Stack, image_ids: dict[str, int], large_images: Path, start: Start
) -> None:
    port = free_port()
    name = start("--publish", f"127.0.0.1:{port}:8080")
    file = next(large_images.rglob("second.ome.tiff"))
    path = f"/webgateway/archived_files/download/{image_ids[file.name]}/"
    with paused_download(port, path) as download:
        assert docker("kill", "--signal", "TERM", name).returncode == 0
        # Its listening socket is closed, while the answer is still under way.
        refused = docker("exec", name, *REFUSED)
        assert refused.returncode == 0, refused.stderr
        head, _, body = download.rest().partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200 OK")
    assert body == file.read_bytes()
    assert docker("wait", name).stdout == "0\n"
