"""Asks a site for pages, tiles and downloads until its input ends; prints a summary as JSON.

A program of its own, with nothing but the standard library: it runs inside a container.
    python loader.py http://nginx:8080 < a pipe that is closed when it is enough
"""

import http.client
import json
import sys
import threading
import time
from dataclasses import dataclass, field
from urllib.parse import urlsplit

THREADS = 4
# Between two requests of a thread: a bounded load.
PAUSE = 0.05
TIMEOUT = 30
# Until the import in the background has made an image.
IMPORT_SECONDS = 90
OK = 200


@dataclass
class Counted:
    """What happened so far: path -> number of answers, and each failure with its time."""

    answers: dict[str, int] = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)
    # Values of a header that answers had: who has answered changes while it runs.
    frames: dict[str, int] = field(default_factory=dict)


def get(host: str, path: str) -> tuple[bytes, str]:
    """Body and X-Frame-Options of one answer, by a connection and a name look-up of its own."""
    connection = http.client.HTTPConnection(host, timeout=TIMEOUT)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        body = answer.read()
        if answer.status != OK:
            raise http.client.HTTPException(f"status {answer.status}: {body[:200]!r}")
        return body, answer.headers.get("X-Frame-Options", "")
    finally:
        connection.close()


def paths(host: str) -> list[str]:
    """A page, JSON, a rendered tile, a download and a static file."""
    images: list[dict[str, int]] = []
    deadline = time.monotonic() + IMPORT_SECONDS
    while not images and time.monotonic() < deadline:
        images = json.loads(get(host, "/api/v0/m/images/")[0])["data"]
        time.sleep(0.2)
    image = min(entry["@id"] for entry in images)
    return [
        "/webclient/",
        "/api/v0/m/projects/",
        f"/webgateway/render_image_region/{image}/0/0/?tile=0,0,0,64,64",
        f"/webgateway/archived_files/download/{image}/",
        "/static/webclient/img/logo.svg",
    ]


def load(host: str, asked: list[str], counted: Counted, done: threading.Event) -> None:
    """Ask for one path after the other until it is enough."""
    number = 0
    while not done.is_set():
        path = asked[number % len(asked)]
        number += 1
        try:
            _, frame = get(host, path)
            counted.answers[path] = counted.answers.get(path, 0) + 1
            counted.frames[frame] = counted.frames.get(frame, 0) + 1
        except (OSError, http.client.HTTPException) as error:
            when = time.strftime("%H:%M:%S")
            counted.failures.append(f"{when} {path}: {type(error).__name__}: {error}")
        done.wait(PAUSE)


def main(url: str) -> None:
    host = urlsplit(url).netloc
    asked = paths(host)
    done = threading.Event()
    each = [Counted() for _ in range(THREADS)]
    threads = [threading.Thread(target=load, args=(host, asked, one, done)) for one in each]
    for thread in threads:
        thread.start()
    print("running", flush=True)
    sys.stdin.read()
    done.set()
    for thread in threads:
        thread.join()
    answers = {path: sum(one.answers.get(path, 0) for one in each) for path in asked}
    frames: dict[str, int] = {}
    for one in each:
        for value, count in one.frames.items():
            frames[value] = frames.get(value, 0) + count
    failures = [failure for one in each for failure in one.failures]
    print(json.dumps({"answers": answers, "frames": frames, "failures": failures}), flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
