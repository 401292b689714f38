"""Files that say nothing of the image they belong to: another file names them."""

import os
from pathlib import Path

import pytest

from omeroweb.gateway.embedded import models
from omeroweb.gateway.embedded.importing.outcomes import Belongs, Failure, Imported, Unchanged
from omeroweb.gateway.embedded.importing.walking import Found
from tests.images import ramp, write_ome_tiff
from tests.integration.store.importing import import_folder
from tests.unit.test_ome_tiff_files import DATA, ome_xml, tiff_data, write_pages

NAMES = ("a_t0.tif", "a_t1.tif")


@pytest.fixture(params=["set.companion.ome", "set.ome.tif"])
def naming(request: pytest.FixtureRequest, tmp_path: Path, undone: None) -> Path:
    """The file whose OME-XML names two plain TIFF files, or one beside its own planes."""
    path: Path = tmp_path / request.param
    is_tiff = path.suffix == ".tif"
    names = (NAMES[0], path.name) if is_tiff else NAMES
    blocks = [tiff_data(t, c, c, name) for t, name in enumerate(names) for c in range(3)]
    text = ome_xml("".join(blocks))
    for t, name in enumerate(names):
        write_pages(tmp_path / name, DATA[t], text if name == path.name else None)
    if not is_tiff:
        path.write_text(text, encoding="utf-8")
    return path


def test_plain_files_that_another_one_names_are_no_images_of_their_own(naming: Path) -> None:
    outcomes = import_folder(naming.parent)
    (imported,) = [outcome for outcome in outcomes if isinstance(outcome, Imported)]
    assert imported.path == naming
    assert imported.files == len(outcomes)
    assert {type(outcome) for outcome in outcomes} == {Imported, Belongs}
    assert models.Image.objects.get().path == str(naming)
    assert {type(outcome) for outcome in import_folder(naming.parent)} == {Unchanged}


def test_one_that_changes_is_read_with_those_it_belongs_to(naming: Path) -> None:
    import_folder(naming.parent)
    image = models.Image.objects.get()
    os.utime(naming.parent / NAMES[0], ns=(1, 1))
    outcomes = import_folder(naming.parent)
    (replaced,) = [outcome for outcome in outcomes if isinstance(outcome, Imported)]
    assert replaced.is_replacement
    again = models.Image.objects.get()
    assert (again.id, again.path, again.pixels.size_t) == (image.id, str(naming), 2)


def test_a_file_that_goes_between_being_found_and_being_read_is_named(
    tmp_path: Path, undone: None
) -> None:
    gone, stays = (
        write_ome_tiff(tmp_path / name, ramp((1, 20, 20))) for name in ("a.ome.tif", "b.ome.tif")
    )

    def removed(found: Found) -> bool:
        gone.unlink(missing_ok=True)
        return True

    outcomes = import_folder(tmp_path, accepts=removed)
    failure, imported = sorted(outcomes, key=lambda outcome: str(outcome.path))
    assert failure == Failure(gone, f"{gone}: No such file or directory")
    assert (type(imported), imported.path) == (Imported, stays)


def test_images_of_plain_files_go_when_another_file_names_them(naming: Path) -> None:
    aside = naming.rename(naming.parent / ".aside")
    import_folder(naming.parent)
    assert models.Image.objects.filter(name__in=NAMES).exists()
    aside.rename(naming)
    import_folder(naming.parent)
    assert models.Image.objects.get().path == str(naming)
