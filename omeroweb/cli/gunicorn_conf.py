"""Gunicorn's settings, taken from the properties. Read by `gunicorn -c python:...`."""

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from omeroweb.cli import handover
from omeroweb.config import catalogue, load

if TYPE_CHECKING:
    from gunicorn.arbiter import Arbiter

_of = load(os.environ)
_host = _of[catalogue.SERVER_HOST]
_address = f"[{_host}]" if ":" in _host else _host
_is_gevent = _of[catalogue.WORKER_CLASS] == "gevent"

bind = [f"{_address}:{_of[catalogue.SERVER_PORT]}"]
workers = _of[catalogue.WORKERS]
worker_class = _of[catalogue.WORKER_CLASS]
threads = _of[catalogue.THREADS] if worker_class == "gthread" else 1
worker_connections = _of[catalogue.WORKER_CONNECTIONS]
timeout = _of[catalogue.WSGI_TIMEOUT]
graceful_timeout = 20
max_requests = _of[catalogue.MAX_REQUESTS]
# Workers that started together are not replaced together.
max_requests_jitter = max_requests // 10
keepalive = 75
# One import of the application for all workers; gevent has to patch before it.
preload_app = not _is_gevent
# Heartbeats in memory: a slow disk does not look like a dead worker.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108
proc_name = "omeroweb"
errorlog = "-"
loglevel = "warning"
control_socket_disable = True


def when_ready(server: "Arbiter") -> None:
    """The server listens: say so, and begin what was put off until now."""
    announcement = handover.take_announcement()
    if announcement:
        print(announcement, flush=True)
    folder = handover.take_folder()
    if folder:
        _children.append(subprocess.Popen([sys.executable, "-m", "omeroweb.cli.show", folder]))


def on_exit(server: "Arbiter") -> None:
    """Leave nothing behind: no import in the background, no pid file."""
    for child in _children:
        if child.poll() is None:
            child.terminate()
    _of[catalogue.PID_FILE].unlink(missing_ok=True)


_children: list["subprocess.Popen[bytes]"] = []
