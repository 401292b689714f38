"""Images that lie on other servers are imported by their address and seen in a browser."""

from pathlib import Path

import pytest
import requests

from tests.images import ramp, write_ome_tiff, write_ome_zarr
from tests.remote import BUCKET, KEY, SECRET, file_server, object_store
from tests.server import omero, start


@pytest.fixture
def omerodir(ready_omerodir: Path) -> Path:
    """These tests are about no first start."""
    return ready_omerodir


def test_addresses_are_imported_once_and_rendered(tmp_path: Path, omerodir: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    write_ome_tiff(shared / "a.ome.tif", ramp((1, 30, 40)))
    write_ome_zarr(shared / "b.zarr", ramp((40, 50)), "yx")
    local, logs = tmp_path / "local", tmp_path / "logs"
    local.mkdir()
    logs.mkdir()
    write_ome_tiff(local / "c.ome.tif", ramp((1, 20, 20)))
    with file_server(shared, logs) as remote:
        addresses = [f"{remote.address}/{name}" for name in ("a.ome.tif", "b.zarr")]
        first = omero("import", *addresses, f"{remote.address}/lost.tif", omerodir=omerodir)
        assert "Imported 2 files (2 images), 1 not imported" in first.stdout, first.stderr
        assert f"not imported: {remote.address}/lost.tif: " in first.stderr
        again = omero("import", *addresses, omerodir=omerodir)
        assert again.stdout == "Imported 0 files (0 images), 2 unchanged\n"
        refused = omero("import", "--watch", addresses[0], omerodir=omerodir)
        assert refused.stderr == f"omero: {addresses[0]}: what lies remotely cannot be watched\n"
        server = start(omerodir, "--images", local)
        listed = requests.get(f"{server.url}/api/v0/m/images/", timeout=60).json()["data"]
        ids = {image["Name"]: image["@id"] for image in listed}
        assert set(ids) == {"a.ome.tif", "b.zarr", "c.ome.tif"}
        for name in ("a.ome.tif", "b.zarr"):
            url = f"{server.url}/webgateway/render_image/{ids[name]}/0/0/"
            answer = requests.get(url, timeout=60)
            assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/jpeg")
        downloads = f"{server.url}/webgateway/archived_files/download"
        file = requests.get(f"{downloads}/{ids['a.ome.tif']}/", timeout=60)
        assert file.content == (shared / "a.ome.tif").read_bytes()
        assert file.headers["Content-Disposition"] == 'attachment; filename="a.ome.tif"'
        folder = requests.get(f"{downloads}/{ids['b.zarr']}/", timeout=60)
        assert folder.status_code == 403
        assert folder.text.startswith("b.zarr is a folder on another server")
        both = {"image": [ids["a.ome.tif"], ids["c.ome.tif"]]}
        refused_zip = requests.get(f"{downloads}/", params=both, timeout=60)
        assert refused_zip.status_code == 403
        assert refused_zip.text.startswith("a.ome.tif lies on another server")
        (shared / "a.ome.tif").unlink()
        gone = requests.get(f"{downloads}/{ids['a.ome.tif']}/", timeout=60)
        assert (gone.status_code, gone.text) == (
            404,
            "a.ome.tif cannot be read: the server's log says why",
        )
        assert server.stop() == 0


def test_an_image_in_an_object_store_is_imported_shown_and_downloaded(
    tmp_path: Path, omerodir: Path
) -> None:
    original = write_ome_tiff(tmp_path / "a b.ome.tif", ramp((2, 500, 600)), compression="zlib")
    weed, local = tmp_path / "weed", tmp_path / "local"
    weed.mkdir()
    local.mkdir()
    write_ome_tiff(local / "c.ome.tif", ramp((1, 20, 20)))
    with object_store(weed) as s3:
        s3.put(original, "cells/a b.ome.tif")
        settings = {
            "CONFIG_omero_web_s3_endpoint": s3.endpoint,
            "CONFIG_omero_web_s3_access__key__id": KEY,
            "CONFIG_omero_web_s3_secret__access__key": SECRET,
        }
        address = f"s3://{BUCKET}/cells/a%20b.ome.tif"
        imported = omero("import", address, omerodir=omerodir, **settings)
        assert (imported.returncode, imported.stderr) == (0, "")
        server = start(omerodir, "--images", local, **settings)
        listed = requests.get(f"{server.url}/api/v0/m/images/", timeout=60).json()["data"]
        (image,) = (image["@id"] for image in listed if image["Name"] == "a b.ome.tif")
        shown = requests.get(f"{server.url}/webgateway/render_image/{image}/0/0/", timeout=60)
        assert (shown.status_code, shown.headers["Content-Type"]) == (200, "image/jpeg")
        url = f"{server.url}/webgateway/archived_files/download/{image}/"
        file = requests.get(url, timeout=60)
        assert file.content == original.read_bytes()
        assert file.headers["Content-Disposition"] == 'attachment; filename="a b.ome.tif"'
    # The object store has gone, and with it the file: an answer, not a server that hangs.
    gone = requests.get(url, timeout=60)
    assert (gone.status_code, gone.text) == (
        404,
        "a b.ome.tif cannot be read: the server's log says why",
    )
    assert SECRET not in "".join(server.output)
    assert server.stop() == 0
