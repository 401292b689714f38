"""JSON: everything about one image, and a list of 200."""

import requests

from tests.bench.contests import planes
from tests.bench.load import Load, same
from tests.bench.peers import django_empty
from tests.bench.results import Contest, Row
from tests.bench.runs import Run


def img_data(run: Run) -> Contest:
    return _contest(run, "imgdata", "imgData of an image with three channels", "imgData")


def image_list(run: Run) -> Contest:
    return _contest(run, "images", "/api/v0/m/images/?limit=200", "images")


def _contest(run: Run, name: str, title: str, what: str) -> Contest:
    load = Load(2000 if not run.is_quick else 100)
    ours, empty = [], []
    with run.site() as site, django_empty.running(run.folder / "django", *run.pool()) as other:
        image = site.image(planes.DEFLATE.file(run.data).name)
        url = {
            "imgData": f"{site.url}/webgateway/imgData/{image}/",
            "images": f"{site.url}/api/v0/m/images/?limit=200",
        }[what]
        answer = requests.get(url, timeout=60)
        answer.raise_for_status()
        for _ in range(run.rounds):
            ours.append(same(url, load))
            empty.append(same(f"{other}/", load))
    return Contest(
        name,
        title,
        "requests/s",
        (
            Row("omeroweb", tuple(ours), is_ours=True),
            Row("limit: Django, an empty answer", tuple(empty)),
        ),
        notes=(f"one answer has {len(answer.content):,} bytes",),
    )
