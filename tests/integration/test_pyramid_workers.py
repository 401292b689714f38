"""Who makes pyramids: threads, and a real Dask cluster of one worker process."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest
from distributed import LocalCluster

from omeroweb.errors import CommandError, Unreadable
from omeroweb.pixels import describe
from omeroweb.pixels.pyramids import Pyramid, layout_for
from omeroweb.pixels.pyramids.workers import Cluster, Threads, Workers, make_pyramid
from tests.images import ramp, write_ome_tiff


@pytest.fixture
def pyramid(tmp_path: Path) -> Pyramid:
    file = write_ome_tiff(tmp_path / "a.ome.tiff", ramp((2, 2100, 4200), "uint8"), tile=(256, 256))
    layout = layout_for(describe(file).images[0], largest_plane=1000)
    assert layout is not None
    return Pyramid(file, 0, layout, tmp_path / "a.ome.zarr")


@pytest.fixture(scope="module")
def cluster() -> Iterator[Workers]:
    with LocalCluster(
        n_workers=1, threads_per_worker=2, dashboard_address=None, protocol="tcp"
    ) as started:
        yield Cluster(started.scheduler_address)


def check_is_made_once(pyramid: Pyramid, workers: Workers) -> None:
    made = list(make_pyramid(pyramid, workers))
    assert len(made) == len(set(made)) == pyramid.layout.count()
    assert pyramid.is_complete
    assert list(make_pyramid(pyramid, workers)) == []


def test_threads_make_every_block_once(pyramid: Pyramid) -> None:
    check_is_made_once(pyramid, Threads())


def test_a_cluster_makes_every_block_once(pyramid: Pyramid, cluster: Workers) -> None:
    check_is_made_once(pyramid, cluster)


def test_closing_the_work_interrupts_it_and_the_next_goes_on(pyramid: Pyramid) -> None:
    work = make_pyramid(pyramid, Threads(1))
    assert len(list(islice(work, 1))) == 1
    work.close()
    assert not pyramid.is_complete
    assert 0 < len(list(make_pyramid(pyramid, Threads(1)))) < pyramid.layout.count()
    assert pyramid.is_complete


@pytest.mark.parametrize("kind", ["threads", "cluster"])
def test_a_damaged_file_is_named(pyramid: Pyramid, kind: str, cluster: Workers) -> None:
    file = Path(str(pyramid.path))
    content = file.read_bytes()
    file.write_bytes(content[: len(content) // 4])
    with pytest.raises(Unreadable, match=r"a\.ome\.tiff"):
        list(make_pyramid(pyramid, cluster if kind == "cluster" else Threads()))
    assert not pyramid.is_complete


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "nonsense://127.0.0.1:1"])
def test_a_cluster_that_does_not_answer_is_named(
    pyramid: Pyramid, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("omeroweb.pixels.pyramids.workers.CONNECT_TIMEOUT", 1)
    with pytest.raises(CommandError, match=f"no Dask scheduler answers at {address}"):
        list(make_pyramid(pyramid, Cluster(address)))
