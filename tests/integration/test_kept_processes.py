"""Rendered answers on the disk, written and awaited by several processes."""

import multiprocessing
import time
from pathlib import Path

from omeroweb.rendering.kept import KeptFiles
from tests.unit.test_kept import BLOCK, kept_bytes, key, settle

# Long enough for processes that were started to get as far as they can.
MOMENT = 0.2


def _write_much(folder: Path, limit: int, first: int) -> None:
    files = KeptFiles(folder, limit)
    for number in range(first, first + 300):
        files.keep(key(number), bytes(BLOCK - 1))
        assert files.read(key(number)) in (None, bytes(BLOCK - 1))
    settle()


def test_many_processes_stay_within_the_limit_together(tmp_path: Path) -> None:
    limit, processes = 200 * BLOCK, 2
    spawned = multiprocessing.get_context("spawn")
    workers = [
        spawned.Process(target=_write_much, args=(tmp_path, limit, 1000 * n))
        for n in range(processes)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
        assert worker.exitcode == 0
    assert kept_bytes(tmp_path) <= limit * (1 + processes / 32) + BLOCK


def _make_slowly(folder: Path, made: Path) -> None:
    files = KeptFiles(folder, 2**20)
    with files.making(key(1)):
        if files.read(key(1)) is None:
            with made.open("a") as log:
                log.write("made\n")
            time.sleep(MOMENT)
            files.keep(key(1), b"picture")


def test_processes_that_ask_at_the_same_time_cause_one_computation(tmp_path: Path) -> None:
    spawned = multiprocessing.get_context("spawn")
    made = tmp_path / "made"
    workers = [
        spawned.Process(target=_make_slowly, args=(tmp_path / "kept", made)) for _ in range(2)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
        assert worker.exitcode == 0
    assert made.read_text() == "made\n"
