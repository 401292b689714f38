"""Rendered answers on the disk: bounded, shared, and never in the way."""

import fcntl
import hashlib
import os
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from omeroweb.rendering.kept import Flight, Flights, KeptFiles
from omeroweb.rendering.kept.files import SWEEPER
from omeroweb.rendering.kept.sweep import sweep

BLOCK = 4096


def key(of: object) -> str:
    return hashlib.sha256(str(of).encode()).hexdigest()[:32]


def settle() -> None:
    """Wait for sweeps in the background."""
    for thread in threading.enumerate():
        if thread.name == SWEEPER:
            thread.join()


def kept_bytes(folder: Path) -> int:
    return sum(file.stat().st_blocks * 512 for file in folder.rglob("??/*") if file.is_file())


def test_what_is_kept_is_found_by_any_process(tmp_path: Path) -> None:
    KeptFiles(tmp_path / "new" / "folder", 2**20).keep(key(1), b"picture")
    found = KeptFiles(tmp_path / "new" / "folder", 2**20)
    assert found.has(key(1))
    assert found.read(key(1)) == b"picture"
    assert found.read(key(2)) is None


def test_files_can_be_read_by_another_user(tmp_path: Path) -> None:
    files = KeptFiles(tmp_path, 2**20)
    files.keep(key(1), b"picture")
    assert (tmp_path / files.name(key(1))).stat().st_mode & 0o444 == 0o444


def test_a_limit_of_nothing_keeps_nothing(tmp_path: Path) -> None:
    files = KeptFiles(tmp_path, 0)
    files.keep(key(1), b"picture")
    with files.making(key(1)):
        assert not files.has(key(1))
    assert list(tmp_path.iterdir()) == []


def test_an_answer_that_would_push_out_the_others_is_not_kept(tmp_path: Path) -> None:
    files = KeptFiles(tmp_path, 32 * 1000)
    files.keep(key(1), bytes(1001))
    files.keep(key(2), bytes(1000))
    assert not files.has(key(1))
    assert files.has(key(2))


def test_what_is_added_while_another_one_sweeps_is_swept_afterwards(tmp_path: Path) -> None:
    limit = 64 * BLOCK
    files = KeptFiles(tmp_path, limit)
    files.keep(key(0), bytes(BLOCK))
    settle()
    other = os.open(tmp_path, os.O_RDONLY)
    fcntl.flock(other, fcntl.LOCK_EX)
    for number in range(1, 200):
        files.keep(key(number), bytes(BLOCK - 1))
    assert kept_bytes(tmp_path) > 2 * limit
    assert len([t for t in threading.enumerate() if t.name == SWEEPER]) == 1
    os.close(other)
    settle()
    assert kept_bytes(tmp_path) <= limit


def test_a_sweep_removes_the_least_recently_used(tmp_path: Path) -> None:
    files = KeptFiles(tmp_path, 64 * BLOCK)
    for number in range(64):
        files.keep(key(number), bytes(BLOCK - 1))
        os.utime(tmp_path / files.name(key(number)), (0, 1000 + number))
    # This one is old and was used just now.
    assert files.has(key(3))
    settle()
    sweep(tmp_path, 32 * BLOCK)
    assert kept_bytes(tmp_path) <= 0.8 * 32 * BLOCK
    assert not files.has(key(0))
    assert files.has(key(3))
    assert files.has(key(63))


def test_a_folder_within_its_limit_is_left_alone(tmp_path: Path) -> None:
    files = KeptFiles(tmp_path, 64 * BLOCK)
    for number in range(10):
        files.keep(key(number), b"small")
    settle()
    sweep(tmp_path, 64 * BLOCK)
    assert all(files.has(key(number)) for number in range(10))


def test_what_a_writer_left_behind_that_died_is_removed(tmp_path: Path) -> None:
    files = KeptFiles(tmp_path, 2**20)
    files.keep(key(1), b"picture")
    part = (tmp_path / files.name(key(1))).parent
    for name, age in (("old", 7200), ("young", 5)):
        (part / f".new-{name}").write_bytes(b"half")
        os.utime(part / f".new-{name}", (time.time() - age,) * 2)
    settle()
    sweep(tmp_path, 2**20)
    assert sorted(file.name for file in part.iterdir()) == sorted([".new-young", key(1)[2:]])


@pytest.mark.parametrize("limit", [0, 2**20])
def test_a_full_disk_is_no_error(limit: int, caplog: pytest.LogCaptureFixture) -> None:
    # Writing to it fails as on a full disk, and it is no folder.
    files = KeptFiles(Path("/dev/full/folder"), limit)
    for number in range(3):
        with files.making(key(number)):
            files.keep(key(number), b"picture")
        assert files.read(key(number)) is None
    assert len(caplog.messages) == (1 if limit else 0)
    assert all("rendered answers are not kept" in line for line in caplog.messages)


def test_threads_that_ask_at_the_same_time_cause_one_computation() -> None:
    flights, made = Flights(), []
    others_wait = threading.Event()

    def make(flight: Flight) -> bytes:
        made.append(threading.current_thread())
        others_wait.wait()
        return b"picture"

    with ThreadPoolExecutor(8) as pool:
        asked = [pool.submit(flights.once, "a", make) for _ in range(8)]
        while flights.waiting("a") < 7:
            time.sleep(0.001)
        others_wait.set()
        assert [answer.result() for answer in asked] == [b"picture"] * 8
    assert len(made) == 1
    assert flights.waiting("a") == 0


def test_different_answers_do_not_wait_for_each_other() -> None:
    flights, both = Flights(), threading.Barrier(2, timeout=60)

    def make(flight: Flight) -> bytes:
        both.wait()
        return b""

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(lambda name: flights.once(name, make), "ab")) == [b"", b""]


def test_when_the_maker_fails_the_next_one_tries() -> None:
    flights, made = Flights(), []
    others_wait = threading.Event()

    def make(flight: Flight) -> bytes:
        made.append(1)
        if len(made) == 1:
            others_wait.wait()
            raise OSError("the first one fails")
        return b"picture"

    with ThreadPoolExecutor(3) as pool:
        asked = [pool.submit(flights.once, "a", make) for _ in range(3)]
        while flights.waiting("a") < 2:
            time.sleep(0.001)
        others_wait.set()
        failed = [answer for answer in asked if answer.exception()]
        assert len(failed) == 1
        assert {answer.result() for answer in asked if answer not in failed} == {b"picture"}
