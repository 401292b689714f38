"""`manifests swarm`: a stack on a real Swarm, and what happens to visitors when settings change."""

import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
import requests

from tests.container.published import small_images, type_header, write_manifests
from tests.container.stack import TAG
from tests.container.swarm import SwarmStack, Task, docker, loaded, one_node
from tests.ports import free_port

NAME = f"omeroweb-swarm-{os.getpid()}"
SERVICES = {"web": 1, "stream": 1, "nginx": 2}
WEB = f"omeroweb/web:{TAG}"
# Read by web and by NGINX: every container has to be replaced.
FRAMES = "CONFIG_omero_web_x__frame__options"


def settings(images: Path) -> dict[str, str]:
    return {
        "IMAGES": str(images),
        "PUBLISH": "none",
        "SECRETS": NAME,
        "CONFIG_omero_web_public_enabled": "true",
        "CONFIG_omero_web_secret__key": "a key that nobody has chosen",
        FRAMES: "SAMEORIGIN",
    }


def all_run(tasks: list[Task], nginx: int = SERVICES["nginx"]) -> bool:
    """Whether every service has all its containers, healthy, and none that should be gone."""
    wanted = {**SERVICES, "nginx": nginx}
    running = [task for task in tasks if task.runs]
    return (
        all(task.desired == "Running" for task in running)
        and {name: sum(f"_{name}." in one.name for one in running) for name in wanted} == wanted
    )


@pytest.fixture(scope="module")
def images(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_images(tmp_path_factory.mktemp("shown"))


@pytest.fixture(scope="module")
def stack(
    built_images: dict[str, str], images: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[SwarmStack, Path]]:
    """The running stack, and the folder of its files."""
    folder = tmp_path_factory.mktemp("swarm")
    made = SwarmStack(NAME)
    with ExitStack() as cleanup:
        cleanup.enter_context(one_node())
        write_manifests("swarm", folder, settings(images))
        type_header(folder / "stack.yaml", settings(images))
        cleanup.callback(docker, "secret", "rm", f"{NAME}-omero.web.secret_key")
        cleanup.callback(made.remove)
        made.deploy(folder / "stack.yaml")
        made.wait(all_run)
        yield made, folder


def test_a_changed_setting_replaces_every_container_without_one_failed_request(
    stack: tuple[SwarmStack, Path], images: Path
) -> None:
    swarm, folder = stack
    with loaded(f"{NAME}_inside", WEB, "http://nginx:8080") as summary:
        before = {task.id for task in swarm.tasks() if task.runs}
        assert len(before) == sum(SERVICES.values())
        write_manifests("swarm", folder, {**settings(images), FRAMES: "DENY"})
        swarm.deploy(folder / "stack.yaml")
        swarm.wait(
            lambda tasks: all_run(tasks) and not before & {task.id for task in tasks if task.runs}
        )
    assert summary["failures"] == []
    answers = summary["answers"]
    assert isinstance(answers, dict)
    assert min(answers.values()) > 0
    # Both the old settings and the new ones have answered.
    frames = summary["frames"]
    assert isinstance(frames, dict)
    assert set(frames) == {"SAMEORIGIN", "DENY"}
    assert {task.error for task in swarm.tasks()} == {""}


def test_secrets_and_settings_are_files_that_the_user_may_read(
    stack: tuple[SwarmStack, Path],
) -> None:
    label = f"label=com.docker.swarm.service.name={NAME}_web"
    (web,) = docker("ps", "-q", "--filter", label).split()
    assert "nobody has chosen" not in docker("exec", web, "env")
    asked = ["omero", "config", "get", "--resolved", "--show-password", "omero.web.secret_key"]
    assert docker("exec", web, *asked).strip() == "a key that nobody has chosen"
    listed = docker("exec", web, "stat", "-c", "%a %u:%g", "/run/secrets/omero.web.secret_key")
    assert listed.strip() == "440 1000:0"
    read_only = docker("exec", web, "sh", "-c", "touch /written 2>&1 || true")
    assert "Read-only file system" in read_only


def test_nginx_is_published_on_the_port_of_the_machine(
    stack: tuple[SwarmStack, Path], images: Path
) -> None:
    swarm, folder = stack
    port = free_port()
    published = {**settings(images), FRAMES: "DENY", "PUBLISH": "host", "HTTP_PORT": str(port)}
    write_manifests("swarm", folder, published)
    # A service cannot become a global one: it is another.
    docker("service", "rm", f"{NAME}_nginx")
    swarm.deploy(folder / "stack.yaml")
    swarm.wait(lambda tasks: all_run(tasks, nginx=1))
    answer = requests.get(f"http://127.0.0.1:{port}/api/v0/m/images/", timeout=30)
    assert [image["Name"] for image in answer.json()["data"]] == ["cells.ome.tiff"]
