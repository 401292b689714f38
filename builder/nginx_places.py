"""Where each kind of NGINX writes: temporary files, process id, logs."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Places:
    """What is empty is settled by somebody else's file."""

    run: str
    temp: str
    cache: str
    pid: str
    access_log: str
    error_log: str


# Of the distribution's NGINX, which has settled everything but the log of accesses.
SYSTEM = Places("", "", "/var/cache/omeroweb", "", "/var/log/nginx/access.log", "")


def of_image(run: Path) -> Places:
    """One folder that may be written, logs as the engine collects them."""
    return Places(
        run=str(run),
        temp=str(run),
        cache=str(run / "cache"),
        pid=str(run / "nginx.pid"),
        access_log="/dev/stdout",
        error_log="stderr warn",
    )


def of_development(omerodir: Path) -> Places:
    """Below $OMERODIR/var, where an ordinary user may write."""
    var = omerodir / "var"
    log = var / "log"
    return Places(
        run=str(var),
        temp=str(var / "nginx_tmp"),
        cache=str(var / "nginx_cache"),
        pid=str(var / "pid.nginx"),
        access_log=str(log / "nginx_access.log"),
        error_log=str(log / "nginx_error.log"),
    )
