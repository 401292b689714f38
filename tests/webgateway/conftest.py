"""The webgateway in this process, over real files, as several users see it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.http import HttpResponseBase
from django.test import Client
from numpy.typing import NDArray

from tests.images import ramp, write_ome_tiff, write_ome_zarr, write_pyramid
from tests.unit.conftest import database, state_directory

__all__ = ["Gallery", "database", "gallery", "state_directory"]

OWNER, MEMBER, OUTSIDER = "keeper", "colleague", "stranger"


@dataclass
class Gallery:
    """Images by name: their arrays as written, their ids, and clients of the users."""

    folder: Path
    arrays: dict[str, NDArray[Any]]
    ids: dict[str, int] = field(default_factory=dict)
    users: dict[str, int] = field(default_factory=dict)
    plate: int = 0

    def client(self, user: str = OWNER) -> Client:
        """A browser in which the user is signed in."""
        client = Client(raise_request_exception=True)
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


@pytest.fixture(scope="session")
def gallery(database: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gallery]:
    """Images of every kind in one read-only group; the stranger is in another."""
    # Models exist once Django is set up.
    from omeroweb.gateway.embedded import accounts, importing, models, search  # noqa: PLC0415
    from omeroweb.samples.plate import write_plate  # noqa: PLC0415

    folder = tmp_path_factory.mktemp("gallery") / "Cells" / "Monday"
    folder.mkdir(parents=True)
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
    write_plate(folder.parent / "plate.ome.zarr", rows=2, columns=3, size=32)

    # WhiteNoise warns where it is missing.
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    models.Fileset.objects.all().delete()
    for found in search.search(folder.parents[1]):
        assert isinstance(found, search.Found)
        importing.register(found)
    made = Gallery(folder, arrays)
    for name in arrays:
        made.ids[name] = models.Image.objects.get(name__startswith=f"{name}.").id
    made.plate = models.Plate.objects.get().id
    group = models.ExperimenterGroup.objects.create(name="gallery")
    other = models.ExperimenterGroup.objects.create(name="elsewhere")
    for name, membership in ((OWNER, group), (MEMBER, group), (OUTSIDER, other)):
        user = models.Experimenter.objects.create(user_name=name, first_name=name.title())
        models.GroupExperimenterMap.objects.create(group=membership, experimenter=user)
        made.users[name] = user.id
    made.users["root"] = accounts.ROOT_ID
    owned = {"owner_id": made.users[OWNER], "group": group}
    for model in (models.Fileset, models.Image, models.Project, models.Dataset, models.Plate):
        model.objects.update(**owned)
    yield made
    models.Fileset.objects.all().delete()
    models.Dataset.objects.all().delete()
    models.Project.objects.all().delete()
    models.Experimenter.objects.filter(id__in=made.users.values()).exclude(
        id=accounts.ROOT_ID
    ).delete()
    models.ExperimenterGroup.objects.filter(id__in=(group.id, other.id)).delete()


def streamed(response: HttpResponseBase) -> bytes:
    """The whole content of an answer that is sent piece by piece."""
    return b"".join(response)
