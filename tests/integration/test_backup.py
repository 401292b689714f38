"""`omero backup` and `omero restore`: the same store on another database, all of it or nothing."""

import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import requests

from omeroweb.samples.plate import write_plate
from tests import postgresql
from tests.images import ramp, write_ome_tiff
from tests.ready import name_database, ready
from tests.server import PATIENCE, environment, omero, start
from tests.store import rows

TABLES = (
    "experimenter",
    "experimentergroup",
    "groupexperimentermap",
    "fileset",
    "project",
    "dataset",
    "dataset_projects",
    "image",
    "image_datasets",
    "pixels",
    "channel",
    "plate",
    "well",
    "wellsample",
    "annotation",
    "mapvalue",
    "imageannotationlink",
    "roi",
    "shape",
)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A state directory on SQLite with images, a plate, annotations and an attached file."""
    base = tmp_path_factory.mktemp("filled")
    folder = base / "images" / "Project" / "Dataset"
    folder.mkdir(parents=True)
    write_ome_tiff(folder / "an image.ome.tif", ramp((2, 30, 40)))
    write_plate(folder / "plate.ome.zarr", rows=1, columns=2, size=32)
    assert omero("import", base / "images", omerodir=ready(base / "var")).returncode == 0
    command = [sys.executable, "-m", "tests.integration.backup_content"]
    subprocess.run(command, env=environment(base / "var"), check=True, timeout=PATIENCE)
    omero("config", "set", "omero.web.page_size", "123", omerodir=base / "var")
    return base / "var"


@pytest.fixture(scope="module")
def backup(filled: Path) -> Path:
    file = filled.parent / "store.zip"
    result = omero("backup", file, omerodir=filled)
    assert (result.returncode, result.stderr) == (0, "")
    return file


def content(omerodir: Path) -> dict[str, list[tuple[Any, ...]]]:
    """All rows that tell something, as both kinds of databases would say it."""
    found = {}
    for table in TABLES:
        read = rows(omerodir, f"SELECT * FROM embedded_{table} ORDER BY id")  # noqa: S608
        found[table] = [tuple(_alike(value) for value in row) for row in read]
    return found


def _alike(value: object) -> str:
    """SQLite has numbers for truth, and texts for moments and JSON."""
    match value:
        case bool():
            return str(int(value))
        case list() | dict():
            return json.dumps(value)
        case memoryview() | bytes():
            return bytes(value).hex()
    text = str(value)
    return text.removesuffix("+00:00").removesuffix(".000000")


def of_postgresql(omerodir: Path, server: postgresql.PostgreSQL) -> Path:
    """A state directory whose store is to be in PostgreSQL."""
    return name_database(server.new_database(), omerodir)


def test_a_store_moves_to_postgresql_and_back(
    filled: Path, backup: Path, postgresql_server: postgresql.PostgreSQL, tmp_path: Path
) -> None:
    assert backup.stat().st_mode & 0o777 == 0o600
    there = of_postgresql(tmp_path / "there", postgresql_server)
    result = omero("restore", backup, omerodir=there)
    assert (result.returncode, result.stderr) == (0, ""), result.stderr
    assert content(there) == moved(content(filled), filled, there)
    for name in ("var/django_secret_key", "store/attachments/1", "etc/grid/config.xml"):
        assert (there / name).read_bytes() == (filled / name).read_bytes()
    again = tmp_path / "again.zip"
    assert omero("backup", again, omerodir=there).returncode == 0
    back = tmp_path / "back"
    assert omero("restore", again, omerodir=back).returncode == 0
    assert content(back) == moved(content(filled), filled, back)


def moved(
    found: dict[str, list[tuple[Any, ...]]], before: Path, after: Path
) -> dict[str, list[tuple[Any, ...]]]:
    """The same, with attached files in the folder of another state directory."""
    return json.loads(  # type: ignore[no-any-return]
        json.dumps(found).replace(f"{before}/store", f"{after}/store"),
        object_hook=lambda read: {name: [tuple(row) for row in read[name]] for name in read},
    )


def test_a_restored_store_is_served_searched_and_written_to(
    backup: Path, store: Path, tmp_path: Path
) -> None:
    assert omero("restore", backup, "--without-settings", omerodir=store).returncode == 0
    assert not (store / "etc").exists()
    more = write_ome_tiff(tmp_path / "another.ome.tif", ramp((1, 20, 20)))
    assert omero("import", more, omerodir=store).returncode == 0
    server = start(store, "--images", more.parent)
    listed = requests.get(f"{server.url}/api/v0/m/images/", timeout=60).json()
    assert server.stop() == 0
    names = [image["Name"] for image in listed["data"]]
    assert {"an image.ome.tif", "another.ome.tif"} <= set(names)
    index = "embedded_image_search"
    assert len(rows(store, f"SELECT * FROM {index}")) == listed["meta"]["totalCount"]  # noqa: S608


def refused(*arguments: object, omerodir: Path) -> str:
    """The one sentence that a command says."""
    result = omero("restore", *arguments, omerodir=omerodir)
    assert result.returncode == 1
    (sentence,) = result.stderr.splitlines()
    return sentence


def test_a_store_with_content_is_only_replaced_on_demand(
    backup: Path, store: Path, tmp_path: Path
) -> None:
    write_ome_tiff(tmp_path / "other.ome.tif", ramp((1, 20, 20)))
    omero("import", tmp_path / "other.ome.tif", omerodir=store)
    before = content(store)
    assert "the store is not empty: --replace puts" in refused(backup, omerodir=store)
    assert content(store) == before
    assert omero("restore", backup, "--replace", omerodir=store).returncode == 0
    names = {name for (name,) in rows(store, "SELECT name FROM embedded_image")}
    assert "an image.ome.tif" in names
    assert "other.ome.tif" not in names


def changed(backup: Path, to: Path, change: Callable[[str, bytes], bytes | None]) -> Path:
    """A copy of a backup in which members are others, or missing (None)."""
    with zipfile.ZipFile(backup) as source, zipfile.ZipFile(to, "w") as copy:
        for name in source.namelist():
            after = change(name, source.read(name))
            if after is not None:
                copy.writestr(name, after)
    return to


def test_what_is_no_whole_backup_is_refused(backup: Path, omerodir: Path, tmp_path: Path) -> None:
    whole = backup.read_bytes()
    cut, rotten, text = tmp_path / "cut.zip", tmp_path / "rotten.zip", tmp_path / "text.zip"
    cut.write_bytes(whole[:-2000])
    middle = len(whole) // 3
    rotten.write_bytes(whole[:middle] + b"\0" * 200 + whole[middle + 200 :])
    text.write_text("not a ZIP file")
    without = changed(backup, tmp_path / "a.zip", lambda n, c: None if "manifest" in n else c)
    newer = changed(
        backup,
        tmp_path / "b.zip",
        lambda n, c: c.replace(b'"0001_initial"', b'"9999_later"') if "manifest" in n else c,
    )
    formed = changed(
        backup, tmp_path / "c.zip", lambda n, c: c.replace(b'"format": 1', b'"format": 9')
    )
    expected = {
        cut: "damaged",
        rotten: "damaged",
        text: "damaged",
        without: "not a backup of omeroweb",
        newer: "whose tables this release does not know",
        formed: "in a form that this release does not know",
        tmp_path / "none.zip": "No such file",
    }
    commands = tmp_path / "commands"
    commands.write_text("".join(f"restore {file}\n" for file in expected))
    result = omero("load", "-k", commands, omerodir=omerodir)
    sentences = [line for line in result.stderr.splitlines() if line.startswith("omero: ")]
    for (file, said), sentence in zip(expected.items(), sentences, strict=True):
        assert said in sentence, sentence
        assert str(file) in sentence
    assert "Traceback" not in result.stderr
    assert not list(omerodir.rglob("*.restoring"))
    assert not (omerodir / "store" / "attachments").exists()


# The migrations of an older release, and the tables that it did not have.
EARLIER = ("0001_initial", "0002", "0003", "0004", "0005")
LATER_TABLES = ("pyramid", "deletedfile")


def as_of_an_older_release(name: str, member: bytes) -> bytes | None:
    """What that release would have written."""
    if name != "manifest.json":
        return None if any(table in name for table in LATER_TABLES) else member
    manifest = json.loads(member)
    manifest["migrations"] = [
        [app, migration]
        for app, migration in manifest["migrations"]
        if app != "embedded" or migration.startswith(EARLIER)
    ]
    manifest["tables"] = [
        table
        for table in manifest["tables"]
        if not any(later in table["model"] for later in LATER_TABLES)
    ]
    return json.dumps(manifest).encode()


def migrations_of(backup: Path) -> set[str]:
    """Those of the store, without one that stands for others."""
    with zipfile.ZipFile(backup) as archive:
        of_all = json.loads(archive.read("manifest.json"))["migrations"]
    return {name for app, name in of_all if app == "embedded" and "squashed" not in name}


def by_value(found: dict[str, list[tuple[Any, ...]]]) -> dict[str, list[list[Any]]]:
    return {name: [sorted(row) for row in table] for name, table in found.items()}


def test_a_backup_of_an_older_release_is_brought_up_to_date(
    filled: Path, backup: Path, store: Path, tmp_path: Path
) -> None:
    older = changed(backup, tmp_path / "older.zip", as_of_an_older_release)
    result = omero("restore", older, omerodir=store)
    assert (result.returncode, result.stderr) == (0, "")
    # Columns that were added one after the other stand in another order.
    assert by_value(content(store)) == by_value(moved(content(filled), filled, store))
    # It is a store like any other one: what came later is there and is saved again.
    assert rows(store, "SELECT count(*) FROM embedded_pyramid") == [(0,)]
    again = tmp_path / "again.zip"
    assert omero("backup", again, omerodir=store).returncode == 0
    assert migrations_of(older) < migrations_of(again) == migrations_of(backup)


def test_a_restore_that_fails_on_its_way_leaves_everything_as_it_was(
    backup: Path, store: Path, tmp_path: Path
) -> None:
    omero("restore", backup, omerodir=store)
    before = content(store)
    orphans = changed(
        backup, tmp_path / "a.zip", lambda n, c: b"" if n == "tables/embedded.plate.jsonl" else c
    )
    sentence = refused(orphans, "--replace", omerodir=store)
    assert "embedded.plate has 0 rows, its manifest says 1" in sentence
    assert content(store) == before
    assert not list(store.rglob("*.restoring"))
    # The index of the search is up to date, too.
    assert omero("restore", backup, "--replace", omerodir=store).returncode == 0


def test_nothing_is_restored_under_a_running_server(backup: Path, omerodir: Path) -> None:
    server = start(omerodir, "--images", backup.parent / "images")
    try:
        assert "OMERO.web already runs" in refused(backup, "--replace", omerodir=omerodir)
        taken = backup.parent / f"{omerodir.parent.name}.zip"
        assert omero("backup", taken, omerodir=omerodir).returncode == 0
    finally:
        assert server.stop() == 0
    result = omero("backup", taken, omerodir=omerodir)
    assert result.returncode == 1
    assert "there is such a file; name another one" in result.stderr


def test_a_store_that_is_not_there_is_no_backup(omerodir: Path, tmp_path: Path) -> None:
    result = omero("backup", tmp_path / "a.zip", omerodir=omerodir)
    assert result.returncode == 1
    assert len(result.stderr.splitlines()) == 1
    assert not list(tmp_path.glob("a.zip*"))
