"""Ports for servers of tests, which another process cannot take before the server listens."""

import os
import random
import socket
from collections.abc import Iterator

# Below the ports that kernels give to connections and to whoever asks for any port.
LOWEST, HIGHEST = 20_000, 29_999


def free_port() -> int:
    """A port of this machine that nothing listens on. Given once in a run, in one process of it."""
    return next(_free)


def _worker() -> tuple[int, int]:
    """The number of this process among those of pytest-xdist, from 0, and how many they are."""
    number = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    return int(number), int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))


def _free_ports() -> Iterator[int]:
    number, count = _worker()
    mine = range(LOWEST + number, HIGHEST + 1, count)
    # Two runs on one machine begin at different places.
    place = random.SystemRandom().randrange(len(mine))
    while True:
        place = (place + 1) % len(mine)
        if _is_free(mine[place]):
            yield mine[place]


def _is_free(port: int) -> bool:
    """Whether a server may listen there, on loopback or on every address."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("", port))
        except OSError:
            return False
    return True


_free = _free_ports()
