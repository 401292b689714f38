"""Real image files in a real store, for tests that run in this process."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.test import Client
from numpy.typing import NDArray

from tests.images import ramp, write_ome_tiff, write_ome_zarr, write_pyramid

OWNER, MEMBER, OUTSIDER = "keeper", "colleague", "stranger"


@dataclass
class Gallery:
    """Images by name: their arrays as written, their ids, and the users' ids."""

    folder: Path
    arrays: dict[str, NDArray[Any]]
    ids: dict[str, int] = field(default_factory=dict)
    users: dict[str, int] = field(default_factory=dict)
    plate: int = 0

    def client(self, user: str = OWNER) -> Client:
        """A browser in which the user is signed in."""
        client = Client()
        session = client.session
        session["connector"] = {"server_id": 1, "user_id": self.users[user], "session_uuid": "-"}
        session.save()
        return client

    def get(self, path: str, user: str = OWNER, **query: Any) -> Any:
        """The answer to a GET below /webgateway/; {name} in the path is an image's id."""
        return self.client(user).get(f"/webgateway/{self.path(path)}", query)

    def path(self, path: str) -> str:
        for name, iid in self.ids.items():
            path = path.replace("{" + name + "}", str(iid))
        return path


def write_files(folder: Path) -> dict[str, NDArray[Any]]:
    """An image of every kind below Cells/Monday; their arrays by the name before the first dot."""
    arrays = {
        "stack": ramp((2, 3, 2, 48, 64)),
        "pyramid": ramp((600, 800)),
        "slide": ramp((520, 640, 3), "uint8"),
        "volume": ramp((2, 4, 40, 50), "float32"),
        "signed": ramp((1, 30, 40), "int16"),
    }
    metadata = {"Channel": {"Name": ["DAPI", "GFP"], "Color": [65535, 16711935]}}
    write_ome_tiff(folder / "stack.ome.tif", arrays["stack"], "TZCYX", metadata=metadata)
    write_pyramid(folder / "pyramid.ome.tif", arrays["pyramid"], 3)
    write_pyramid(folder / "slide.ome.tif", arrays["slide"], 3, "YXS", photometric="rgb")
    write_ome_zarr(folder / "volume.ome.zarr", arrays["volume"], "czyx")
    write_ome_tiff(folder / "signed.ome.tif", arrays["signed"])
    return arrays


def streamed(response: Any) -> bytes:
    """The whole content of an answer that is sent piece by piece."""
    return b"".join(response)
