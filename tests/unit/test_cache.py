"""Opened files are shared, bounded, and closed only when nobody reads them."""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from omeroweb.errors import Unreadable
from omeroweb.pixels import Level, SourceCache, StoredTile
from omeroweb.pixels.base import PixelArray
from omeroweb.quantities import Region


class Counted:
    """A source that only knows whether it was closed."""

    levels: Sequence[Level] = ()

    def __init__(self) -> None:
        self.is_closed = False

    def read(
        self, level: int, z: int, t: int, channels: Sequence[int], region: Region
    ) -> PixelArray:
        return np.zeros((len(channels), region.height, region.width))

    def stored_tile(self, level: int, z: int, t: int, region: Region) -> StoredTile | None:
        return None

    def close(self) -> None:
        self.is_closed = True


class Opener:
    """Gives images that can be opened, and keeps what was opened."""

    def __init__(self) -> None:
        self.opened: list[Counted] = []

    def __call__(self, path: Path) -> "Recorded":
        return Recorded(path, self)


@dataclass(frozen=True)
class Recorded:
    path: Path
    opener: Opener

    def open(self) -> Counted:
        self.opener.opened.append(Counted())
        return self.opener.opened[-1]


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    paths = [tmp_path / str(n) for n in range(4)]
    for path in paths:
        path.touch()
    return paths


def test_a_file_is_opened_once_for_many_threads(files: list[Path]) -> None:
    opener = Opener()
    cache = SourceCache(limit=2)

    def borrow(_: int) -> None:
        with cache.borrow(opener(files[0])):
            pass

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(borrow, range(200)))
    assert len(opener.opened) == 1


def test_the_least_recently_used_file_is_closed(files: list[Path]) -> None:
    opener = Opener()
    cache = SourceCache(limit=2)
    for path in (files[0], files[1], files[0], files[2]):
        with cache.borrow(opener(path)):
            pass
    assert [source.is_closed for source in opener.opened] == [False, True, False]
    assert len(cache) == 2


def test_a_file_that_is_being_read_is_closed_afterwards(files: list[Path]) -> None:
    opener = Opener()
    cache = SourceCache(limit=1)
    with cache.borrow(opener(files[0])):
        with cache.borrow(opener(files[1])):
            pass
        assert not opener.opened[0].is_closed
    assert opener.opened[0].is_closed


def test_a_replaced_file_is_opened_anew(files: list[Path]) -> None:
    opener = Opener()
    cache = SourceCache(limit=4)
    for modified in (1, 2):
        os.utime(files[0], (modified, modified))
        with cache.borrow(opener(files[0])):
            pass
    assert len(opener.opened) == 2


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    cache = SourceCache(limit=1)
    with pytest.raises(Unreadable, match="gone"), cache.borrow(Opener()(tmp_path / "gone")):
        pass
