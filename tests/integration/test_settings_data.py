"""How data is kept, listed, drawn and limited."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest
import requests
from django.core import signing

from omeroweb.config import catalogue
from omeroweb.samples.plate import write_plate
from tests.images import ramp, write_ome_tiff
from tests.integration.client import login
from tests.integration.settings import variables
from tests.server import RunningServer, start

SIDE = 40


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    base = tmp_path_factory.mktemp("site")
    folder = base / "images"
    folder.mkdir()
    acquired = {"AcquisitionDate": "2024-05-01T12:00:00"}
    for name in ("a", "b", "c"):
        data = ramp((1, SIDE, SIDE))
        write_ome_tiff(folder / f"{name}.ome.tif", data, metadata=acquired)
    write_plate(folder / "plate.ome.zarr", rows=1, columns=1, size=32)
    settings = {
        catalogue.STORE: str(base / "elsewhere"),
        catalogue.SECRET_KEY: "a key of our own",
        catalogue.TIME_ZONE: "Asia/Tokyo",
        catalogue.OPEN_IMAGES: "1",
        catalogue.WORKERS: "1",
        # Images have the order of their names.
        catalogue.IMPORT_WORKERS: "1",
        catalogue.API_LIMIT: "1",
        catalogue.API_MAX_LIMIT: "2",
        catalogue.API_ABSOLUTE_URL: "https://omero.example.org/",
        catalogue.PLATE_LAYOUT: "shrink",
        catalogue.RENDER_MAX_PIXELS: str(SIDE * SIDE - 1),
        catalogue.MAX_ZIP: "100",
    }
    server = start(base / "var", "--images", folder, **variables(settings))
    yield server
    assert server.stop() == 0, "".join(server.output)


def get(site: RunningServer, path: str) -> requests.Response:
    return requests.get(site.url + path, timeout=60)


def test_the_store_lies_where_it_is_wanted(site: RunningServer) -> None:
    assert (site.omerodir.parent / "elsewhere" / "omero.db").is_file()
    assert not (site.omerodir / "store").exists()


def test_sessions_are_signed_with_the_configured_key(site: RunningServer) -> None:
    login(site.url, site.root_password)
    assert not (site.omerodir / "var" / "django_secret_key").exists()
    with closing(sqlite3.connect(site.omerodir.parent / "elsewhere" / "omero.db")) as database:
        ((kept,),) = database.execute("SELECT session_data FROM django_session").fetchall()
    salt = "django.contrib.sessions.SessionStore"
    session = signing.loads(kept, key="a key of our own", salt=salt, fallback_keys=[])
    assert session["connector"]["user_id"] == 0


def test_the_api_has_pages_of_the_wanted_size(site: RunningServer) -> None:
    images = get(site, "/api/v0/m/images/").json()
    assert (len(images["data"]), images["meta"]["maxLimit"]) == (1, 2)
    assert len(get(site, "/api/v0/m/images/?limit=100").json()["data"]) == 2


def test_urls_of_the_api_begin_as_wanted(site: RunningServer) -> None:
    image = get(site, "/api/v0/m/images/").json()["data"][0]
    assert image["url:image"] == "https://omero.example.org/api/v0/m/images/1/"


def test_a_plate_is_laid_out_as_wanted(site: RunningServer) -> None:
    plate = get(site, "/api/v0/m/plates/").json()["data"][0]["@id"]
    grid = get(site, f"/webgateway/plate/{plate}/").json()["grid"]
    assert [len(row) for row in grid] == [1]


def test_dates_are_those_of_the_time_zone(site: RunningServer) -> None:
    page = get(site, "/webclient/img_detail/1/").text
    assert 'data-acquired="2024-05-01T21:00:00+09:00"' in page


def test_a_picture_with_too_many_pixels_is_refused(site: RunningServer) -> None:
    whole = get(site, "/webgateway/render_image/1/")
    assert whole.status_code == 400
    assert "tile" in whole.text
    assert get(site, f"/webgateway/render_image_region/1/0/0/?region=0,0,{SIDE},9").ok


def test_a_zip_with_too_many_bytes_is_refused(site: RunningServer) -> None:
    both = get(site, "/webgateway/archived_files/download/?image=1&image=2")
    assert both.status_code == 403
    assert "more than one zip may hold (100)" in both.text


def test_a_process_keeps_as_many_images_open_as_wanted(site: RunningServer) -> None:
    for image in (1, 2, 3):
        assert get(site, f"/webgateway/render_image_region/{image}/0/0/?tile=0,0,0,9,9").ok
    children = Path(f"/proc/{site.process.pid}/task/{site.process.pid}/children").read_text()
    # Beside the worker there is the process that follows the folder, which opens none itself.
    opened = [link for child in children.split() for link in _opened(child)]
    assert {path.name for path in opened if path.name.endswith(".ome.tif")} == {"c.ome.tif"}


def _opened(process: str) -> list[Path]:
    found = []
    for link in Path(f"/proc/{process}/fd").iterdir():
        with suppress(FileNotFoundError):  # closed meanwhile
            found.append(link.readlink())
    return found
