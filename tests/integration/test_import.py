"""`omero import` on real folders: what is registered, what is refused, what the shell is told."""

import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from omeroweb.samples.plate import write_plate
from tests.images import ramp, write_ome_tiff, write_ome_zarr
from tests.integration.test_import_readers import remove_hanging, write_hanging
from tests.server import OMERO, PATIENCE, environment, omero
from tests.store import count as stored
from tests.store import rows


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "images"
    made.mkdir()
    return made


@pytest.fixture
def omerodir(store: Path) -> Path:
    """Every test runs on every kind of database."""
    return store


def test_folders_become_projects_and_datasets(folder: Path, omerodir: Path) -> None:
    for place in ("one.ome.tif", "A/two.ome.tif", "P/D/three.ome.tif", "P/D/E/four.ome.tif"):
        path = folder / place
        path.parent.mkdir(parents=True, exist_ok=True)
        write_ome_tiff(path, ramp((1, 20, 20)))
    result = omero("import", folder, omerodir=omerodir)
    assert result.returncode == 0, result.stderr
    assert "Imported 4 files (4 images)" in result.stdout
    assert rows(
        omerodir,
        "SELECT p.name, d.name, i.name FROM embedded_image i"
        " JOIN embedded_image_datasets l ON l.image_id = i.id"
        " JOIN embedded_dataset d ON d.id = l.dataset_id"
        " JOIN embedded_dataset_projects m ON m.dataset_id = d.id"
        " JOIN embedded_project p ON p.id = m.project_id ORDER BY i.name",
    ) == [
        ("P", "D/E", "four.ome.tif"),
        ("images", "images", "one.ome.tif"),
        ("P", "D", "three.ome.tif"),
        ("images", "A", "two.ome.tif"),
    ]


def test_what_cannot_be_read_is_named_and_the_rest_imported(folder: Path, omerodir: Path) -> None:
    write_ome_tiff(folder / "good.ome.tif", ramp((1, 20, 20)))
    (folder / "notes.tif").write_text("not an image")
    cut = write_ome_tiff(folder / "cut.ome.tif", ramp((4, 90, 90)))
    cut.write_bytes(cut.read_bytes()[:-20_000])
    zarr = write_ome_zarr(folder / "lost.zarr", ramp((30, 30)), "yx")
    (zarr / "0" / "zarr.json").unlink()
    result = omero("import", folder, omerodir=omerodir)
    assert result.returncode == 1
    assert "Imported 1 file (1 image), 3 not imported" in result.stdout
    for name in ("notes.tif: not a readable TIFF", "cut.ome.tif: ", "lost.zarr/0: the array is"):
        assert name in result.stderr
    assert "Traceback" not in result.stderr
    assert [stored(omerodir, table) for table in ("fileset", "image", "pixels")] == [1, 1, 1]


def test_a_second_run_imports_nothing_and_a_changed_file_again(
    folder: Path, omerodir: Path
) -> None:
    path = write_ome_tiff(folder / "a.ome.tif", ramp((1, 20, 20)))
    omero("import", folder, omerodir=omerodir)
    again = omero("import", folder, omerodir=omerodir)
    assert again.stdout == "Imported 0 files (0 images), 1 unchanged\n"
    write_ome_tiff(path, ramp((2, 30, 30)))
    changed = omero("import", folder, omerodir=omerodir)
    assert changed.stdout == "Imported 1 file (1 image), 1 of them changed\n"
    assert [stored(omerodir, table) for table in ("fileset", "image", "channel")] == [1, 1, 2]


def test_links_to_folders_are_followed_and_loops_are_not(
    folder: Path, unmade_store: Path, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    write_ome_tiff(elsewhere / "a.ome.tif", ramp((1, 20, 20)))
    (elsewhere / "back").symlink_to(folder)
    (folder / "linked").symlink_to(elsewhere)
    (folder / "broken").symlink_to(tmp_path / "nowhere")
    result = omero("import", folder, omerodir=unmade_store)
    assert result.returncode == 0
    password, summary = result.stdout.splitlines()
    # The first command that makes the store is the one that knows it.
    assert password.startswith("Log in as root, password ")
    assert summary == "Imported 1 file (1 image)"


def test_an_import_that_is_killed_leaves_whole_files_and_is_carried_on(
    folder: Path, omerodir: Path
) -> None:
    for number in range(60):
        write_ome_tiff(folder / f"{number:02}.ome.tif", ramp((2, 20, 20)))
    # It never comes to the other half.
    hanging = write_hanging(folder / "30.zarr")
    omero("import", folder / "00.ome.tif", omerodir=omerodir)
    command = [*OMERO, "import", str(folder)]
    process = subprocess.Popen(command, env=environment(omerodir), stderr=subprocess.DEVNULL)
    while stored(omerodir, "fileset") < 10 and process.poll() is None:
        time.sleep(0.01)
    process.kill()
    process.wait(PATIENCE)
    count = stored(omerodir, "fileset")
    assert [stored(omerodir, table) for table in ("image", "pixels")] == [count] * 2
    assert stored(omerodir, "channel") == 2 * count
    assert count <= 31
    remove_hanging(hanging)
    assert omero("import", folder, omerodir=omerodir).returncode == 0
    assert stored(omerodir, "fileset") == 60


def test_two_imports_at_once_register_each_file_once(folder: Path, omerodir: Path) -> None:
    for number in range(20):
        write_ome_tiff(folder / f"{number}.ome.tif", ramp((1, 20, 20)))
    omero("import", folder / "0.ome.tif", omerodir=omerodir)
    with ThreadPoolExecutor() as threads:
        runs = [threads.submit(omero, "import", folder, omerodir=omerodir) for _ in range(3)]
    assert [run.result().stderr for run in runs] == [""] * 3
    assert [run.result().returncode for run in runs] == [0] * 3
    assert [stored(omerodir, table) for table in ("fileset", "image")] == [20, 20]


def test_a_plate_is_imported_whole_or_not_at_all(folder: Path, omerodir: Path) -> None:
    plate = folder / "Plate.ome.zarr"
    write_plate(plate, rows=2, columns=2, size=32)
    (plate / "B" / "2" / "1" / "0" / "zarr.json").unlink()
    result = omero("import", folder, omerodir=omerodir)
    assert result.returncode == 1
    tables = ("fileset", "image", "pixels", "plate", "well")
    assert [stored(omerodir, table) for table in tables] == [0] * 5


@pytest.mark.parametrize(
    ("place", "said"),
    [("nowhere", "no such file or folder"), ("", "no image found in"), ("a.txt", "not an image")],
)
def test_nothing_to_import_is_one_sentence(
    folder: Path, omerodir: Path, place: str, said: str
) -> None:
    if place.endswith(".txt"):
        (folder / place).write_text("text")
    result = omero("import", folder / place, omerodir=omerodir)
    assert result.returncode == 1
    assert said in result.stderr
    assert len(result.stderr.splitlines()) == 1
