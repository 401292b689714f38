"""From settings to the text of gunicorn.conf.py."""

from dataclasses import asdict, dataclass
from pathlib import Path

from builder.text import render
from omeroweb.config import Configuration, catalogue

TEMPLATES = Path(__file__).resolve().parent / "templates"
TEMPLATE = "gunicorn.conf.py.j2"
# Seconds that answers under way get when the server stops.
GRACEFUL_TIMEOUT = 20
# Longer than NGINX and browsers keep a connection that nobody uses.
KEEPALIVE = 75
# In place of gthread and of gevent.
RENDER_WORKER = "omeroweb.http.worker.RenderWorker"
STREAM_WORKER = "omeroweb.http.stream_worker.StreamWorker"
SHARED_MEMORY = Path("/dev/shm")  # noqa: S108 - where Linux has memory as files


@dataclass(frozen=True)
class GunicornSettings:
    """Everything the template uses, under the names of Gunicorn's settings.

    is_asynchronous: gevent has to patch before the application is loaded.
    """

    is_asynchronous: bool
    bind: str
    workers: int
    worker_class: str
    threads: int
    worker_connections: int
    timeout: int
    graceful_timeout: int
    max_requests: int
    max_requests_jitter: int
    keepalive: int
    worker_tmp_dir: str | None
    loglevel: str


def gunicorn_settings(configuration: Configuration) -> GunicornSettings:
    """The settings of Gunicorn that follow from a configuration."""
    host = configuration[catalogue.SERVER_HOST]
    address = f"[{host}]" if ":" in host else host
    worker_class = configuration[catalogue.WORKER_CLASS]
    is_gevent = worker_class == catalogue.ASYNCHRONOUS
    threads = 1 if is_gevent else configuration[catalogue.THREADS]
    if is_gevent:
        worker_class = STREAM_WORKER
    elif worker_class == "gthread" or (worker_class == "sync" and threads > 1):
        worker_class = RENDER_WORKER
    max_requests = configuration[catalogue.MAX_REQUESTS]
    return GunicornSettings(
        is_asynchronous=is_gevent,
        bind=f"{address}:{configuration[catalogue.SERVER_PORT]}",
        workers=configuration[catalogue.WORKERS],
        worker_class=worker_class,
        threads=threads,
        worker_connections=configuration[catalogue.WORKER_CONNECTIONS],
        timeout=configuration[catalogue.WSGI_TIMEOUT],
        graceful_timeout=GRACEFUL_TIMEOUT,
        max_requests=max_requests,
        max_requests_jitter=max_requests // 10,
        keepalive=KEEPALIVE,
        worker_tmp_dir=str(SHARED_MEMORY) if SHARED_MEMORY.is_dir() else None,
        loglevel="debug" if configuration[catalogue.DEBUG] else "warning",
    )


def render_gunicorn(settings: GunicornSettings) -> str:
    """The text of gunicorn.conf.py."""
    return render(TEMPLATES, TEMPLATE, asdict(settings), {"python": repr})
