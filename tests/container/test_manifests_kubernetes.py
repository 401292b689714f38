"""`manifests kubernetes`: its pods, run as containers with what their specs say."""

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import docker
import pytest
import requests
from docker.models.volumes import Volume

from tests.container.pods import Cluster, Pod, read_objects
from tests.container.published import PASSWORD, small_images, write_manifests
from tests.container.site import TIMEOUT, assert_shows, image_named, log_in
from tests.container.stack import TAG

HOST = "omero.example.org"
PROBES = ("startupProbe", "readinessProbe", "livenessProbe")
COMPONENTS = ("web", "stream", "nginx")
# What a cluster does with a volume that belongs to fsGroup.
OWN = "chgrp {group} /OMERO && chmod 2770 /OMERO"


@pytest.fixture(scope="module")
def images(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_images(tmp_path_factory.mktemp("shown"))


@pytest.fixture(scope="module")
def cluster(
    built_images: dict[str, str], images: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Cluster]:
    folder = tmp_path_factory.mktemp("kubernetes")
    secrets = tmp_path_factory.mktemp("secrets")
    for one in (secrets, secrets.parent):
        one.chmod(0o755)
    (secrets / "root.password").write_text(PASSWORD, encoding="utf-8")
    settings = {"SITE": f"https://{HOST}/", "IMAGES": str(images)}
    write_manifests("kubernetes", folder, {**settings, "OMERO_WEB_ROOT_PASSWORD": PASSWORD})
    with ExitStack() as cleanup:
        client = docker.from_env(timeout=120)
        cleanup.callback(client.close)
        name = f"omeroweb-pods-{os.getpid()}"
        state = client.volumes.create(name)
        cleanup.callback(state.remove, force=True)
        network = client.networks.create(name)
        cleanup.callback(network.remove)
        objects = read_objects(folder)
        web = objects["Deployment", "omeroweb-web"]["spec"]["template"]["spec"]
        client.containers.run(
            f"omeroweb/web:{TAG}",
            ["-c", OWN.format(group=web["securityContext"]["fsGroup"])],
            entrypoint="sh",
            user="0:0",
            remove=True,
            volumes={name: {"bind": "/OMERO", "mode": "rw"}},
        )
        claims: dict[str, Path | Volume] = {"omeroweb-state": state, "omeroweb-images": images}
        made = Cluster(client, network, objects, claims, {"omeroweb": secrets})
        cleanup.callback(made.remove)
        yield made


@pytest.fixture(scope="module")
def pods(cluster: Cluster) -> dict[str, Pod]:
    """All three, started at the same time, as a cluster does."""
    found = {name: cluster.run(f"omeroweb-{name}") for name in COMPONENTS}
    for pod in found.values():
        pod.wait_until_started()
    return found


@pytest.mark.parametrize("name", COMPONENTS)
def test_all_probes_hold(pods: dict[str, Pod], name: str) -> None:
    assert [probe for probe in PROBES if not pods[name].holds(probe)] == []


def test_the_site_works_behind_an_ingress_that_ends_tls(pods: dict[str, Pod], images: Path) -> None:
    url = pods["nginx"].url
    behind = {"Host": HOST, "X-Forwarded-Proto": "https"}
    answer = requests.get(f"{url}/api/v0/", headers=behind, timeout=TIMEOUT)
    # NGINX has found web by the full name of its Service, and has believed the proxy.
    assert answer.json()["url:projects"] == f"https://{HOST}/api/v0/m/projects/"

    session = log_in(url, PASSWORD, host=HOST, scheme="https")
    assert all(cookie.secure for cookie in session.cookies)
    image = image_named(session, url, "cells.ome.tiff")
    (file,) = images.rglob("*.tiff")
    assert_shows(session, url, image, file.stat().st_size)


def test_another_host_is_refused(pods: dict[str, Pod]) -> None:
    answer = requests.get(f"{pods['nginx'].url}/", headers={"Host": "evil.org"}, timeout=TIMEOUT)
    assert answer.status_code == 400


def test_nginx_is_ready_and_says_so_itself_while_web_is_away(pods: dict[str, Pod]) -> None:
    web, nginx = pods["web"].container, pods["nginx"]
    web.pause()
    try:
        assert not pods["web"].holds("readinessProbe")
        # Nobody kills what only takes long.
        assert pods["web"].holds("livenessProbe")
        assert nginx.holds("readinessProbe")
    finally:
        web.unpause()


def test_every_pod_ends_with_0_in_its_grace_period(pods: dict[str, Pod]) -> None:
    with ThreadPoolExecutor() as pool:
        assert list(pool.map(Pod.end, pods.values())) == [0, 0, 0]
