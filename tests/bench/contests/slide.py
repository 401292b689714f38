"""Tiles of 256 x 256 of a slide that is stored as JPEG tiles."""

import random

from tests.bench.data import JPEG_TILE
from tests.bench.load import Load, many
from tests.bench.peers import iipimage
from tests.bench.results import Contest, Row, Target
from tests.bench.runs import Run

SIZE = 16384
RESOLUTIONS = 7


def contest(run: Run) -> Contest:
    file = run.data.slide(SIZE)
    load = Load(5000 if not run.is_quick else 500)
    ours, theirs = [], []
    for number in range(run.rounds):
        places = random_places(load.requests, seed=number)
        with run.site() as site:
            image = site.image(file.name)
            base = f"{site.url}/webgateway/render_image_region/{image}/0/0/"
            ours.append(
                many(
                    [
                        f"{base}?tile={level},{x},{y},{JPEG_TILE},{JPEG_TILE}"
                        for level, x, y in places
                    ],
                    load,
                )
            )
        with iipimage.running(run.folder / "iipimage") as base:
            theirs.append(
                many(
                    [
                        iipimage.tile_url(base, file, RESOLUTIONS - 1 - level, x, y, columns(level))
                        for level, x, y in places
                    ],
                    load,
                )
            )
    rows = (
        Row("omeroweb, through NGINX", tuple(ours), is_ours=True),
        Row("IIPImage, two processes behind NGINX, image cache off", tuple(theirs)),
    )
    return Contest(
        "slide",
        f"256 x 256 of an 8-bit RGB JPEG pyramid, {load.requests} random tiles, {load.users} users",
        "tiles/s",
        rows,
        (Target("times IIPImage", rows[0].median / rows[1].median, 1.5),),
    )


def columns(level: int) -> int:
    return max(1, (SIZE >> level) // JPEG_TILE)


def random_places(count: int, seed: int) -> list[tuple[int, int, int]]:
    """(level, column, row); half of them at full resolution, as somebody looks at a slide."""
    dice = random.Random(seed)
    places = []
    for _ in range(count):
        level = dice.choice((0, 0, 1, 2))
        places.append((level, dice.randrange(columns(level)), dice.randrange(columns(level))))
    return places
