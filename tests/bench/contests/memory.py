"""Memory of the whole site, shared pages counted once, and the time from start to first tile."""

import time
from collections.abc import Iterable
from pathlib import Path
from threading import Thread

import requests

from tests.bench.contests import planes
from tests.bench.load import Load, many
from tests.bench.results import Contest, Row, Target
from tests.bench.runs import Run

# Resident megabytes of an idle OMERO.web 5.33 with five workers.
OMERO_WEB = 540
MEGABYTE = 1024


def memory(run: Run) -> Contest:
    idle, loaded = [], []
    file = planes.DEFLATE.file(run.data)
    load = Load(2000 if not run.is_quick else 200)
    for number in range(run.rounds):
        with run.site() as site:
            image = site.image(file.name)
            idle.append(megabytes(site.pids()))
            wanted = planes.urls(site.url, image, planes.tiles(load.requests, seed=number))
            asking = Thread(target=many, args=(wanted, load))
            asking.start()
            highest = 0.0
            while asking.is_alive():
                highest = max(highest, megabytes(site.pids()))
                time.sleep(0.2)
            asking.join()
            loaded.append(highest)
    rows = (
        Row("omeroweb, idle: NGINX, render pool, stream pool", tuple(idle), is_ours=True),
        Row("omeroweb, at most under the load of the planes", tuple(loaded)),
        Row("OMERO.web 5.33, five workers, idle (resident)", (float(OMERO_WEB),)),
    )
    return Contest(
        "memory",
        "Memory (PSS)",
        "MB",
        rows,
        (Target("OMERO.web's memory to ours, idle", OMERO_WEB / rows[0].median, 2),),
        ("less is better here",),
    )


def start(run: Run) -> Contest:
    file = planes.DEFLATE.file(run.data)
    answered, tile = [], []
    with run.site() as site:
        image = site.image(file.name)
    for number in range(run.rounds):
        begun = time.monotonic()
        with run.site() as site:
            answered.append(site.started)
            url = planes.urls(site.url, image, planes.tiles(1, seed=number))[0]
            requests.get(url, timeout=60).raise_for_status()
            tile.append(time.monotonic() - begun)
    return Contest(
        "start",
        "Start on a store that is there",
        "seconds",
        (
            Row("start to first tile, through NGINX", tuple(tile), is_ours=True),
            Row("start to first answer of the render pool", tuple(answered)),
        ),
        notes=("less is better here",),
    )


def megabytes(pids: Iterable[int]) -> float:
    """Proportional set size: a page that two processes share counts half in each."""
    total = 0
    for pid in pids:
        try:
            rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
        except OSError:  # a worker that was replaced meanwhile
            continue
        total += int(
            next(line for line in rollup.splitlines() if line.startswith("Pss:")).split()[1]
        )
    return total / MEGABYTE
