"""`omero web diagnostics`: what somebody who helps wants to know first."""

import os
import platform
import re
from importlib.metadata import version
from pathlib import Path

from omeroweb import __version__
from omeroweb.cli.instance import Instance
from omeroweb.cli.web.log import log_file
from omeroweb.config import catalogue, load

RULE = "=" * 80
LEVEL = re.compile(rb"\[(ERROR|CRITICAL|WARNING)\]|\s(ERROR|CRITICAL|WARNING)\s")


def diagnostics() -> int:
    """Versions, status and log, on stdout."""
    configuration = load(os.environ)
    pid = Instance(configuration[catalogue.PID_FILE]).running_pid()
    log = log_file(configuration)
    server = configuration[catalogue.APPLICATION_SERVER]
    lines = {
        "OMERO.web": __version__,
        "Django version": version("django"),
        "Gunicorn version": version("gunicorn"),
        "Python version": platform.python_version(),
        "OMERODIR": str(configuration.omerodir),
        "Server": f"{server} on {configuration[catalogue.SERVER_HOST]}:"
        f"{configuration[catalogue.SERVER_PORT]}",
        "Status": f"running (PID {pid})" if pid else "not started",
        "Log dir": str(log.parent),
        "Log file": f"{log.name}: {_describe(log)}",
    }
    print(f"{RULE}\nOMERO Diagnostics (web)\n{RULE}")
    for name, text in lines.items():
        print(f"{name + ':':18}{text}")
    return 0


def _describe(log: Path) -> str:
    """Its size, and how many lines speak of errors and warnings."""
    if not log.exists():
        return "n/a"
    counts = {b"ERROR": 0, b"CRITICAL": 0, b"WARNING": 0}
    with log.open("rb") as lines:
        for line in lines:
            found = LEVEL.search(line)
            if found:
                counts[found[1] or found[2]] += 1
    errors = counts[b"ERROR"] + counts[b"CRITICAL"]
    size = log.stat().st_size
    return f"{size} bytes, errors={errors} warnings={counts[b'WARNING']}" if size else "empty"
