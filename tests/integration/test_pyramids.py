"""Large images whose files have no pyramid: imported, looked at, and their pyramids made."""

import os
import resource
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import requests
from distributed import LocalCluster

from omeroweb.config import catalogue
from omeroweb.pixels.pyramids.halving import halve
from tests.images import Array, write_ome_tiff
from tests.integration.client import picture
from tests.server import OMERO, PATIENCE, environment, finished, omero, start

SIZE = (3100, 3000)
SMALL = {catalogue.MAX_PLANE_WIDTH.variable: "500", catalogue.MAX_PLANE_HEIGHT.variable: "500"}


def soft(shape: tuple[int, int]) -> Array:
    """Slow changes, so that JPEG keeps every value within a few steps."""
    y, x = np.indices(shape)
    return np.asarray(127 + 120 * np.sin(y / 300) * np.cos(x / 200), np.uint8)


@pytest.fixture
def omerodir(ready_omerodir: Path) -> Path:
    return ready_omerodir


@pytest.fixture
def image(tmp_path: Path) -> Path:
    folder = tmp_path / "images"
    folder.mkdir()
    return write_ome_tiff(folder / "slide.ome.tiff", soft(SIZE), "YX", tile=(256, 256))


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """Large enough for one further level where SMALL says so."""
    folder = tmp_path / "images"
    folder.mkdir()
    return write_ome_tiff(folder / "a.ome.tiff", soft((700, 600)), "YX", tile=(64, 64))


def status(omerodir: Path, **more: str) -> str:
    done = omero("pyramids", "--status", omerodir=omerodir, **more)
    assert done.returncode == 0, done.stderr
    return done.stdout


def folders(omerodir: Path) -> list[Path]:
    return sorted((omerodir / "pyramids").glob("*.ome.zarr"))


def test_an_import_makes_the_pyramid_and_says_so(image: Path, store: Path) -> None:
    """On every kind of database."""
    done = omero("import", image, omerodir=store)
    assert done.returncode == 0, done.stderr
    assert "Made 1 pyramid" in done.stdout
    assert "\tcomplete\tslide.ome.tiff" in status(store)


def test_an_image_is_seen_before_and_after_its_pyramid_is_made(image: Path, omerodir: Path) -> None:
    done = omero("import", "--no-pyramids", image, omerodir=omerodir)
    assert done.returncode == 0, done.stderr
    assert "\t0 %\tslide.ome.tiff" in status(omerodir)
    server = start(omerodir, "--images", image.parent)
    try:
        number = requests.get(f"{server.url}/api/v0/m/images/", timeout=60).json()["data"][0]["@id"]
        data = requests.get(f"{server.url}/webgateway/imgData/{number}/", timeout=60).json()
        assert data["levels"] == 4
        assert data["resolutions"]["3"] == {"sizeX": 375, "sizeY": 388}
        coarse = halve(halve(halve(soft(SIZE)[np.newaxis])))[0].astype(int)
        url = f"{server.url}/webgateway/render_image_region/{number}/0/0/?tile=3,0,0,512,512"
        url += "&c=1|0:255$FFFFFF"
        while True:
            shown = picture(requests.get(url, timeout=60))[:, :, 0]
            assert shown.shape == coarse.shape
            assert np.abs(shown - coarse).max() < 8
            if "complete" in status(omerodir):
                break
    finally:
        assert server.stop() == 0
    assert (folders(omerodir)[0] / "zarr.json").is_file()


def test_how_large_a_plane_may_be_is_a_setting(small: Path, omerodir: Path) -> None:
    assert "Made" not in omero("import", small, omerodir=omerodir).stdout
    other = small.rename(small.with_name("b.ome.tiff"))
    assert "Made 1 pyramid" in omero("import", other, omerodir=omerodir, **SMALL).stdout


def test_pyramids_are_kept_where_the_setting_says(
    small: Path, omerodir: Path, tmp_path: Path
) -> None:
    elsewhere = {catalogue.PYRAMIDS.variable: str(tmp_path / "else" / "where")}
    assert omero("import", small, omerodir=omerodir, **SMALL, **elsewhere).returncode == 0
    assert len(list((tmp_path / "else" / "where").glob("*.ome.zarr"))) == 1
    assert folders(omerodir) == []


def test_a_file_that_has_changed_gets_another_pyramid(small: Path, omerodir: Path) -> None:
    assert omero("import", small, omerodir=omerodir, **SMALL).returncode == 0
    before = folders(omerodir)
    write_ome_tiff(small, soft((800, 900)), "YX", tile=(64, 64))
    assert omero("import", small, omerodir=omerodir, **SMALL).returncode == 0
    after = folders(omerodir)
    assert len(before) == len(after) == 1
    assert before != after


def test_a_damaged_file_is_named_and_the_others_get_theirs(small: Path, omerodir: Path) -> None:
    other = write_ome_tiff(small.with_name("b.ome.tiff"), soft((700, 600)), "YX", tile=(64, 64))
    done = omero("import", "--no-pyramids", small.parent, omerodir=omerodir, **SMALL)
    assert done.returncode == 0, done.stderr
    os.truncate(small, small.stat().st_size // 2)
    done = omero("pyramids", omerodir=omerodir, **SMALL)
    assert done.returncode == 1
    assert "no pyramid" in done.stderr
    assert "a.ome.tiff" in done.stderr
    assert "Made 1 pyramid, 1 could not be made" in done.stdout
    assert f"\tcomplete\t{other.name}" in status(omerodir)


@pytest.fixture
def full_disk(tmp_path: Path) -> Iterator[Path]:
    """A folder that takes no megabyte: a small file system, or for others than root a limit."""
    folder = tmp_path / "full"
    folder.mkdir()
    if os.geteuid() != 0:
        yield folder
        return
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=200k", "tmpfs", str(folder)], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk_is_said_and_the_image_can_still_be_seen(
    tmp_path: Path, full_disk: Path, omerodir: Path
) -> None:
    random = np.random.default_rng(1)
    noise = random.integers(0, 255, (2000, 2000), np.uint8)
    image = write_ome_tiff(tmp_path / "noise.ome.tiff", noise, "YX", tile=(256, 256))
    variables = environment(omerodir, **SMALL, **{catalogue.PYRAMIDS.variable: str(full_disk)})
    limit = None if os.geteuid() == 0 else _take_no_more
    done = finished([*OMERO, "import", str(image)], variables, preexec_fn=limit)
    assert done.returncode == 1
    assert "no pyramid" in done.stderr
    if os.geteuid() == 0:
        assert "the disk is full: free some space, then `omero pyramids`" in done.stderr
    assert "Imported 1 file" in done.stdout
    assert omero("pyramids", omerodir=omerodir, **SMALL).returncode == 0


def _take_no_more() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))


def test_a_maker_that_was_killed_is_followed_by_one_that_goes_on(
    image: Path, omerodir: Path
) -> None:
    assert omero("import", "--no-pyramids", image, omerodir=omerodir).returncode == 0
    with subprocess.Popen(
        [*OMERO, "pyramids", "--workers", "1"],
        env=environment(omerodir),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        deadline = time.monotonic() + PATIENCE
        while not list((omerodir / "pyramids").rglob("c/*/*/*/*/*")):
            assert process.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.005)
        process.send_signal(signal.SIGKILL)
    assert omero("pyramids", omerodir=omerodir).returncode == 0
    assert "complete" in status(omerodir)


def test_the_workers_of_a_dask_cluster_make_pyramids(small: Path, omerodir: Path) -> None:
    with LocalCluster(
        n_workers=1, threads_per_worker=1, dashboard_address=None, protocol="tcp"
    ) as cluster:
        there = {catalogue.DASK_SCHEDULER.variable: cluster.scheduler_address}
        done = omero("import", small, omerodir=omerodir, **SMALL, **there)
    assert done.returncode == 0, done.stderr
    assert "Made 1 pyramid" in done.stdout


def test_a_cluster_that_does_not_answer_is_named(small: Path, omerodir: Path) -> None:
    nowhere = {catalogue.DASK_SCHEDULER.variable: "tcp://127.0.0.1:1"}
    done = omero("import", small, omerodir=omerodir, **SMALL, **nowhere)
    assert done.returncode == 1
    assert "no Dask scheduler answers at tcp://127.0.0.1:1" in done.stderr
    assert "Imported 1 file" in done.stdout
