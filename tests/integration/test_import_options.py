"""Where images go and whose they become, a rehearsal, and the report."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from omeroweb.samples.plate import write_plate
from tests.images import ramp, write_ome_tiff
from tests.server import omero
from tests.store import count, rows

TREE = (
    "SELECT p.name, d.name, i.name FROM embedded_image i"
    " LEFT JOIN embedded_image_datasets l ON l.image_id = i.id"
    " LEFT JOIN embedded_dataset d ON d.id = l.dataset_id"
    " LEFT JOIN embedded_dataset_projects m ON m.dataset_id = d.id"
    " LEFT JOIN embedded_project p ON p.id = m.project_id"
    " WHERE i.id NOT IN (SELECT image_id FROM embedded_wellsample) ORDER BY i.name"
)


@pytest.fixture
def omerodir(ready_omerodir: Path) -> Path:
    """These tests are about no first start."""
    return ready_omerodir


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two images, one of them in a folder, a plate, and a file that is no image."""
    made = tmp_path / "images"
    (made / "Monday" / "night").mkdir(parents=True)
    write_ome_tiff(made / "a.ome.tif", ramp((1, 20, 20)))
    write_ome_tiff(made / "Monday" / "night" / "b.ome.tif", ramp((1, 20, 20)))
    write_plate(made / "plate.ome.zarr", rows=1, columns=1, size=32)
    (made / "notes.tif").write_text("not an image")
    return made


def test_a_rehearsal_says_what_would_go_where_and_keeps_nothing(
    folder: Path, omerodir: Path
) -> None:
    result = omero("import", "--dry-run", "--screen", "RNAi", folder, omerodir=omerodir)
    assert result.returncode == 1
    said = result.stdout.splitlines()
    assert sorted(said[:-1]) == [
        f"Monday / night: {folder}/Monday/night/b.ome.tif",
        f"RNAi: {folder}/plate.ome.zarr",
        f"images / images: {folder}/a.ome.tif",
    ]
    assert said[-1] == "Would import 3 files (4 images), 1 not imported"
    assert f"not imported: {folder}/notes.tif: " in result.stderr
    assert [count(omerodir, table) for table in ("fileset", "image", "project")] == [0, 0, 0]


def test_images_go_where_the_options_say(folder: Path, store: Path) -> None:
    omero("import", "--project", "P", folder, omerodir=store)
    assert rows(store, TREE) == [("P", "images", "a.ome.tif"), ("P", "Monday/night", "b.ome.tif")]
    write_ome_tiff(folder / "c.ome.tif", ramp((1, 20, 20)))
    omero("import", "--project", "P", "--dataset", "D", folder, omerodir=store)
    assert rows(store, TREE)[2] == ("P", "D", "c.ome.tif")
    ((number,),) = rows(store, "SELECT id FROM embedded_dataset WHERE name = 'Monday/night'")
    write_ome_tiff(folder / "d.ome.tif", ramp((1, 20, 20)))
    omero("import", "--dataset", f"id:{number}", folder, omerodir=store)
    assert rows(store, TREE)[3] == ("P", "Monday/night", "d.ome.tif")
    write_ome_tiff(folder / "e.ome.tif", ramp((1, 20, 20)))
    omero("import", "--dataset", "alone", folder, omerodir=store)
    assert rows(store, TREE)[4] == (None, "alone", "e.ome.tif")
    assert count(store, "project") == 1


def test_a_report_says_what_became_of_each_file(folder: Path, omerodir: Path) -> None:
    file = omerodir.parent / "report.json"

    def reported() -> dict[str, Any]:
        omero("import", "--report", file, folder, omerodir=omerodir)
        found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        return found

    first = reported()
    assert first["counts"] == {
        **{"imported": 3, "images": 4, "replaced": 0},
        **{"unchanged": 0, "deleted": 0, "missing": 0, "failed": 1},
    }
    assert (first["version"], first["dry_run"], first["interrupted"]) == (1, False, False)
    assert first["paths"] == [str(folder)]
    assert re.fullmatch(r"20\d\d-.*\+00:00", first["started"])
    by_path = {entry.pop("path"): entry for entry in first["files"]}
    assert by_path[f"{folder}/plate.ome.zarr"] == {
        **{"outcome": "imported", "files": 1, "images": 2, "container": "images"}
    }
    assert by_path[f"{folder}/notes.tif"]["outcome"] == "failed"
    assert by_path[f"{folder}/notes.tif"]["reason"].startswith(f"{folder}/notes.tif: not a")
    (folder / "a.ome.tif").unlink()
    write_ome_tiff(folder / "Monday" / "night" / "b.ome.tif", ramp((2, 30, 30)))
    second = reported()
    outcomes = [(Path(entry["path"]).name, entry["outcome"]) for entry in second["files"]]
    assert sorted(outcomes) == [
        ("a.ome.tif", "missing"),
        ("b.ome.tif", "replaced"),
        ("notes.tif", "failed"),
    ]
    assert second["counts"]["unchanged"] == 1
    assert not file.with_name("report.json.part").exists()


def test_a_report_that_cannot_be_written_is_named_before_anything_is_done(
    folder: Path, tmp_path: Path
) -> None:
    omerodir = tmp_path / "new"
    result = omero("import", "--report", "/proc/no/report.json", folder, omerodir=omerodir)
    assert result.returncode == 1
    assert result.stderr.startswith("omero: --report /proc/no/report.json: ")
    assert len(result.stderr.splitlines()) == 1
    assert not omerodir.exists()
