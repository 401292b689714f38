"""The way of a release: `make publish`, a registry, `manifests compose`, and a site that runs."""

import os
from collections.abc import Iterator
from pathlib import Path

import docker
import pytest
import requests

from tests.container.conftest import AUTHORITY
from tests.container.published import PASSWORD, Release, published_stack, released, small_images
from tests.container.registry import Registry
from tests.container.site import TIMEOUT, assert_shows, image_named, log_in
from tests.container.stack import SERVICES, Stack
from tests.ports import free_port

KEY = "a key that nobody has chosen"


@pytest.fixture(scope="module")
def release(
    built_images: dict[str, str], registry: Registry, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Release]:
    """Both images in the registry, and nowhere else."""
    # The options of `built_images`: its steps are in the cache.
    options = ("--ca-bundle", str(AUTHORITY))
    folder = tmp_path_factory.mktemp("lists")
    with released(registry, "lab/released", "1.2.3", folder, *options) as found:
        yield found


@pytest.fixture(scope="module")
def published(
    release: Release, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Stack, Path]]:
    """The stack, and the folder of images that it shows."""
    folder = tmp_path_factory.mktemp("compose")
    images = small_images(tmp_path_factory.mktemp("shown"))
    environ = {
        **release.place,
        "IMAGES": str(images),
        "OMERO_WEB_ROOT_PASSWORD": PASSWORD,
        "CONFIG_omero_web_secret__key": KEY,
        "CONFIG_omero_web_nginx__server__extra__config": '["add_header X-Price 10;"]',
        "CONFIG_omero_web_login__incorrect__credentials__text": 'It\'s $5: "no" #1',
    }
    folder.chmod(0o755)
    project = f"omeroweb-published-{os.getpid()}"
    stack = published_stack(folder, project, free_port(), environ)
    try:
        stack.up()
        yield stack, images
    finally:
        stack.compose("down", "--volumes", "--timeout", "60")


def test_what_make_publish_sent_to_a_registry_comes_back_and_runs(
    release: Release, registry: Registry, published: tuple[Stack, Path]
) -> None:
    for target, image in release.images.items():
        assert image["tags"] == ["1.2.3", "1.2", "1", "latest"]
        there = registry.digests(f"lab/released/{target}")
        assert there == dict.fromkeys(image["tags"], image["digest"])
        assert (release.folder / f"{target}.cdx.json").is_file()
    assert release.still_here == []

    stack, _ = published
    client = docker.from_env()
    project = f"com.docker.compose.project={stack.project}"
    containers = client.containers.list(filters={"label": project})
    client.close()
    runs = {one.labels["com.docker.compose.service"]: one.image for one in containers}
    for service, target in {"web": "web", "stream": "web", "nginx": "nginx"}.items():
        image = runs[service]
        assert image is not None
        assert image.id == release.ids[target]
        # What an engine has of a registry, and not what it has built, has a digest.
        assert image.attrs["RepoDigests"] == [release.images[target]["reference"]]
    assert {one.health for one in stack.containers()} == {"healthy"}
    page = requests.get(f"{stack.url}/webclient/", timeout=TIMEOUT)
    assert page.status_code == 200
    assert "Log in" in page.text


def test_the_stack_shows_images_to_who_logs_in_and_to_nobody_else(
    published: tuple[Stack, Path],
) -> None:
    stack, images = published
    assert {container.service for container in stack.containers()} == SERVICES
    assert requests.get(f"{stack.url}/api/v0/m/images/", timeout=TIMEOUT).status_code == 403

    session = log_in(stack.url, PASSWORD)
    image = image_named(session, stack.url, "cells.ome.tiff")
    (file,) = images.rglob("*.tiff")
    assert_shows(session, stack.url, image, file.stat().st_size)
    # What was rendered is where NGINX can read it.
    assert stack.run_in("nginx", "find", "/kept", "-type", "f", "-readable").splitlines()


def test_values_arrive_as_they_were_given(published: tuple[Stack, Path]) -> None:
    stack, _ = published
    assert (
        stack.run_in("web", "printenv", "CONFIG_omero_web_login__incorrect__credentials__text")
        == 'It\'s $5: "no" #1\n'
    )
    extra = stack.run_in("nginx", "printenv", "CONFIG_omero_web_nginx__server__extra__config")
    assert extra == '["add_header X-Price 10;"]\n'


@pytest.mark.parametrize("service", ["web", "stream"])
def test_secrets_are_in_files_and_not_in_the_environment(
    published: tuple[Stack, Path], service: str
) -> None:
    stack, _ = published
    environment = stack.run_in(service, "env")
    assert PASSWORD not in environment
    assert KEY not in environment
    assert stack.run_in(service, "omero", "config", "get", "--resolved", "omero.web.secret_key")
    shown = stack.run_in(
        service, "omero", "config", "get", "--resolved", "--show-password", "omero.web.secret_key"
    )
    assert shown.strip() == KEY
