"""How many small files an import takes a second, from the start of `omero import` to its end."""

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests import postgresql
from tests.bench.importing import paths, read_all, run_import, write_files
from tests.bench.results import Contest, Row, Target
from tests.bench.runs import Run

FILES = 1000
WANTED = 200


def contest(run: Run) -> Contest:
    number = FILES if not run.is_quick else FILES // 10
    base = run.folder / "importing"
    folder = base / "images"
    folder.mkdir(parents=True)
    write_files(folder, number)
    first = next(paths(folder))
    sqlite, server, alone = [], [], []
    with _postgresql() as database:
        for turn in range(run.rounds):
            sqlite.append(_rate(folder, first, base / f"sqlite-{turn}"))
            if database:
                url = {"DATABASE_URL": database.new_database()}
                server.append(_rate(folder, first, base / f"postgresql-{turn}", **url))
            begun = time.perf_counter()
            read_all(folder)
            alone.append(number / (time.perf_counter() - begun))
    shutil.rmtree(base)
    rows = [Row("omero import, SQLite", tuple(sqlite), is_ours=True)]
    if server:
        rows.append(Row("omero import, PostgreSQL", tuple(server)))
    rows.append(Row("limit: one process reads what is kept, and writes nothing", tuple(alone)))
    return Contest(
        "import",
        f"{number} OME-TIFFs of 2 KB are imported, the start of the command included",
        "files/s",
        tuple(rows),
        (Target(f"times {WANTED} files a second", rows[0].median / WANTED, 1),),
    )


def _rate(folder: Path, first: Path, omerodir: Path, **more: str) -> float:
    """Files a second. The store is there, with one file in it, before anything is measured."""
    run_import(first, omerodir, **more)
    number = sum(1 for _ in paths(folder)) - 1
    begun = time.perf_counter()
    run_import(folder, omerodir, **more)
    return number / (time.perf_counter() - begun)


@contextmanager
def _postgresql() -> Iterator[postgresql.PostgreSQL | None]:
    """A server for the duration of the block, where its programs are installed."""
    if not postgresql.is_installed():
        yield None
        return
    server = postgresql.start()
    try:
        yield server
    finally:
        server.stop()
