"""The webgateway in this process, over real files, as several users see it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connections

from omeroweb.config import catalogue
from omeroweb.http.session import configuration
from omeroweb.samples.plate import write_plate
from tests.in_process import state_directory
from tests.webgateway.gallery import Gallery, write_files

__all__ = ["gallery", "state_directory"]


@pytest.fixture(scope="session")
def gallery(state_directory: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gallery]:
    """Images of every kind in one read-only group; the stranger is in another."""
    # Models can be imported once Django is set up, which tests.in_process does.
    from tests.webgateway.filling import fill  # noqa: PLC0415

    folder = tmp_path_factory.mktemp("gallery") / "Cells" / "Monday"
    folder.mkdir(parents=True)
    made = Gallery(folder, write_files(folder))
    write_plate(folder.parent / "plate.ome.zarr", rows=2, columns=3, size=32)
    configuration()[catalogue.STORE].mkdir(parents=True, exist_ok=True)
    # WhiteNoise warns where it is missing.
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    call_command("migrate", interactive=False, verbosity=0)
    fill(made)
    yield made
    connections.close_all()
