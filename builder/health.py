"""The health check of both images: `python -m builder.health web|nginx` exits 0 on an answer.

In Python, because neither image needs another program that speaks HTTP.

`--every SECONDS` is for an engine's HEALTHCHECK, which has one interval for good (a shorter one for
the start came with Docker 25): the interval is short, and in a container that is no longer young a
check waits before it asks.
"""

import argparse
import os
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlsplit

from omeroweb.config import Configuration, ConfigurationError, catalogue, load
from omeroweb.config.address import reachable

HEALTH_PATH = "/.nginx/health"  # the site that NGINX serves has no such path
TIMEOUT = 5
OK = 200
# Seconds in which a container is asked as often as its engine likes.
YOUNG = 60
PROCESS_1 = Path("/proc/1/stat")
UPTIME = Path("/proc/uptime")


def web_url(configuration: Configuration) -> str:
    """Where Gunicorn of this container answers."""
    reached = reachable(configuration[catalogue.SERVER_HOST])
    port = configuration[catalogue.SERVER_PORT]
    return f"http://{reached}:{port}{configuration[catalogue.PREFIX]}/healthz"


def nginx_url(configuration: Configuration) -> str:
    """Where NGINX of this container answers, without asking Gunicorn."""
    return f"http://127.0.0.1:{configuration[catalogue.NGINX_PORT]}{HEALTH_PATH}"


URLS: Mapping[str, Callable[[Configuration], str]] = {"web": web_url, "nginx": nginx_url}


def main(arguments: Sequence[str] | None = None) -> int:
    """Ask once; the engine shows what is printed in `docker inspect`."""
    parser = argparse.ArgumentParser(prog="python -m builder.health")
    parser.add_argument("image", choices=sorted(URLS))
    parser.add_argument("--every", type=float, default=0, metavar="SECONDS")
    options = parser.parse_args(arguments)
    time.sleep(pause(options.every))
    try:
        url = URLS[options.image](load(os.environ))
        status = ask(url)
    except (ConfigurationError, HTTPException, OSError) as error:
        print(f"{options.image} is not healthy: {error}")
        return 1
    print(f"{url}: {status}")
    return 0 if status == OK else 1


def pause(every: float) -> float:
    """Seconds to wait before asking: none where process 1, and so the container, is young."""
    return every if every and age() > YOUNG else 0


def age(stat: Path = PROCESS_1, uptime: Path = UPTIME) -> float:
    """Seconds since process 1 began (proc(5): field 22 of stat, in clock ticks since boot)."""
    # The name of the program, in parentheses, may hold spaces.
    fields = stat.read_text().rpartition(")")[2].split()
    began = int(fields[19]) / os.sysconf("SC_CLK_TCK")
    return float(uptime.read_text().split()[0]) - began


def ask(url: str) -> int:
    """The status of the answer. http.client loads in half the time of urllib.request."""
    parts = urlsplit(url)
    connection = HTTPConnection(parts.netloc, timeout=TIMEOUT)
    try:
        connection.request("GET", parts.path)
        return connection.getresponse().status
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(main())
