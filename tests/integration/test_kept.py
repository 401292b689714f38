"""Rendered answers are made once, kept within bounds, and given up when nobody waits for them."""

import os
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np
import pytest
import requests
import tifffile

from tests import processes
from tests.images import ramp, write_ome_tiff
from tests.ready import ready
from tests.server import RunningServer, start

PATIENCE = 60

PLANE = "/webgateway/render_image/1/0/0/?c=1|0:99$FF0000"
THUMBNAIL = "/webgateway/render_thumbnail/1/"
# Half a second of work or more.
SLOW = "/webgateway/render_image/1/0/0/?p=intsum&c=1|0:{}$FFFFFF"


@pytest.fixture(scope="module")
def images(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One stack: large enough that a projection of it takes a while."""
    folder = tmp_path_factory.mktemp("images")
    write_ome_tiff(
        folder / "stack.ome.tif",
        ramp((60, 1, 800, 900)),
        "ZCYX",
        tile=(256, 256),
        compression="zlib",
    )
    rgb = np.moveaxis(ramp((3, 300, 300), "uint8"), 0, -1)
    write_ome_tiff(
        folder / "tissue.ome.tif",
        np.ascontiguousarray(rgb),
        "YXS",
        photometric="rgb",
        tile=(128, 128),
        compression="jpeg",
    )
    return folder


@pytest.fixture(scope="module")
def site(images: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """One worker with one thread: whoever asks second waits."""
    base = tmp_path_factory.mktemp("site")
    server = start(
        ready(base / "var"),
        "--images",
        images,
        CONFIG_omero_web_kept_folder=str(base / "elsewhere"),
        CONFIG_omero_web_wsgi__workers="1",
        # In the order of names: the stack is image 1.
        CONFIG_omero_web_import_workers="1",
        CONFIG_omero_web_wsgi__threads="1",
        CONFIG_omero_web_wsgi__worker__class="gthread",
    )
    yield server
    assert server.stop() == 0, "".join(server.output)


def get(server: RunningServer, path: str, **options: object) -> requests.Response:
    return requests.get(server.url + path, timeout=PATIENCE, **options)  # type: ignore[arg-type]


def kept(folder: Path) -> list[Path]:
    return sorted(file for file in folder.glob("??/*") if file.is_file())


def test_a_picture_is_kept_in_the_configured_folder_and_found_there(site: RunningServer) -> None:
    folder = site.omerodir.parent / "elsewhere" / "pictures"
    before = set(kept(folder))
    made = get(site, PLANE)
    (file,) = set(kept(folder)) - before
    assert file.read_bytes() == made.content
    # Whatever is in the file is the answer: it is not made again.
    file.write_bytes(b"as it was kept")
    assert get(site, PLANE).content == b"as it was kept"
    file.unlink()
    assert get(site, PLANE).content == made.content


def test_thumbnails_have_a_folder_of_their_own(site: RunningServer) -> None:
    folder = site.omerodir.parent / "elsewhere" / "thumbnails"
    made = get(site, THUMBNAIL)
    assert made.content in [file.read_bytes() for file in kept(folder)]


def test_a_file_that_changes_is_rendered_anew(site: RunningServer, images: Path) -> None:
    before = get(site, THUMBNAIL).headers["ETag"]
    os.utime(images / "stack.ome.tif", (1_000_000_000, 1_000_000_000))
    assert get(site, THUMBNAIL).headers["ETag"] != before


def test_an_answer_that_the_client_has_is_not_sent(site: RunningServer) -> None:
    etag = get(site, PLANE).headers["ETag"]
    answer = get(site, PLANE, headers={"If-None-Match": f'"other", {etag}'})
    assert (answer.status_code, answer.content) == (304, b"")
    assert answer.headers["ETag"] == etag


def test_a_url_that_names_the_very_answer_is_never_asked_for_again(site: RunningServer) -> None:
    etag = get(site, PLANE).headers["ETag"].strip('"')
    named = get(site, f"{PLANE}&v={etag[:12]}").headers["Cache-Control"]
    assert named == "private, max-age=31536000, immutable"
    for other in ("", etag[:4], "0" * 12):
        assert "immutable" not in get(site, f"{PLANE}&v={other}").headers["Cache-Control"]


def test_sizes_of_0_keep_nothing(images: Path, tmp_path: Path) -> None:
    server = start(
        ready(tmp_path / "var"),
        "--images",
        images,
        CONFIG_omero_web_kept_pictures="0",
        CONFIG_omero_web_kept_thumbnails="0",
        CONFIG_omero_web_wsgi__workers="1",
        # In the order of names: the stack is image 1.
        CONFIG_omero_web_import_workers="1",
    )
    assert get(server, PLANE).content == get(server, PLANE).content
    assert get(server, THUMBNAIL).status_code == 200
    assert list((tmp_path / "var" / "var" / "kept").rglob("*.*")) == []
    assert not (tmp_path / "var" / "var" / "kept").exists()
    assert server.stop() == 0


def test_a_stored_tile_is_passed_through_and_not_kept(site: RunningServer, images: Path) -> None:
    listed = get(site, "/api/v0/m/images/").json()["data"]
    slide = next(image["@id"] for image in listed if image["Name"] == "tissue.ome.tif")
    folder = site.omerodir.parent / "elsewhere" / "pictures"
    before = kept(folder)
    tile = f"/webgateway/render_image_region/{slide}/0/0/?tile=0,1,0,128,128"
    whole = get(site, tile).content
    with tifffile.TiffFile(images / "tissue.ome.tif") as tiff:
        page = tiff.pages[0]
        offset, count = page.dataoffsets[1], page.databytecounts[1]
    scan = (images / "tissue.ome.tif").read_bytes()[offset : offset + count]
    # What follows the tables, up to the end, is the file's own.
    assert scan[-1000:] in whole
    assert kept(folder) == before
    # Any other settings, another quality and another cut are rendered.
    for other in ("&q=0.3", "&m=g", '&maps=[{"inverted":{"enabled":true}}]&c=1|0:255$FF0000'):
        assert scan[-1000:] not in get(site, tile + other).content
    assert len(kept(folder)) == len(before) + 3


def leave(server: RunningServer, path: str) -> None:
    """Ask for something, and go away without waiting for it."""
    address = urlsplit(server.url)
    with socket.create_connection((address.hostname, address.port)) as connection:
        connection.sendall(f"GET {path} HTTP/1.1\r\nHost: {address.netloc}\r\n\r\n".encode())


def computed(server: RunningServer) -> float:
    """Seconds for which the processes of a server have computed."""
    return sum(map(processes.cpu_seconds, processes.children(server.process.pid)))


def test_work_for_clients_that_have_gone_is_left(site: RunningServer) -> None:
    folder = site.omerodir.parent / "elsewhere" / "pictures"
    before = computed(site)
    with ThreadPoolExecutor(2) as pool:
        # The only thread is busy while the others come and go.
        patient = [pool.submit(get, site, SLOW.format(end)) for end in (1000, 1001)]
        until = time.monotonic() + PATIENCE
        while computed(site) < before + 0.1:
            assert time.monotonic() < until, "nothing is rendered"
            time.sleep(0.01)
        for end in (2001, 2002, 2003):
            leave(site, SLOW.format(end))
        assert [one.result().status_code for one in patient] == [200, 200]
    made = len(kept(folder))
    assert get(site, THUMBNAIL).status_code == 200
    assert site.says("render_image/1/0/0/ 499", times=3)
    assert len(kept(folder)) == made
