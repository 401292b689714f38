"""Who may have original files: omero.policy.binary_access, over HTTP and on pages."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from omeroweb.config import catalogue
from tests.integration.client import login
from tests.integration.settings import variables
from tests.ready import ROOT_PASSWORD, ready
from tests.server import RunningServer, start

IMAGE, OF_PLATE = 1, 2


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, pictures: Path) -> Iterator[RunningServer]:
    """Images, not plates, and only for their owners."""
    environment = variables({catalogue.BINARY_ACCESS: "+write,+image,-plate"})
    server = start(
        ready(tmp_path_factory.mktemp("site") / "var"), "--images", pictures, **environment
    )
    yield server
    assert server.stop() == 0


@pytest.fixture
def owner(site: RunningServer) -> requests.Session:
    return login(site.url, ROOT_PASSWORD)


@pytest.mark.parametrize(
    ("is_owner", "image", "may"),
    [(False, IMAGE, False), (True, IMAGE, True), (False, OF_PLATE, False), (True, OF_PLATE, False)],
)
def test_originals_are_for_whom_the_policy_names(
    site: RunningServer, owner: requests.Session, is_owner: bool, image: int, may: bool
) -> None:
    session = owner if is_owner else requests.Session()
    download = f"{site.url}/webgateway/archived_files/download/"
    assert session.get(f"{download}{image}/").status_code == (200 if may else 404)
    assert session.get(download, params={"image": image}).status_code == (200 if may else 404)
    # Pages know it, and show no link that would be refused; pictures are for all who see.
    data = session.get(f"{site.url}/webgateway/imgData/{image}/").json()
    assert data["perms"]["canDownload"] is may
    page = session.get(f"{site.url}/webclient/img_detail/{image}/").text
    assert ("Download original" in page) is may
    assert session.get(f"{site.url}/webgateway/render_thumbnail/{image}/").ok


def test_one_refused_file_is_not_left_out_in_silence(
    site: RunningServer, owner: requests.Session
) -> None:
    both = f"{site.url}/webgateway/archived_files/download/?image={IMAGE}&image={OF_PLATE}"
    answer = owner.get(both)
    assert answer.status_code == 404
    assert answer.text == f"the original files of image {OF_PLATE} are not for download"
