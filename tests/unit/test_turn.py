"""Whose turn it is to begin work, among threads."""

import multiprocessing
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

import pytest

from omeroweb.cli.gunicorn_hooks import child_exit
from omeroweb.http.worker import AT_WORK, RenderWorker
from omeroweb.pixels import local_files
from omeroweb.pixels.local_files import LocalBytes
from omeroweb.pixels.pending import result
from omeroweb.rendering.kept import Flight, Flights
from omeroweb.turn import AtWork, Turn, give_way, has_turn

PATIENCE = 60
# Long enough for a thread that may begin to do so.
MOMENT = 0.05
CONTENT = bytes(range(200))


@pytest.fixture
def turn() -> Iterator[Turn]:
    """Held by this thread, which has begun."""
    found = Turn()
    found.take()
    found.begin()
    yield found
    give_way()


class Next:
    """Another thread that waits for its turn and keeps it."""

    def __init__(self, turn: Turn, has_begun: threading.Event | None = None) -> None:
        self.has_begun = has_begun or threading.Event()
        self._may_end = threading.Event()
        self._thread = threading.Thread(target=self._work, args=(turn,))
        self._thread.start()

    def _work(self, turn: Turn) -> None:
        turn.take()
        turn.begin()
        self.has_begun.set()
        assert self._may_end.wait(PATIENCE)
        give_way()

    def end(self) -> None:
        self._may_end.set()
        self._thread.join(PATIENCE)


@pytest.fixture
def following(turn: Turn) -> Iterator[Next]:
    found = Next(turn)
    yield found
    give_way()
    found.end()


def test_without_a_turn_nobody_is_in_the_way() -> None:
    assert not has_turn()
    give_way()


def test_who_has_the_turn_keeps_it_from_one_piece_of_work_to_the_next(
    turn: Turn, following: Next
) -> None:
    turn.take()
    assert has_turn()
    assert not following.has_begun.wait(MOMENT)


def test_the_next_begins_when_the_first_gives_way(turn: Turn, following: Next) -> None:
    give_way()
    assert following.has_begun.wait(PATIENCE)
    assert not has_turn()


def test_a_turn_is_given_away_once(turn: Turn, following: Next) -> None:
    give_way()
    assert following.has_begun.wait(PATIENCE)
    turn.give_way()
    third = Next(turn)
    assert not third.has_begun.wait(MOMENT)
    following.end()
    assert third.has_begun.wait(PATIENCE)
    third.end()


def test_as_many_begin_as_there_are_idle_cores() -> None:
    turn = Turn(AtWork(), slot=1, cores=2)
    first, second = Next(turn), Next(turn)
    assert first.has_begun.wait(PATIENCE)
    assert second.has_begun.wait(PATIENCE)
    third = Next(turn)
    assert not third.has_begun.wait(MOMENT)
    first.end()
    second.end()
    assert third.has_begun.wait(PATIENCE)
    third.end()


def test_cores_at_which_other_processes_work_are_not_idle() -> None:
    shared = AtWork()
    turn, other = Turn(shared, slot=1, cores=2), Turn(shared, slot=2, cores=2)
    elsewhere = Next(other)
    assert elsewhere.has_begun.wait(PATIENCE)
    first = Next(turn)
    assert first.has_begun.wait(PATIENCE)
    second = Next(turn)
    assert not second.has_begun.wait(MOMENT)
    elsewhere.end()
    first.end()
    assert second.has_begun.wait(PATIENCE)
    second.end()
    assert shared.total() == 0


def test_who_waits_leaves_its_core_idle() -> None:
    shared = AtWork()
    turn = Turn(shared, slot=70, cores=2)
    turn.take()
    turn.begin()
    assert shared.total() == 1
    give_way()
    assert shared.total() == 0


def test_processes_see_what_others_do() -> None:
    shared = AtWork()
    child = multiprocessing.get_context("fork").Process(target=shared.set, args=(3, 2))
    child.start()
    child.join(PATIENCE)
    assert shared.total() == 2


def test_who_gave_way_waits_for_the_next_turn(turn: Turn, following: Next) -> None:
    give_way()
    assert following.has_begun.wait(PATIENCE)
    threading.Timer(MOMENT, following.end).start()
    turn.take()
    assert has_turn()


def test_long_work_does_not_keep_the_next_one(turn: Turn, following: Next) -> None:
    turn.hand_on_from(time.monotonic() - 1)
    assert not following.has_begun.wait(MOMENT)
    turn.hand_on_from(time.monotonic() + 1)
    assert following.has_begun.wait(PATIENCE)
    give_way()  # this thread does not know yet, and takes nothing from the other
    third = Next(turn)
    assert not third.has_begun.wait(MOMENT)
    following.end()
    third.end()


def test_who_waits_for_work_is_not_at_work(turn: Turn, following: Next) -> None:
    turn.take()
    turn.hand_on_from(time.monotonic() + 1)
    assert has_turn()
    assert not following.has_begun.wait(MOMENT)


def test_a_worker_that_has_ended_is_not_at_work() -> None:
    worker: Any = object.__new__(RenderWorker)
    worker.age = 7
    AT_WORK.set(worker.age, 2)
    child_exit(cast(Any, None), worker)
    assert AT_WORK.total() == 0


READS: tuple[Callable[[LocalBytes], bytes], ...] = (
    lambda opened: opened.read(50, 100),
    lambda opened: b"".join(opened.read_many([(50, 60), (110, 40)])),
    lambda opened: _into(opened, 50, 100),
)


def _into(opened: LocalBytes, offset: int, count: int) -> bytes:
    target = bytearray(count)
    opened.read_into(offset, memoryview(target))
    return bytes(target)


@contextmanager
def written(file: Path, *, is_forgotten: bool = False) -> Iterator[LocalBytes]:
    """A file that was just written: it is in memory, or was put out of it."""
    file.write_bytes(CONTENT)
    descriptor = os.open(file, os.O_RDONLY)
    if is_forgotten:
        os.fsync(descriptor)
        os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
    yield LocalBytes(descriptor)
    os.close(descriptor)


def is_in_memory(opened: LocalBytes) -> bool:
    try:
        return os.preadv(opened._descriptor, [bytearray(1)], 0, os.RWF_NOWAIT) == 1
    except OSError:
        return False


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[LocalBytes]:
    with written(tmp_path / "file") as found:
        yield found


@pytest.mark.parametrize("read", READS)
def test_what_is_in_memory_is_read_without_giving_way(
    turn: Turn, opened: LocalBytes, read: Callable[[LocalBytes], bytes]
) -> None:
    if not is_in_memory(opened):
        pytest.skip("the file system of the temporary folder does not tell what is in memory")
    assert read(opened) == CONTENT[50:150]
    assert has_turn()


@pytest.mark.parametrize("read", READS)
def test_others_begin_where_a_file_system_does_not_tell(
    turn: Turn,
    opened: LocalBytes,
    read: Callable[[LocalBytes], bytes],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(local_files, "WITHOUT_WAITING", 1 << 30)  # Linux knows no such flag
    assert read(opened) == CONTENT[50:150]
    assert not has_turn()


@pytest.mark.parametrize("read", READS)
def test_others_begin_where_pixels_are_not_in_memory(
    turn: Turn, tmp_path: Path, read: Callable[[LocalBytes], bytes]
) -> None:
    # Asking brings a file into memory, so another one is asked.
    with written(tmp_path / "other", is_forgotten=True) as other:
        if is_in_memory(other):
            pytest.skip("the file system of the temporary folder keeps all in memory")
    with written(tmp_path / "file", is_forgotten=True) as opened:
        assert read(opened) == CONTENT[50:150]
    assert not has_turn()


def test_a_file_that_ends_too_early_is_said_to(turn: Turn, opened: LocalBytes) -> None:
    expected = "100 bytes expected at 150, 50 found"
    with pytest.raises(ValueError, match=expected):
        opened.read(150, 100)
    with pytest.raises(ValueError, match=expected):
        _into(opened, 150, 100)


class Pending:
    """Like a future of TensorStore's that is there after a while."""

    def __init__(self, seconds: float) -> None:
        self._done = threading.Event()
        self._timer = threading.Timer(seconds, self._done.set)
        self._timer.start()

    def result(self, timeout: float | None = None) -> str:
        if not self._done.wait(timeout):
            raise TimeoutError
        return "found"


def test_others_begin_while_chunks_are_fetched(turn: Turn) -> None:
    assert result(Pending(0), 10) == "found"
    assert has_turn()
    assert result(Pending(0.2), 10) == "found"
    assert not has_turn()
    with pytest.raises(TimeoutError):
        result(Pending(0.2), 0.01)


def test_others_begin_while_the_same_picture_is_made_by_another_thread(turn: Turn) -> None:
    flights = Flights()
    is_made, others_wait = threading.Event(), threading.Event()

    def make(_: Flight) -> bytes:
        is_made.set()
        assert others_wait.wait(PATIENCE)
        return b"picture"

    maker = threading.Thread(target=flights.once, args=("a", make))
    maker.start()
    assert is_made.wait(PATIENCE)
    following = Next(turn, others_wait)
    assert flights.once("a", make) == b"picture"
    following.end()
    maker.join(PATIENCE)
