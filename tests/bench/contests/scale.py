"""The same tiles of an image of 1, 10 and 100 gigapixels: they must cost the same."""

from tests.bench.data import TILE
from tests.bench.load import Load, many
from tests.bench.results import Contest, Row, Target
from tests.bench.runs import Run

GIGAPIXELS = (1, 10, 100)
# What is the machine's noise, and not the image's size.
FLAT = 0.8


def contest(run: Run) -> Contest:
    load = Load(2000 if not run.is_quick else 200)
    rates: dict[int, list[float]] = {size: [] for size in GIGAPIXELS}
    images = {size: run.data.sparse(size) for size in GIGAPIXELS}
    for number in range(run.rounds):
        for size, (file, places) in images.items():
            with run.site() as site:
                base = f"{site.url}/webgateway/render_image_region/{site.image(file.name)}/0/0/"
                urls = [
                    f"{base}?tile=0,{x},{y},{TILE},{TILE}&c=1|{200 + turn}:3000$0000FF,"
                    "2|200:3000$00FF00,3|200:3000$FF0000&m=c"
                    for turn in range(number * 50, number * 50 + -(-load.requests // len(places)))
                    for x, y in places
                ]
                rates[size].append(many(urls[: load.requests], load))
    rows = tuple(
        Row(f"omeroweb, {size} gigapixels", tuple(rates[size]), is_ours=size == GIGAPIXELS[-1])
        for size in GIGAPIXELS
    )
    return Contest(
        "scale",
        f"{load.requests} tiles of 512 x 512, 3 channels of 16 bit, sparse OME-Zarr",
        "tiles/s",
        rows,
        (Target("100 gigapixels to 1", rows[-1].median / rows[0].median, FLAT),),
    )
