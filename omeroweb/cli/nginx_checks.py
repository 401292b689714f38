"""What is checked before NGINX's configuration is printed: server, ports, readable folders."""

import stat
from collections.abc import Iterator
from ipaddress import ip_address
from pathlib import Path

from omeroweb.config import Configuration, catalogue
from omeroweb.config.address import EVERY_IPV4, EVERY_IPV6
from omeroweb.config.property import Property
from omeroweb.errors import CommandError

REASONS = {
    "development": "Django's own server is for testing and needs no NGINX",
    "wsgi": "another program runs the application, and this one does not know where it listens",
}


def check(of: Configuration, kind: str) -> None:
    """Raises CommandError where the server and the file do not fit."""
    _check_server(of, kind)
    for upstream in (catalogue.NGINX_WEB, catalogue.NGINX_STREAM):
        host, _, port = of[upstream].rpartition(":")
        if host in (*EVERY_IPV4, *EVERY_IPV6):
            raise CommandError(
                f"{upstream.name}={of[upstream]!r}: expected an address that NGINX can connect "
                f"to, e.g. 127.0.0.1:{port}"
            )
        if _is_here(of, upstream, host):
            _check_ports(of, int(port))


def _check_server(of: Configuration, kind: str) -> None:
    server = of[catalogue.APPLICATION_SERVER]
    if server in REASONS:
        raise CommandError(
            f"configuration mismatch: {catalogue.APPLICATION_SERVER.name}={server} cannot be used "
            f"with `omero web config {kind}`: {REASONS[server]}; expected wsgi-tcp"
        )


def _is_here(of: Configuration, upstream: Property[str], host: str) -> bool:
    """Whether this upstream is on NGINX's machine."""
    if of.source(upstream) == "default" and of.source(catalogue.NGINX_WEB) == "default":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def _check_ports(of: Configuration, taken: int) -> None:
    listened = {"HTTP": catalogue.NGINX_PORT}
    if of.optional(catalogue.NGINX_CERTIFICATE):
        listened["HTTPS"] = catalogue.NGINX_HTTPS_PORT
    for protocol, declared in listened.items():
        if of[declared] == taken:
            raise CommandError(
                f"Port conflict: {protocol}({taken}) and wsgi({taken}): expected "
                f"{declared.name} and Gunicorn on different ports of this machine, e.g. --http 80"
            )


def closed_to_others(folder: Path) -> Iterator[str]:
    """Why a user such as www-data, as whom NGINX runs, could not read the files of a folder."""
    if not _exists(folder):
        yield f"{folder} does not exist yet; `omero web collectstatic` fills the static one"
    for path in closed_parts(folder):
        change = "o+rx" if path == folder else "o+x"
        yield (
            f"others may not look into {path}, so NGINX serves nothing from {folder} unless "
            f"its user is in the group: chmod {change} {path}"
        )


def closed_parts(folder: Path) -> Iterator[Path]:
    """The folder itself and those above it that others may not look into, where they exist."""
    for path in (folder, *folder.absolute().parents):
        wanted = stat.S_IXOTH | (stat.S_IROTH if path == folder else 0)
        try:
            mode = path.stat().st_mode
        except OSError:
            continue  # not there, or another of its parents is the reason, and is named
        if mode & wanted != wanted:
            yield path


def _exists(folder: Path) -> bool:
    try:
        folder.stat()
    except FileNotFoundError:
        return False
    except OSError:
        return True
    return True
