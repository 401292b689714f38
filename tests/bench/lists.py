"""`make bench-lists`: how long pages of 200 objects take in a store with a million images.

The real Gunicorn over SQLite and a private PostgreSQL; one client, one request at a time, as an
administrator and as a member of one group: while nothing changes, and each request after a commit,
which ends what a process remembers. Prints a table and writes all numbers as JSON.
"""

import argparse
import json
import os
import random
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import psycopg
import requests

from tests import postgresql
from tests.images import ramp, write_ome_tiff
from tests.integration.client import login
from tests.server import RunningServer, environment, start

# Milliseconds at the 95th percentile, on a quiet two-core machine.
TARGET = 50.0
PASSWORD = "password"
LISTS = "/api/v0/m"
NAMED = {
    "sqlite": "SQLite",
    "postgresql": "PostgreSQL",
    "root": "administrator",
    "person1": "member",
}
LINE = (
    "{database:10} {user:8} {page:40} {median:7.1f} {p95:7.1f}   after a commit "
    "{after a commit median:7.1f} {after a commit p95:7.1f}"
)

# A random whole number below another one.
Below = Callable[[int], int]
# Something that commits a change of the store.
Write = Callable[[], None]


@dataclass(frozen=True)
class Page:
    """One kind of page. path: of one request, another one each time."""

    name: str
    path: Callable[[Below], str]


def pages(images: int, datasets: int) -> list[Page]:
    words = ("hela", "dapi", "gfp tub", "hela dapi taxol", "u2os 2014", "wild", "gene12")
    plates = images // 5000
    return [
        Page("images, the first pages", lambda n: f"/images/?offset={200 * n(20)}"),
        Page("images, any page", lambda n: f"/images/?offset={n(images)}"),
        Page("images of a dataset", lambda n: f"/images/?dataset={2 + n(datasets - 2)}"),
        Page(
            "images of the largest dataset",
            lambda n: f"/images/?dataset=1&offset={n(images // 21)}",
        ),
        Page("images of a group", lambda n: f"/images/?group={3 + n(8)}&offset={n(images // 11)}"),
        Page("images of an owner", lambda n: f"/images/?owner={2 + n(98)}&offset={n(2000)}"),
        Page(
            "images of an owner in a group",
            lambda n: f"/images/?owner={2 + n(98)}&group={3 + n(8)}",
        ),
        Page("images, orphaned", lambda n: f"/images/?orphaned=true&offset={n(images // 100)}"),
        Page("datasets", lambda n: f"/datasets/?offset={n(datasets)}"),
        Page("datasets with counts", lambda n: f"/datasets/?childCount=true&offset={n(datasets)}"),
        Page(
            "datasets, the first pages, with counts",
            lambda n: f"/datasets/?childCount=true&offset={200 * n(5)}",
        ),
        Page("datasets of a project", lambda n: f"/datasets/?project={1 + n(datasets // 10)}"),
        Page("datasets, orphaned", lambda n: f"/datasets/?orphaned=true&offset={n(300)}"),
        Page(
            "projects with counts",
            lambda n: f"/projects/?childCount=true&offset={n(datasets // 12)}",
        ),
        Page("screens with counts", lambda n: "/screens/?childCount=true"),
        Page("plates", lambda n: f"/plates/?offset={n(10)}"),
        Page("wells of a plate", lambda n: f"/plates/{1 + n(plates)}/wells/"),
        Page("grid of a plate", lambda n: f"/webgateway/plate/{1 + n(plates)}/"),
        Page("projects of a user, webgateway", lambda n: "/webgateway/proj/list/"),
        Page(
            "datasets of a project, webgateway",
            lambda n: f"/webgateway/proj/{1 + n(datasets // 10)}/children/",
        ),
        Page(
            "images of a dataset, webgateway",
            lambda n: f"/webgateway/dataset/{2 + n(datasets - 2)}/children/",
        ),
        Page(
            "search for images",
            lambda n: f"/webgateway/search/?ctx=imgs&limit=200&text={words[n(len(words))]}",
        ),
        Page(
            "search for images of an owner",
            lambda n: f"/webgateway/search/?ctx=imgs&limit=200&text=hela&author=person{n(90)}",
        ),
    ]


def measure(
    server: RunningServer, listed: Sequence[Page], times: int, write: Write
) -> Iterator[dict[str, Any]]:
    for user in ("root", "person1"):
        password = server.root_password if user == "root" else PASSWORD
        session = login(server.url, password, user)
        for page in listed:
            warm = _taken(session, server.url, page, times)
            changed = _taken(session, server.url, page, times, write)
            yield {
                "user": user,
                "page": page.name,
                "requests": len(warm) + len(changed),
                **_summary("", warm),
                **_summary("after a commit ", changed),
            }


def _summary(prefix: str, taken: Sequence[float]) -> dict[str, float]:
    return {
        f"{prefix}median": round(median(taken), 1),
        f"{prefix}p95": round(quantiles(taken, n=20)[-1], 1),
    }


def _nothing() -> None:
    """The store stays as it is."""


def _taken(
    session: requests.Session, url: str, page: Page, times: int, before: Write = _nothing
) -> list[float]:
    """Milliseconds of each request; the first few, which open connections, do not count.

    A page that the user may not see is an answer, too.
    """
    chosen = random.Random(page.name)  # the same pages in every run
    taken = []
    for number in range(times + 5):
        path = page.path(chosen.randrange)
        asked = url + (path if path.startswith("/web") else LISTS + path)
        before()
        began = time.perf_counter()
        answer = session.get(asked, timeout=60)
        if number >= 5:
            taken.append(1000 * (time.perf_counter() - began))
        assert answer.status_code in (200, 404), answer.text
    return taken


@contextmanager
def writer(omerodir: Path, database_url: str | None) -> Iterator[Write]:
    """What commits a change that no list shows."""
    sql = "UPDATE embedded_annotation SET description = description WHERE id = 1"
    connection: Any
    if database_url:
        connection = psycopg.connect(database_url, autocommit=True)
    else:
        connection = sqlite3.connect(omerodir / "store" / "omero.db", isolation_level=None)
    with closing(connection):
        yield lambda: connection.execute(sql) and None


@contextmanager
def filled(kind: str, omerodir: Path | None, arguments: Sequence[str]) -> Iterator[dict[str, str]]:
    """The variables of a store with everything in it: a given one, or one made now."""
    given = os.environ.get("DATABASE_URL")
    if omerodir:
        yield {"OMERODIR": str(omerodir), **({"DATABASE_URL": given} if given else {})}
        return
    with tempfile.TemporaryDirectory(prefix="omeroweb-bench-") as folder:
        server = postgresql.start() if kind == "postgresql" else None
        url = {"DATABASE_URL": server.new_database()} if server else {}
        command = [sys.executable, "-m", "tests.bench.populate", *arguments]
        try:
            subprocess.run(command, env=environment(Path(folder), **url), check=True)
            yield {"OMERODIR": folder, **url}
        finally:
            if server:
                server.stop()


def main() -> int:
    parser = argparse.ArgumentParser(prog="make bench-lists", description=__doc__)
    parser.add_argument("--images", type=int, default=1_000_000)
    parser.add_argument("--datasets", type=int, default=10_000)
    parser.add_argument("--annotations", type=int, default=200_000)
    parser.add_argument("--times", type=int, default=100, help="requests for each kind of page")
    parser.add_argument("--kind", choices=["sqlite", "postgresql"], action="append")
    parser.add_argument(
        "--page", action="append", help="a part of the names of the pages that are measured"
    )
    parser.add_argument("--omerodir", type=Path, help="a store that is filled already")
    parser.add_argument("--out", type=Path, default=Path("lists.json"))
    options = parser.parse_args()
    sizes = ("images", "datasets", "annotations")
    arguments = [text for name in sizes for text in (f"--{name}", str(getattr(options, name)))]
    rows: list[dict[str, Any]] = []
    for kind in options.kind or ["sqlite", "postgresql"]:
        with filled(kind, options.omerodir, arguments) as variables:
            omerodir = Path(variables.pop("OMERODIR"))
            folder = Path(tempfile.mkdtemp(prefix="omeroweb-bench-"))
            write_ome_tiff(folder / "a.ome.tif", ramp((1, 20, 20)))
            settings = {"OMERO_WEB_ROOT_PASSWORD": PASSWORD, **variables}
            server = start(omerodir, "--images", folder, **settings)
            server.root_password = PASSWORD
            listed = [
                page
                for page in pages(options.images, options.datasets)
                if any(part in page.name for part in options.page or [""])
            ]
            try:
                # The lists are measured, not what goes on beside them for a second after the start.
                assert server.says("Imported 1 file"), "the image of the bench was not imported"
                with writer(omerodir, variables.get("DATABASE_URL")) as write:
                    for row in measure(server, listed, options.times, write):
                        rows.append({"database": kind, **row})
                        print(LINE.format(**rows[-1]), flush=True)
            finally:
                server.stop()
    load = os.getloadavg()
    print(table(rows))
    above = sum(max(row["p95"], row["after a commit p95"]) > TARGET for row in rows)
    print(f"\n{above} of {len(rows)} above {TARGET:.0f} ms at the 95th percentile")
    options.out.write_text(json.dumps({"target": TARGET, "load": load, "pages": rows}, indent=1))
    return 0


def table(rows: Sequence[dict[str, Any]]) -> str:
    """The medians and the 95th percentiles of all pages, the slower of both states of the store."""
    columns = list(dict.fromkeys((row["database"], row["user"]) for row in rows))
    named = [f"{NAMED[database]}, {NAMED[user]}" for database, user in columns]
    lines = [" | ".join(["| page of 200", *named]) + " |", "| --- " * (1 + len(named)) + "|"]
    for page in dict.fromkeys(row["page"] for row in rows):
        cells = [
            f"{max(row['median'], row['after a commit median']):.0f}, "
            f"{max(row['p95'], row['after a commit p95']):.0f} ms"
            for column in columns
            for row in rows
            if row["page"] == page and (row["database"], row["user"]) == column
        ]
        lines.append(" | ".join([f"| {page}", *cells]) + " |")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
