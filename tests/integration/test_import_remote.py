"""Images that lie on a web server are imported by their address and seen in a browser."""

from pathlib import Path

import requests

from tests.images import ramp, write_ome_tiff, write_ome_zarr
from tests.remote import file_server
from tests.server import omero, start


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
