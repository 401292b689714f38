"""Tiles of 512 x 512 with three channels of 16 bit, each asked for the first time."""

import os
import random
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from statistics import harmonic_mean
from typing import NamedTuple

from omeroweb.pixels import open_source
from omeroweb.quantities import Region
from omeroweb.rendering import ChannelSettings
from tests.bench.data import TILE, Data
from tests.bench.load import Load, many
from tests.bench.peers import environment
from tests.bench.results import Contest, Row, Target
from tests.bench.runs import Run

PLANES, SIZE = 20, 4096
CHANNELS = "c=1|{start}:3000$0000FF,2|200:3000$00FF00,3|200:3000$FF0000&m=c"
# Where the windows of the first channel begin: so many of them, from this value on.
WINDOWS, START = 50, 200
# Tiles that each process of the site makes before, about: all have opened the file then, as the
# others have, too. Their window is that of no tile that counts.
OPENING, OPENING_START = 100, 100
COLORS = ((0, 0, 255), (0, 255, 0), (255, 0, 0))
SCRIPT = Path(environment.__file__).with_name("large_image_tiles.py")
QUALITY = 0.9
CORES = len(os.sched_getaffinity(0))


class Tile(NamedTuple):
    """A tile of a plane, in tiles from the upper left. start: where the first window begins."""

    z: int
    x: int
    y: int
    start: int


@dataclass(frozen=True)
class Kind:
    """A way to store the same pixels. file: makes it, of PLANES planes of SIZE x SIZE."""

    name: str
    title: str
    file: Callable[[Data], Path]


ZARR = Kind("planes", "OME-Zarr, Zstandard", lambda data: data.zarr_stack(PLANES, SIZE))
DEFLATE = Kind("planes-deflate", "OME-TIFF, Deflate", lambda data: data.stack(PLANES, SIZE))
RAW = Kind("planes-raw", "OME-TIFF, uncompressed", lambda data: data.stack(PLANES, SIZE, None))
# The first is what this project's own pyramids are.
KINDS = (ZARR, DEFLATE, RAW)


def contest(kind: Kind, run: Run) -> Contest:
    file = kind.file(run.data)
    count = 5000 if not run.is_quick else 300
    load = Load(count)
    ours, limit, theirs = [], [], []
    # As many tiles as the site makes, half of them before and half after: a machine that others
    # use, too, is not as quick at one time as at another.
    half = partial(tiles_per_second, str(file), count // CORES // 2)
    for number in range(run.rounds):
        before = of_all_cores(half)
        with run.site() as site:
            image = site.image(file.name)
            opening = [tile._replace(start=OPENING_START) for tile in tiles(OPENING, seed=number)]
            many(urls(site.url, image, opening), load)
            ours.append(many(urls(site.url, image, tiles(count, seed=number)), load))
        limit.append(harmonic_mean((before, of_all_cores(half))))
        theirs.append(float(environment.run(SCRIPT, file, count // 20, CORES)))
    rows = (
        Row("omeroweb, through NGINX, 100 users", tuple(ours), is_ours=True),
        Row("limit: read, blend and encode alone, all cores", tuple(limit)),
        Row("large_image, in-process, all cores", tuple(theirs)),
    )
    return Contest(
        kind.name,
        f"512 x 512, 3 channels of 16 bit, {kind.title}: {count} random tiles, cold",
        "tiles/s",
        rows,
        (
            Target("of the limit", rows[0].median / rows[1].median, 0.7),
            Target("times large_image", rows[0].median / rows[2].median, 6),
        ),
    )


def tiles(count: int, seed: int) -> list[Tile]:
    """No two the same: random tiles of random planes, at each place with other windows."""
    dice = random.Random(seed)
    side = SIZE // TILE
    places = [(z, x, y) for z in range(PLANES) for x in range(side) for y in range(side)]
    times = -(-count // len(places))
    chosen = [(place, time) for time in range(times) for place in places]
    dice.shuffle(chosen)
    each = WINDOWS // times
    return [
        Tile(*place, START + time * each + number % each)
        for number, (place, time) in enumerate(chosen[:count])
    ]


def urls(base: str, image: int, wanted: Iterable[Tile]) -> list[str]:
    """Where the site has these tiles. base: the site's own URL."""
    return [
        f"{base}/webgateway/render_image_region/{image}/{tile.z}/0/"
        f"?tile=0,{tile.x},{tile.y},{TILE},{TILE}&{CHANNELS.format(start=tile.start)}"
        for tile in wanted
    ]


def of_all_cores(measure: Callable[[int], float]) -> float:
    """The sum of what each core gives while all of them work."""
    with ProcessPoolExecutor(CORES, mp_context=get_context("spawn")) as pool:
        return sum(pool.map(measure, range(CORES)))


def tiles_per_second(file: str, count: int, seed: int) -> float:
    """What one core gives: the same functions, and nothing of a server around them."""
    import cv2  # noqa: PLC0415 - in the process that uses it

    from omeroweb.rendering import composite, encode  # noqa: PLC0415

    cv2.setNumThreads(1)
    source = open_source(Path(file), 0)
    others = [ChannelSettings(START, 3000, color) for color in COLORS[1:]]
    wanted = tiles(count, seed)
    begun = time.perf_counter()
    for z, x, y, start in wanted:
        region = Region(x * TILE, y * TILE, TILE, TILE)
        planes = source.read(0, z, 0, [0, 1, 2], region)
        settings = [ChannelSettings(start, 3000, COLORS[0]), *others]
        encode(composite(planes, settings), "jpeg", QUALITY)
    return count / (time.perf_counter() - begun)
