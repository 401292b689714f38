"""What workers share is loaded before the fork: nobody waits for it, it takes memory once."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from omeroweb.config import catalogue
from tests.ready import ready
from tests.server import PATIENCE, RunningServer, start

FIRSTS = (
    "/api/v0/m/images/?limit=200",
    "/webgateway/render_image_region/1/0/0/?region=0,0,32,32&c=1|0:100$FF0000",
    "/webgateway/render_thumbnail/1/",
    "/webgateway/archived_files/download/1/",
    "/webclient/login/",
    "/webclient/img_detail/1/",
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, pictures: Path) -> Iterator[RunningServer]:
    """One worker, with an app that tells what is loaded in it."""
    variables = {
        catalogue.WORKERS.variable: "1",
        # In the order of names: the TIFF is image 1.
        catalogue.IMPORT_WORKERS.variable: "1",
        catalogue.APPS.variable: '["omero_inside"]',
        "PYTHONPATH": str(Path(__file__).parents[1] / "apps"),
    }
    server = start(
        ready(tmp_path_factory.mktemp("preload") / "var"), "--images", pictures, **variables
    )
    yield server
    assert server.stop() == 0, "".join(server.output)


def loaded(site: RunningServer) -> set[str]:
    answer = requests.get(f"{site.url}/omero_inside/loaded/", timeout=PATIENCE)
    return set(answer.json()["modules"])


@pytest.mark.parametrize("path", FIRSTS)
def test_the_first_visitor_waits_for_no_import(site: RunningServer, path: str) -> None:
    before = loaded(site)
    assert requests.get(site.url + path, timeout=PATIENCE).status_code == 200
    assert loaded(site) - before == set()


def test_what_few_need_is_not_loaded_ahead(site: RunningServer) -> None:
    assert not loaded(site) & {"tensorstore", "ome_types", "cmap", "av", "gevent"}
