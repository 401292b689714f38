"""The processes that read: how many, how long, and what becomes of one that ends or hangs."""

import contextlib
import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

import imagecodecs
import pytest

from tests import processes
from tests.images import ramp, write_ome_tiff, write_ome_zarr
from tests.server import OMERO, PATIENCE, environment, omero
from tests.store import count


@pytest.fixture
def omerodir(ready_omerodir: Path) -> Path:
    """These tests are about no first start."""
    return ready_omerodir


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "images"
    made.mkdir()
    return made


def write_hanging(folder: Path) -> Path:
    """An image whose reader waits for ever: its chunk is a pipe that nobody writes to."""
    write_ome_zarr(folder, ramp((20, 20)), "yx")
    chunk = folder / "0" / "c" / "0" / "0"
    chunk.unlink()
    os.mkfifo(chunk)
    return folder


def remove_hanging(folder: Path) -> None:
    """Take it away; whoever still waits for the pipe is let go."""
    with contextlib.suppress(OSError):  # nobody waits
        os.close(os.open(folder / "0" / "c" / "0" / "0", os.O_WRONLY | os.O_NONBLOCK))
    shutil.rmtree(folder)


def readers_of(process: "subprocess.Popen[str]") -> list[int]:
    """The process ids of the readers of an import that runs: forked from its nursery."""
    return [reader for nursery in nurseries_of(process) for reader in _children(nursery)]


def nurseries_of(process: "subprocess.Popen[str]") -> list[int]:
    return [pid for pid in _children(process.pid) if b"forkserver" in _command_line(pid)]


def _children(pid: int) -> list[int]:
    try:
        threads = list(Path(f"/proc/{pid}/task").iterdir())
        listed = [(thread / "children").read_text().split() for thread in threads]
    except FileNotFoundError:
        return []
    return [int(child) for children in listed for child in children]


def _command_line(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except FileNotFoundError:
        return b""


def running(omerodir: Path, *arguments: object, **more: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [*OMERO, "import", *map(str, arguments)],
        env=environment(omerodir, **more),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_a_file_that_takes_too_long_is_named_and_the_others_imported(
    folder: Path, omerodir: Path
) -> None:
    write_hanging(folder / "hangs.zarr")
    write_ome_tiff(folder / "good.ome.tif", ramp((1, 20, 20)))
    result = omero("import", folder, omerodir=omerodir, CONFIG_omero_web_import_timeout="3")
    assert result.returncode == 1
    assert result.stderr == f"not imported: {folder}/hangs.zarr: not read within 3 s\n"
    assert "Imported 1 file (1 image), 1 not imported" in result.stdout


def test_as_many_processes_read_as_were_asked_for(folder: Path, omerodir: Path) -> None:
    for number in range(4):
        write_hanging(folder / f"{number}.zarr")
    for arguments, more, expected in (
        ((), {"CONFIG_omero_web_import_workers": "3"}, 3),
        (("--workers", "1"), {"CONFIG_omero_web_import_workers": "3"}, 1),
    ):
        process = running(omerodir, folder, *arguments, **more)
        while len(readers_of(process)) < expected:
            assert process.poll() is None
            time.sleep(0.02)
        assert len(readers_of(process)) == expected
        process.terminate()
        process.communicate(timeout=PATIENCE)
        assert process.returncode == 128 + signal.SIGTERM


def test_a_reader_that_is_killed_is_replaced_and_a_file_that_kills_two_is_named(
    folder: Path, omerodir: Path
) -> None:
    write_hanging(folder / "a.zarr")
    write_ome_tiff(folder / "b.ome.tif", ramp((1, 20, 20)))
    process = running(omerodir, folder, "--workers", "1")
    killed: set[int] = set()
    while len(killed) < 2:
        assert process.poll() is None
        for reader in set(readers_of(process)) - killed:
            # It waits for the other end of the pipe.
            if processes.rests(reader):
                os.kill(reader, signal.SIGKILL)
                killed.add(reader)
        time.sleep(0.02)
    output, errors = process.communicate(timeout=PATIENCE)
    assert errors == f"not imported: {folder}/a.zarr: the process that read it ended (signal 9)\n"
    assert "Imported 1 file (1 image), 1 not imported" in output


def test_a_nursery_that_is_killed_is_replaced_with_its_readers(
    folder: Path, omerodir: Path
) -> None:
    hanging = write_hanging(folder / "a.zarr")
    write_ome_tiff(folder / "b.ome.tif", ramp((1, 20, 20)))
    process = running(omerodir, folder, "--workers", "1")
    while not any(processes.rests(reader) for reader in readers_of(process)):
        assert process.poll() is None
        time.sleep(0.02)
    (first,) = nurseries_of(process)
    (reader,) = readers_of(process)
    os.kill(first, signal.SIGKILL)
    os.kill(reader, signal.SIGKILL)
    while nurseries_of(process) in ([], [first]):
        assert process.poll() is None
        time.sleep(0.02)
    (second,) = nurseries_of(process)
    while not any(processes.rests(reader) for reader in _children(second)):
        assert process.poll() is None
        time.sleep(0.02)
    process.terminate()
    _, errors = process.communicate(timeout=PATIENCE)
    assert (process.returncode, errors) == (128 + signal.SIGTERM, "")
    remove_hanging(hanging)


def test_memory_does_not_grow_with_the_number_of_files(folder: Path, omerodir: Path) -> None:
    content = imagecodecs.png_encode(ramp((8, 8), "uint8"))
    peaks = []
    for number in (1000, 5000):
        for index in range(number):
            path = folder / f"{number}" / f"{index // 200}" / f"{index}.png"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        process = subprocess.Popen(
            [*OMERO, "import", str(folder / f"{number}")],
            env=environment(omerodir),
            stdout=subprocess.DEVNULL,
        )
        peak = 0
        while process.poll() is None:
            peak = _peak(process.pid) or peak
            time.sleep(0.02)
        assert process.returncode == 0
        peaks.append(peak)
    assert count(omerodir, "image") == 6000
    # What is said of one file takes more. Beside that, batches of a quicker minute have more files,
    # up to 500.
    assert peaks[1] - peaks[0] < 4000 * 2.5 + 16 * 1024


def _peak(pid: int) -> int:
    """The most memory that a process has had, in KiB; 0 for one that has ended."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except FileNotFoundError:
        return 0
    found = [line.split()[1] for line in status.splitlines() if line.startswith("VmHWM")]
    return int(found[0]) if found else 0
