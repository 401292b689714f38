"""Thumbnails that were made before: as the install guide asks for them, 100 users at once."""

import shutil
from contextlib import AbstractContextManager

import requests

from tests.bench.contests import planes
from tests.bench.load import Load, same
from tests.bench.peers import django_empty
from tests.bench.results import Contest, Row, Target
from tests.bench.runs import Run

# What the install guide of OMERO.web measured on its machine: requests a second, 20 users.
INSTALL_GUIDE = 27.93


def contest(run: Run) -> Contest:
    load = Load(5000 if not run.is_quick else 500)
    with run.site() as site:
        image = site.image(planes.DEFLATE.file(run.data).name)
        url = f"{site.url}/webgateway/render_thumbnail/{image}/"
        picture = requests.get(url, timeout=60)
        picture.raise_for_status()
        with _beside(run, picture.content) as other:
            ours: list[float] = []
            static: list[float] = []
            empty: list[float] = []
            # In turn, so that a slow minute of the machine hits all of them.
            for _ in range(run.rounds):
                ours.append(same(url, load))
                static.append(same(f"{other}/files/thumbnail.jpg", load))
                empty.append(same(f"{other}/", load))
    rows = (
        Row("omeroweb, a warm thumbnail through NGINX", tuple(ours), is_ours=True),
        Row("limit: NGINX, the same bytes as a static file", tuple(static)),
        Row("Django, an empty answer through NGINX", tuple(empty)),
    )
    return Contest(
        "thumbnails",
        f"Thumbnails, warm: ab -n {load.requests} -c {load.users}",
        "requests/s",
        rows,
        (
            Target("of the static file's rate", rows[0].median / rows[1].median, 0.5),
            Target("times the install guide's 27.93/s", rows[0].median / INSTALL_GUIDE, 100),
        ),
    )


def _beside(run: Run, content: bytes) -> AbstractContextManager[str]:
    files = run.folder / "django" / "files"
    shutil.rmtree(files, ignore_errors=True)
    files.mkdir(parents=True)
    (files / "thumbnail.jpg").write_bytes(content)
    return django_empty.running(run.folder / "django", *run.pool())
