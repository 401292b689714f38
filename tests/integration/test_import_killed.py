"""An import that is killed anywhere, again and again, is carried on to what it would have been."""

import os
import signal
import sqlite3
import subprocess
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from omeroweb.config import load
from omeroweb.config.databases import databases
from tests.images import ramp, write_ome_tiff
from tests.server import OMERO, PATIENCE, environment, omero
from tests.store import is_sqlite, rows

FILES = 240
# Seconds after an import began to write: at 0 it certainly is in the middle of a transaction.
KILLED_AFTER = (0, 0.05, 0, 0.17, 0.01, 0.3)
METADATA = {"Channel": {"Name": ["DAPI", "GFP"]}, "Description": "cells"}
# Rows that belong to no image any more, or to one twice, would show here.
COUNTED = (
    *("fileset", "filesetentry", "originalfile", "originalmetadata", "image", "image_datasets"),
    *("pixels", "planeinfo", "channel", "logicalchannel", "project", "dataset", "dataset_projects"),
    *("instrument", "annotation", "roi", "pyramid", "deletedfile"),
)
IMAGES = """
    SELECT f.path, f.size, f.format, i.name, i.description, p.size_x, p.size_c, p.type, d.name,
        r.name
    FROM embedded_fileset f
    LEFT JOIN embedded_image i ON i.fileset_id = f.id
    LEFT JOIN embedded_pixels p ON p.image_id = i.id
    LEFT JOIN embedded_image_datasets l ON l.image_id = i.id
    LEFT JOIN embedded_dataset d ON d.id = l.dataset_id
    LEFT JOIN embedded_dataset_projects m ON m.dataset_id = d.id
    LEFT JOIN embedded_project r ON r.id = m.project_id
"""
CHANNELS = """
    SELECT i.path, c."index", n.name, c.color, c.start, c."end"
    FROM embedded_channel c
    JOIN embedded_logicalchannel n ON n.id = c.logical_channel_id
    JOIN embedded_pixels p ON p.id = c.pixels_id
    JOIN embedded_image i ON i.id = p.image_id
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Files in folders of forty, which become Datasets."""
    root = tmp_path_factory.mktemp("killed")
    content = write_ome_tiff(root / "one.ome.tif", ramp((2, 20, 20)), metadata=METADATA)
    for number in range(FILES):
        path = root / "images" / f"{number // 40}" / f"{number:03}.ome.tif"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.read_bytes())
    return root / "images"


def content(store: Path) -> dict[str, list[tuple[Any, ...]]]:
    """What an import has written, without ids, which have gaps where something was undone."""
    counts = {
        table: rows(store, f"SELECT count(*) FROM embedded_{table}")  # noqa: S608
        for table in COUNTED
    }
    return {
        **counts,
        "images": sorted(rows(store, IMAGES)),
        "channels": sorted(rows(store, CHANNELS)),
    }


def is_writing(store: Path) -> bool:
    """Whether an import is in the middle of a transaction."""
    if not is_sqlite(store):
        locks = "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND granted"
        return bool(rows(store, locks))
    name = databases(load({"OMERODIR": str(store)}))["default"]["NAME"]
    with closing(sqlite3.connect(name, timeout=0, isolation_level=None)) as database:
        try:
            database.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            return True
        database.execute("ROLLBACK")
        return False


def kill_in_the_middle(folder: Path, store: Path, seconds: float) -> bool:
    """Kill an import and all its readers so long after it began to write; False where it ended."""
    process = subprocess.Popen(
        [*OMERO, "import", str(folder)],
        env=environment(store),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    while process.poll() is None and not is_writing(store):
        time.sleep(0.002)
    time.sleep(seconds)
    is_killed = process.poll() is None
    if is_killed:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(PATIENCE)
    return is_killed


def test_an_import_that_is_killed_again_and_again_ends_as_an_undisturbed_one(
    folder: Path, store: Path, tmp_path: Path, new_store: Callable[[Path], Path]
) -> None:
    undisturbed = new_store(tmp_path / "undisturbed")
    killed = [kill_in_the_middle(folder, store, seconds) for seconds in KILLED_AFTER]
    assert any(killed)
    for each in (store, undisturbed):
        last = omero("import", folder, omerodir=each)
        assert (last.returncode, last.stderr) == (0, "")
    assert content(store) == content(undisturbed)
