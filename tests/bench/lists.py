"""`make bench-lists`: how long pages of 200 objects take in a store with a million images.

The real Gunicorn over SQLite and a private PostgreSQL; one client, one request at a time, as an
administrator and as a member of one group. Prints a table and writes all numbers as JSON.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles

import requests

from tests import postgresql
from tests.images import ramp, write_ome_tiff
from tests.integration.client import login
from tests.server import RunningServer, environment, start

# Milliseconds at the 95th percentile, on a quiet two-core machine.
TARGET = 50.0
PASSWORD = "password"
LISTS = "/api/v0/m"

# A random whole number below another one.
Below = Callable[[int], int]


@dataclass(frozen=True)
class Page:
    """One kind of page. path: of one request, another one each time."""

    name: str
    path: Callable[[Below], str]


def pages(images: int, datasets: int) -> list[Page]:
    words = ("hela", "dapi", "taxol", "gfp tub", "u2os 2014", "wild", "gene12")
    return [
        Page("images, the first pages", lambda n: f"/images/?offset={200 * n(20)}"),
        Page("images, any page", lambda n: f"/images/?offset={n(images)}"),
        Page("images of a dataset", lambda n: f"/images/?dataset={2 + n(datasets - 2)}"),
        Page("images of the largest dataset", lambda n: f"/images/?dataset=1&offset={n(48_000)}"),
        Page("images of a group", lambda n: f"/images/?group={3 + n(3)}&offset={n(50_000)}"),
        Page("images, orphaned", lambda n: f"/images/?orphaned=true&offset={n(5) * 200}"),
        Page("datasets with counts", lambda n: f"/datasets/?childCount=true&offset={n(datasets)}"),
        Page("projects with counts", lambda n: f"/projects/?childCount=true&offset={n(800)}"),
        Page("plates", lambda n: f"/plates/?offset={n(10)}"),
        Page(
            "search for images",
            lambda n: f"/webgateway/search/?ctx=imgs&limit=200&text={words[n(len(words))]}",
        ),
    ]


def measure(
    server: RunningServer, listed: Sequence[Page], times: int
) -> Iterator[dict[str, object]]:
    for user in ("root", "person1"):
        password = server.root_password if user == "root" else PASSWORD
        session = login(server.url, password, user)
        for page in listed:
            taken = _taken(session, server.url, page, times)
            yield {
                "user": user,
                "page": page.name,
                "median": round(median(taken), 1),
                "p95": round(quantiles(taken, n=20)[-1], 1),
                "requests": len(taken),
            }


def _taken(session: requests.Session, url: str, page: Page, times: int) -> list[float]:
    """Milliseconds of each request; the first few, which open connections, do not count."""
    chosen = random.Random(page.name)  # the same pages in every run
    taken = []
    for number in range(times + 5):
        path = page.path(chosen.randrange)
        asked = url + (path if path.startswith("/web") else LISTS + path)
        began = time.perf_counter()
        answer = session.get(asked, timeout=60)
        if number >= 5:
            taken.append(1000 * (time.perf_counter() - began))
        answer.raise_for_status()
    return taken


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
    parser.add_argument("--omerodir", type=Path, help="a store that is filled already")
    parser.add_argument("--out", type=Path, default=Path("lists.json"))
    options = parser.parse_args()
    sizes = ("images", "datasets", "annotations")
    arguments = [text for name in sizes for text in (f"--{name}", str(getattr(options, name)))]
    rows: list[dict[str, object]] = []
    for kind in options.kind or ["sqlite", "postgresql"]:
        with filled(kind, options.omerodir, arguments) as variables:
            omerodir = Path(variables.pop("OMERODIR"))
            folder = Path(tempfile.mkdtemp(prefix="omeroweb-bench-"))
            write_ome_tiff(folder / "a.ome.tif", ramp((1, 20, 20)))
            settings = {"OMERO_WEB_ROOT_PASSWORD": PASSWORD, **variables}
            server = start(omerodir, "--images", folder, **settings)
            server.root_password = PASSWORD
            try:
                for row in measure(server, pages(options.images, options.datasets), options.times):
                    rows.append({"database": kind, **row})
                    print(json.dumps(rows[-1]), flush=True)
            finally:
                server.stop()
    load = os.getloadavg()
    options.out.write_text(json.dumps({"target": TARGET, "load": load, "pages": rows}, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
