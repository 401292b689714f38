"""A server over known images, so that every pixel of an answer can be checked."""

import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests
from numpy.typing import NDArray

from omeroweb.samples.plate import write_plate
from tests.images import ramp, write_ome_tiff, write_ome_zarr, write_pyramid
from tests.server import RunningServer, start


@dataclass
class Lab:
    """A server and the arrays behind its images, by name."""

    server: RunningServer
    folder: Path
    arrays: dict[str, NDArray[Any]]
    ids: dict[str, int]

    def get(self, path: str, **options: Any) -> requests.Response:
        return requests.get(self.server.url + path, timeout=60, **options)


@pytest.fixture(scope="session")
def lab(
    tmp_path_factory: pytest.TempPathFactory, new_store: Callable[[Path], Path]
) -> Iterator[Lab]:
    """Three images in two Projects and a plate, on every kind of database."""
    base = tmp_path_factory.mktemp("lab")
    folder = base / "images"
    arrays = {
        "stack.ome.tif": ramp((2, 3, 2, 96, 128)),
        "pyramid.ome.tif": ramp((600, 800)),
        "volume.ome.zarr": ramp((2, 4, 80, 100), "float32"),
    }
    (folder / "Cells" / "Monday").mkdir(parents=True)
    (folder / "Tissue" / "Slides").mkdir(parents=True)
    write_ome_tiff(
        folder / "Cells/Monday/stack.ome.tif",
        arrays["stack.ome.tif"],
        "TZCYX",
        tile=(32, 32),
        metadata={"Channel": {"Name": ["DAPI", "GFP"], "Color": [65535, 16711935]}},
    )
    write_ome_zarr(folder / "Cells/Monday/volume.ome.zarr", arrays["volume.ome.zarr"], "czyx")
    write_pyramid(folder / "Tissue/Slides/pyramid.ome.tif", arrays["pyramid.ome.tif"], 3)
    write_plate(folder / "Assay" / "Plate.ome.zarr", rows=2, columns=3, size=32)
    server = start(new_store(base / "var"), "--images", folder)
    listed = requests.get(f"{server.url}/api/v0/m/images/", timeout=60).json()["data"]
    ids = {image["Name"]: image["@id"] for image in listed}
    yield Lab(server, folder, arrays, ids)
    assert server.stop() == 0, "".join(server.output)


@pytest.fixture(scope="session")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one image (id 1) and a plate of one well (images 2 and 3)."""
    folder = tmp_path_factory.mktemp("pictures")
    write_ome_tiff(folder / "image.ome.tif", ramp((1, 30, 40)))
    write_plate(folder / "plate.ome.zarr", rows=1, columns=1, size=32)
    return folder


@pytest.fixture
def namespace() -> str:
    """The program that starts others in a user namespace.

    It has limits of its own. With --user alone nobody is mapped into it, so that even root may only
    do what the modes of files allow.
    """
    program = shutil.which("unshare")
    if program is None or subprocess.run([program, "--user", "true"], check=False).returncode:
        pytest.skip("this machine lets nobody make a user namespace")
    return program
