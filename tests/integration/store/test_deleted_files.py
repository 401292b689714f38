"""What somebody deleted stays deleted, although its files still lie where they were imported."""

import os
from pathlib import Path

import pytest

from omeroweb.gateway import base
from omeroweb.gateway.base import Kind, Ref
from omeroweb.gateway.embedded import accounts, models
from omeroweb.gateway.embedded.importing.outcomes import (
    Belongs,
    Deleted,
    Imported,
    Unchanged,
)
from omeroweb.gateway.embedded.server import EmbeddedServer
from tests.images import ramp, write_ome_tiff
from tests.integration.store.importing import import_folder
from tests.unit.test_ome_tiff_files import write_one_file_per_time


@pytest.fixture
def folder(tmp_path: Path, undone: None) -> Path:
    """A file, and two that are one image; all imported."""
    write_ome_tiff(tmp_path / "single.ome.tif", ramp((1, 20, 20)))
    write_one_file_per_time(tmp_path)
    assert {type(outcome) for outcome in import_folder(tmp_path)} == {Imported, Belongs}
    return tmp_path


def delete(*images: models.Image) -> None:
    gateway = EmbeddedServer().open(base.Caller(accounts.ROOT_ID))
    gateway.changes.delete([Ref(Kind.IMAGE, image.id) for image in images])


def test_deleted_images_come_back_only_when_they_are_asked_for(folder: Path) -> None:
    several = models.Image.objects.get(name__startswith="a_t")
    delete(several)
    names = ["a_t0.ome.tif", "a_t1.ome.tif"]
    left = [*(Deleted(folder / name) for name in names), Unchanged(folder / "single.ome.tif")]
    assert import_folder(folder) == left
    assert import_folder(folder) == left
    again = import_folder(folder, is_restoring=True)
    assert [type(outcome) for outcome in again if outcome != left[2]] == [Belongs, Imported]
    assert models.Image.objects.count() == 2
    assert not models.DeletedFile.objects.exists()
    assert {type(outcome) for outcome in import_folder(folder)} == {Unchanged}


def test_a_file_that_was_written_anew_since_is_another_one(folder: Path) -> None:
    delete(models.Image.objects.get(name="single.ome.tif"))
    path = folder / "single.ome.tif"
    assert Deleted(path) in import_folder(folder)
    write_ome_tiff(path, ramp((2, 20, 20)))
    os.utime(path, ns=(1, 1))
    assert any(isinstance(outcome, Imported) for outcome in import_folder(folder))
    assert models.Image.objects.get(name="single.ome.tif").pixels.size_c == 2
    assert not models.DeletedFile.objects.exists()


def test_one_that_is_deleted_twice_is_remembered_as_it_was_last(folder: Path) -> None:
    path = folder / "single.ome.tif"
    for time in (1, 2):
        os.utime(path, ns=(time, time))
        import_folder(folder)
        delete(models.Image.objects.get(name="single.ome.tif"))
        assert models.DeletedFile.objects.get().modified_ns == time
    assert Deleted(path) in import_folder(folder)
