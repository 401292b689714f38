"""The stack as `make up` starts it: healthy, behind NGINX, read-only, any UID, a clean end."""

import contextlib
import http.client
import os
import re
from collections.abc import Iterator
from urllib.parse import urljoin

import pytest
import requests

from tests.container.stack import SERVICES, Stack
from tests.ports import free_port

TIMEOUT = 60
PASSWORD = "a long enough password"


def test_every_service_is_healthy(stack: Stack) -> None:
    containers = stack.containers()
    assert {container.service for container in containers} == SERVICES
    assert {(c.service, c.state, c.health) for c in containers} == {
        (service, "running", "healthy") for service in SERVICES
    }


def test_nginx_passes_pages_on_and_adds_each_header_once(stack: Stack) -> None:
    answer = requests.get(f"{stack.url}/", timeout=TIMEOUT)
    assert answer.status_code == 200
    assert answer.headers["Server"] == "nginx"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"


def test_nginx_accepts_the_files_for_a_site_below_a_path(stack: Stack) -> None:
    folder = "/tmp/below-a-path"  # noqa: S108 - inside the container
    render = ["python", "-m", "builder", "render", "--output", folder, "--run", folder]
    stack.run_in("nginx", "env", "CONFIG_omero_web_prefix=/omero", *render)
    stack.run_in("nginx", "nginx", "-e", "stderr", "-t", "-c", f"{folder}/nginx.conf")


def test_nginx_serves_hashed_static_files_to_be_kept_for_good(stack: Stack) -> None:
    page = requests.get(f"{stack.url}/", timeout=TIMEOUT)
    paths = re.findall(r'(?:href|src)="(/static/[^"]+\.[0-9a-f]{12}\.(?:css|js))"', page.text)
    assert paths, f"{page.url} names no hashed static file"
    answer = requests.get(urljoin(stack.url, paths[0]), timeout=TIMEOUT)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    # Gunicorn did not see it: its answers come in chunks of unknown length or without ETag.
    assert "Last-Modified" in answer.headers


@pytest.mark.parametrize(
    "path",
    ["/static../venv/pyvenv.cfg", "/static/../venv/pyvenv.cfg", "/static/%2e%2e/venv/pyvenv.cfg"],
)
def test_nginx_gives_no_file_from_beside_the_static_folder(stack: Stack, path: str) -> None:
    # requests would tidy such a path up before it sends it.
    connection = http.client.HTTPConnection("127.0.0.1", stack.port, timeout=TIMEOUT)
    with contextlib.closing(connection):
        connection.request("GET", path)
        answer = connection.getresponse().read()
    assert b"include-system-site-packages" not in answer


def test_a_missing_static_file_is_not_asked_of_gunicorn(stack: Stack) -> None:
    answer = requests.get(f"{stack.url}/static/none.css", timeout=TIMEOUT)
    assert answer.status_code == 404
    assert "<center>nginx</center>" in answer.text


def test_nginx_answers_its_health_check_to_itself_only(stack: Stack) -> None:
    assert requests.get(f"{stack.url}/.nginx/health", timeout=TIMEOUT).status_code == 404


@pytest.mark.parametrize("service", sorted(SERVICES))
def test_the_root_file_system_is_read_only(stack: Stack, service: str) -> None:
    said = stack.run_in(service, "sh", "-c", "touch /written /opt/omero/written 2>&1; true")
    assert said.count("Read-only file system") == 2


@pytest.mark.parametrize("service", sorted(SERVICES))
def test_processes_have_no_privilege_to_lose(stack: Stack, service: str) -> None:
    status = stack.run_in(service, "cat", "/proc/1/status")
    fields = dict(line.split(":\t", 1) for line in status.splitlines() if ":\t" in line)
    assert fields["Uid"].split() == ["1000"] * 4
    assert int(fields["CapEff"], 16) == int(fields["CapBnd"], 16) == 0
    assert fields["NoNewPrivs"] == "1"


@pytest.fixture
def second_stack(stack: Stack) -> Iterator[Stack]:
    """A stack of its own, from the images that are built already, with the sample images."""
    settings = {"OMERO_WEB_ROOT_PASSWORD": PASSWORD}
    second = Stack(f"omeroweb-second-{os.getpid()}", free_port(), settings)
    try:
        yield second
    finally:
        second.compose("down", "--volumes", "--timeout", "60")


def test_every_container_ends_with_0_and_another_uid_takes_over(second_stack: Stack) -> None:
    second_stack.up()
    assert_log_in_works(second_stack)

    # Without --timeout, stop_grace_period holds; whoever passes it is killed and ends with 137.
    second_stack.compose("stop")
    assert {(c.service, c.exit_code) for c in second_stack.containers()} == {
        (service, 0) for service in SERVICES
    }

    second_stack.settings["CONTAINER_USER"] = "12345:0"
    second_stack.up()
    assert second_stack.run_in("web", "id", "-u").strip() == "12345"
    assert_log_in_works(second_stack)


def assert_log_in_works(stack: Stack) -> None:
    """Log in as the administrator: reads the key that signs cookies, writes to the database."""
    with requests.Session() as session:
        first = session.get(f"{stack.url}/api/v0/token/", timeout=TIMEOUT)
        assert first.status_code == 200, f"{first.status_code}: {first.text}"
        token = first.json()["data"]
        answer = session.post(
            f"{stack.url}/api/v0/login/",
            data={"username": "root", "password": PASSWORD, "server": "1"},
            # As browsers send it: Django compares the origin with the host that NGINX passes on.
            headers={"X-CSRFToken": token, "Origin": stack.url},
            timeout=TIMEOUT,
        )
    said = f"{answer.status_code}: {answer.text}\n{stack.compose('logs', '--tail', '30', 'web')}"
    assert answer.status_code == 200, said
    assert answer.json()["success"] is True


def test_nginx_says_in_its_own_words_that_gunicorn_is_away(second_stack: Stack) -> None:
    second_stack.up()
    second_stack.compose("stop", "web")

    page = requests.get(f"{second_stack.url}/webclient/", timeout=TIMEOUT)
    assert page.status_code in {502, 504}
    assert "does not answer at the moment" in page.text
    assert page.headers["Retry-After"] == "5"
    assert requests.get(f"{second_stack.url}/api/v0/", timeout=TIMEOUT).json().keys() == {"message"}

    # It comes back without a restart of NGINX, at whatever address it gets.
    second_stack.compose("up", "--wait", "web")
    assert requests.get(f"{second_stack.url}/", timeout=TIMEOUT).status_code == 200
