"""Brings the Compose stack up once, with a folder of large images, for all container tests."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import requests
import tifffile
from pytest_docker.plugin import Services

from builder.images import IMAGES
from tests.container.registry import Registry, running
from tests.container.stack import COMPOSE_FILE, LARGE_IMAGES, ROOT, TAG, Stack
from tests.ports import free_port

LAST = "test_manifests_swarm.py"
HERE = Path(__file__).parent
AUTHORITY = HERE / "authority.pem"
ADVICE = 'no Docker engine with Compose: run eval "$(tools/engine start)", then make test'
PLANE = 1024
IMPORT_SECONDS = 120


def write_large_image(path: Path, planes: int) -> None:
    """Write an OME-TIFF of 16-bit planes that no compression makes smaller."""
    random = np.random.default_rng(planes)
    plane = random.integers(0, 65536, (PLANE, PLANE), dtype=np.uint16)
    tifffile.imwrite(
        path,
        (plane for _ in range(planes)),
        shape=(planes, PLANE, PLANE),
        dtype=np.uint16,
        ome=True,
        metadata={"axes": "ZYX"},
    )


def has_engine() -> bool:
    try:
        subprocess.run(["docker", "compose", "ls"], capture_output=True, timeout=60, check=True)
    except (OSError, subprocess.SubprocessError):
        return False
    return True


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Without an engine the tests of this folder are skipped; on CI they run and fail.

    Tests of the Swarm are the last ones: with `docker swarm leave` the engine forgets the names of
    all containers that run then (seen with Docker 20.10), and `stack` runs until the end.
    """
    items.sort(key=lambda item: item.path.name == LAST)
    mine = [item for item in items if item.path.is_relative_to(HERE)]
    if mine and not os.environ.get("CI") and not has_engine():
        for item in mine:
            item.add_marker(pytest.mark.skip(reason=ADVICE))


@pytest.fixture(scope="session")
def engine() -> None:
    """A container engine with Compose."""
    if not has_engine():
        pytest.fail(ADVICE)


@pytest.fixture(scope="session")
def built_images(engine: None) -> dict[str, str]:
    """Both images, built once by the builder from this checkout: target -> name.

    With certificates that only the build is to trust: always the same, so that steps stay cached.
    """
    build = [sys.executable, "-m", "builder", "build", "--tag", TAG, "--ca-bundle", str(AUTHORITY)]
    done = subprocess.run(
        build, cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return {target: f"{name}:{TAG}" for target, name in IMAGES.items()}


@pytest.fixture(scope="session")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Registry]:
    """A registry for all tests; each has a repository of its own."""
    with running(tmp_path_factory.mktemp("registry")) as found:
        yield found


@pytest.fixture(scope="session")
def large_images(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one Project, one Dataset and two large images, readable for every UID."""
    root = tmp_path_factory.mktemp("images")
    dataset = root / "Speed" / "Large files"
    dataset.mkdir(parents=True)
    for name, planes in LARGE_IMAGES.items():
        write_large_image(dataset / name, planes)
    # pytest keeps its temporary folders to their owner; containers run as another user.
    for folder in (root.parent, root):
        folder.chmod(0o755)
    return root


@pytest.fixture(scope="session")
def stack_settings(built_images: dict[str, str], large_images: Path) -> Stack:
    """The stack's project name, port and settings, before it is up."""
    return Stack(f"omeroweb-test-{os.getpid()}", free_port(), {"IMAGES": str(large_images)})


# --- pytest-docker -----------------------------------------------------------


@pytest.fixture(scope="session")
def docker_compose_file() -> str:
    return str(COMPOSE_FILE)


@pytest.fixture(scope="session")
def docker_compose_project_name(stack_settings: Stack) -> Iterator[str]:
    # pytest-docker hands on this process' environment, and nothing else.
    with pytest.MonkeyPatch.context() as patch:
        for name, value in stack_settings.environment.items():
            patch.setenv(name, value)
        yield stack_settings.project


@pytest.fixture(scope="session")
def docker_setup() -> list[str]:
    return ["up --no-build --wait --wait-timeout 240"]


@pytest.fixture(scope="session")
def docker_cleanup() -> list[str]:
    return ["down --volumes --timeout 60"]


@pytest.fixture(scope="session")
def stack(stack_settings: Stack, docker_services: Services) -> Stack:
    """The stack, with all services healthy."""
    return stack_settings


@pytest.fixture(scope="session")
def image_ids(stack: Stack) -> dict[str, int]:
    """Name -> id of the large images, once the import in the background has made them."""
    deadline = time.monotonic() + IMPORT_SECONDS
    found: dict[str, int] = {}
    while time.monotonic() < deadline:
        answer = requests.get(f"{stack.url}/api/v0/m/images/", timeout=30)
        answer.raise_for_status()
        found = {image["Name"]: image["@id"] for image in answer.json()["data"]}
        if set(LARGE_IMAGES) <= set(found):
            return found
        time.sleep(0.5)
    raise AssertionError(
        f"after {IMPORT_SECONDS} s the images are {sorted(found)}, not {sorted(LARGE_IMAGES)}:\n"
        f"{stack.compose('logs', '--tail', '50', 'web')}"
    )
