"""What goes wrong during an import is named, and everything else is imported, now or next time."""

import os
import resource
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests import processes
from tests.images import ramp, write_ome_tiff, write_ome_zarr
from tests.integration.test_import_readers import (
    nurseries_of,
    readers_of,
    remove_hanging,
    write_hanging,
)
from tests.server import OMERO, PATIENCE, environment, finished, omero
from tests.store import count, is_sqlite, lock_of_imports, rows


@pytest.fixture
def omerodir(ready_omerodir: Path) -> Path:
    """These tests are about no first start."""
    return ready_omerodir


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "images"
    made.mkdir()
    return made


def write_many(folder: Path, number: int) -> None:
    """As many files, copies of one: it is their names that count."""
    content = write_ome_tiff(folder / "000.ome.tif", ramp((2, 20, 20))).read_bytes()
    for index in range(1, number):
        (folder / f"{index:03}.ome.tif").write_bytes(content)


def begin(folder: Path, omerodir: Path) -> "subprocess.Popen[str]":
    """An import that has its first files in the store and goes on."""
    process = subprocess.Popen(
        [*OMERO, "import", "--workers", "1", str(folder)],
        env=environment(omerodir),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    while process.poll() is None and count(omerodir, "fileset") < 2:
        time.sleep(0.02)
    return process


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_import_that_is_interrupted_says_what_is_done_and_is_carried_on(
    folder: Path, omerodir: Path, number: signal.Signals
) -> None:
    write_many(folder, 60)
    hanging = write_hanging(folder / "030.zarr")
    omero("import", folder / "000.ome.tif", omerodir=omerodir)
    process = begin(folder, omerodir)
    process.send_signal(number)
    output, errors = process.communicate(timeout=PATIENCE)
    assert (process.returncode, errors) == (128 + number, "")
    done = count(omerodir, "fileset")
    assert 2 <= done <= 31
    said = output.splitlines()[-1]
    assert said.startswith(f"Interrupted: imported {done - 1} files ({done - 1} images)")
    assert said.endswith("; the next run carries on")
    assert [count(omerodir, table) for table in ("image", "pixels")] == [done] * 2
    remove_hanging(hanging)
    assert omero("import", folder, omerodir=omerodir).returncode == 0
    assert count(omerodir, "fileset") == 60


def test_readers_of_an_import_that_was_killed_end_by_themselves(
    folder: Path, omerodir: Path
) -> None:
    write_many(folder, 3000)
    omero("import", folder / "000.ome.tif", omerodir=omerodir)
    process = begin(folder, omerodir)
    started = [*nurseries_of(process), *readers_of(process)]
    assert len(started) == 2
    process.kill()
    process.communicate(timeout=PATIENCE)
    deadline = time.monotonic() + PATIENCE
    while any(_is_alive(pid) for pid in started):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def _is_alive(pid: int) -> bool:
    try:
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return False


def test_names_that_no_store_keeps_and_what_is_no_file_are_named(
    folder: Path, omerodir: Path
) -> None:
    good = write_ome_tiff(folder / "é ü 漢 %.ome.tif", ramp((1, 20, 20)))
    os.link(good, os.fsencode(folder) + b"/latin\xe9.tif")
    os.mkfifo(folder / "pipe.tif")
    (folder / "lost.tif").symlink_to(folder / "nowhere")
    deep = folder
    for _ in range(11):
        deep = deep / ("d" * 240)
        deep.mkdir()
    file = omerodir.parent / "report.json"
    result = omero("import", "--report", file, folder, folder / "missing", omerodir=omerodir)
    assert result.returncode == 1
    assert "Imported 1 file (1 image), 5 not imported" in result.stdout
    for said in (
        r"latin\xe9.tif: its name is not UTF-8: rename it",
        "pipe.tif: not a regular file",
        "lost.tif: a link that leads nowhere",
        ": its path is longer than 2600 bytes: move it further up",
        "images/missing: no such file or folder",
    ):
        assert said in result.stderr
    assert r"latin\\xe9.tif" in file.read_text(encoding="utf-8")


def test_what_this_user_may_not_read_is_named_and_the_rest_imported(
    folder: Path, omerodir: Path, namespace: str
) -> None:
    write_ome_tiff(folder / "good.ome.tif", ramp((1, 20, 20)))
    for name in ("secret.ome.tif", "secret.png", "secret.svs"):
        write_ome_tiff(folder / name, ramp((1, 20, 20))).chmod(0)
    write_ome_zarr(folder / "chunk.zarr", ramp((20, 20)), "yx")
    (folder / "chunk.zarr" / "0" / "c" / "0" / "0").chmod(0)
    write_ome_zarr(folder / "metadata.zarr", ramp((20, 20)), "yx")
    (folder / "metadata.zarr" / "zarr.json").chmod(0)
    (folder / "closed").mkdir(mode=0)
    command = [namespace, "--user", *OMERO, "import", str(folder)]
    result = finished(command, environment(omerodir))
    assert result.returncode == 1
    assert "Imported 1 file (1 image), 6 not imported" in result.stdout
    said = sorted(result.stderr.splitlines())
    zarr, secret = ["chunk.zarr", "closed", "metadata.zarr"], ["ome.tif", "png", "svs"]
    for line, name in zip(said, zarr + [f"secret.{end}" for end in secret], strict=True):
        assert line.startswith(f"not imported: {folder}/{name}")
        assert "ermission denied" in line


def test_many_failures_are_said_up_to_twenty(folder: Path, omerodir: Path) -> None:
    for number in range(25):
        (folder / f"{number}.tif").write_text("not an image")
    result = omero("import", folder, omerodir=omerodir)
    lines = result.stderr.splitlines()
    assert len(lines) == 21
    assert lines[-1] == "More was not said here: --report FILE keeps all of it"
    assert "25 not imported" in result.stdout


def test_a_full_disk_ends_an_import_with_a_sentence_and_what_is_done_stays(
    folder: Path, omerodir: Path
) -> None:
    write_many(folder, 200)
    omero("import", folder / "000.ome.tif", omerodir=omerodir)
    result = finished(
        [*OMERO, "import", str(folder)],
        environment(omerodir),
        # What one transaction writes goes to the log of the database first, which may not grow
        # beyond this: the write fails as on a disk that is full.
        preexec_fn=lambda: _limit_files(200_000),
    )
    assert result.returncode == 1
    assert "nothing more can be written (" in result.stderr
    assert "the next run carries on" in result.stderr
    assert "Traceback" not in result.stderr
    assert count(omerodir, "fileset") < 200
    assert omero("import", folder, omerodir=omerodir).returncode == 0
    assert count(omerodir, "fileset") == 200


def _limit_files(size: int) -> None:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


@contextmanager
def import_under_a_lock(
    folder: Path, omerodir: Path
) -> Iterator[tuple["subprocess.Popen[str]", Callable[[], None]]]:
    """An import of two new files while somebody else is writing; and what ends that."""
    write_many(folder, 3)
    omero("import", folder / "000.ome.tif", omerodir=omerodir)
    with lock_of_imports(omerodir) as let_go:
        process = subprocess.Popen(
            [*OMERO, "import", "--no-pyramids", str(folder)],
            env=environment(omerodir),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        yield process, let_go


def until_it_waits(process: "subprocess.Popen[str]", store: Path) -> None:
    """Until an import waits for a lock: on SQLite all its processes rest, PostgreSQL tells."""
    while not (
        processes.rests(process.pid, *nurseries_of(process), *readers_of(process))
        if is_sqlite(store)
        else rows(store, "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
    ):
        assert process.poll() is None
        time.sleep(0.02)


def test_an_import_waits_for_another_writer(folder: Path, store: Path) -> None:
    with import_under_a_lock(folder, store) as (process, let_go):
        until_it_waits(process, store)
        time.sleep(2)
        assert process.poll() is None
        let_go()
        output, errors = process.communicate(timeout=PATIENCE)
    assert (process.returncode, errors) == (0, "")
    assert "Imported 2 files" in output


def test_an_import_that_waits_for_another_writer_ends_when_it_is_told_to(
    folder: Path, store: Path
) -> None:
    with import_under_a_lock(folder, store) as (process, _):
        until_it_waits(process, store)
        process.send_signal(signal.SIGINT)
        output, errors = process.communicate(timeout=PATIENCE)
        assert (process.returncode, errors) == (128 + signal.SIGINT, "")
        # Had it waited longer, the database would have said that it is locked.
        assert output.startswith("Interrupted: imported 0 files")
    assert omero("import", folder, omerodir=store).returncode == 0
    assert count(store, "fileset") == 3


def test_a_file_that_is_gone_is_marked_and_found_again(folder: Path, omerodir: Path) -> None:
    path = write_ome_tiff(folder / "a.ome.tif", ramp((1, 20, 20)))
    write_ome_tiff(folder / "b.ome.tif", ramp((1, 20, 20)))
    omero("import", folder, omerodir=omerodir)
    aside = path.rename(folder.parent / "aside")
    gone = omero("import", folder, omerodir=omerodir)
    assert gone.returncode == 0
    assert gone.stderr == f"no longer there: {path}\n"
    assert gone.stdout == "Imported 0 files (0 images), 1 unchanged, 1 no longer there\n"
    still = omero("import", folder, omerodir=omerodir)
    assert (still.stderr, still.stdout) == ("", gone.stdout)
    assert count(omerodir, "image") == 2
    aside.rename(path)
    back = omero("import", folder, omerodir=omerodir)
    assert back.stdout == "Imported 0 files (0 images), 2 unchanged\n"
    path.unlink()
    assert omero("import", folder, omerodir=omerodir).stderr == gone.stderr
