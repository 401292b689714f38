"""`make bench-start`: seconds from the start of a container until its engine calls it healthy.

Confined as compose.yaml has it, with an empty store: the database is made, and the sample images
are drawn after the server answers. One start that is not counted warms the page cache.
"""

import argparse
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from statistics import median

import docker
from docker.models.containers import Container

from builder.engine import connect, image
from builder.images import IMAGES

# Seconds on a warm two-core machine.
TARGETS = {"web": 4.0, "nginx": 1.0}
PATIENCE = 120
BETWEEN = 0.02
TMPFS = {"/tmp": "mode=1777", "/OMERO": "mode=2775,gid=0"}  # noqa: S108 - inside the container


@contextmanager
def confined(client: docker.DockerClient, name: str) -> Iterator[Container]:
    """A container as Compose would start it."""
    container = client.containers.create(
        name,
        read_only=True,
        tmpfs=TMPFS,
        cap_drop=["ALL"],
        security_opt=["no-new-privileges:true"],
    )
    try:
        yield container
    finally:
        container.remove(force=True)


def seconds_to_healthy(client: docker.DockerClient, name: str) -> float:
    """One start. Raises AssertionError with the log where it takes too long."""
    with confined(client, name) as container:
        began = time.perf_counter()
        container.start()
        while True:
            state = client.api.inspect_container(str(container.id))["State"]
            seconds = time.perf_counter() - began
            if state["Health"]["Status"] == "healthy":
                return seconds
            if not state["Running"] or seconds > PATIENCE:
                raise AssertionError(f"{name} is not healthy:\n{container.logs().decode()}")
            time.sleep(BETWEEN)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print a table of medians and their ratios to the targets; 1 where one is above its target."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.start", description=__doc__)
    parser.add_argument("--tag", default="latest", help="tag of the images (%(default)s)")
    parser.add_argument("--starts", type=int, default=5, metavar="N", help="of each (%(default)s)")
    options = parser.parse_args(arguments)
    print("image   median  of all starts              target  ratio")
    code = 0
    with connect() as client:
        for one, target in TARGETS.items():
            name = f"{IMAGES[one]}:{options.tag}"
            image(client, name)
            seconds_to_healthy(client, name)
            found = [seconds_to_healthy(client, name) for _ in range(options.starts)]
            middle = median(found)
            every = " ".join(f"{seconds:.2f}" for seconds in sorted(found))
            print(f"{one:7} {middle:5.2f} s  {every:25}  {target:4.1f} s  {middle / target:5.2f}")
            code = max(code, int(middle > target))
    return code


if __name__ == "__main__":
    sys.exit(main())
