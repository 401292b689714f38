"""The health check of both images: `python -m builder.health web|nginx` exits 0 on an answer.

In Python, because neither image needs another program that speaks HTTP.
"""

import os
import sys
from collections.abc import Callable, Mapping
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlsplit

from omeroweb.config import Configuration, ConfigurationError, catalogue, load
from omeroweb.config.address import reachable

HEALTH_PATH = "/.nginx/health"  # the site that NGINX serves has no such path
TIMEOUT = 5
OK = 200


def web_url(configuration: Configuration) -> str:
    """Where Gunicorn of this container answers."""
    reached = reachable(configuration[catalogue.SERVER_HOST])
    port = configuration[catalogue.SERVER_PORT]
    return f"http://{reached}:{port}{configuration[catalogue.PREFIX]}/healthz"


def nginx_url(configuration: Configuration) -> str:
    """Where NGINX of this container answers, without asking Gunicorn."""
    return f"http://127.0.0.1:{configuration[catalogue.NGINX_PORT]}{HEALTH_PATH}"


URLS: Mapping[str, Callable[[Configuration], str]] = {"web": web_url, "nginx": nginx_url}


def main() -> int:
    """Ask once; the engine shows what is printed in `docker inspect`."""
    if len(sys.argv) != 2 or sys.argv[1] not in URLS:
        print("usage: python -m builder.health web|nginx", file=sys.stderr)
        return 2
    try:
        url = URLS[sys.argv[1]](load(os.environ))
        status = ask(url)
    except (ConfigurationError, HTTPException, OSError) as error:
        print(f"{sys.argv[1]} is not healthy: {error}")
        return 1
    print(f"{url}: {status}")
    return 0 if status == OK else 1


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
