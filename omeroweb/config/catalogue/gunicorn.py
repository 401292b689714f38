"""Gunicorn: workers, threads and their limits."""

from omeroweb.config import parsers
from omeroweb.config.cores import available_cores
from omeroweb.config.property import Differs, Property, Texts

ASYNCHRONOUS = "gevent"


def _max_requests(texts: Texts) -> str:
    return "0" if texts.get(WORKER_CLASS.name) == ASYNCHRONOUS else "10000"


def workers_on(cores: int) -> int:
    """How many workers share some cores: one for each, for their threads wait, not they.

    At least two, so that one can be replaced, or be at something long, while the other answers.
    """
    return max(2, cores)


MAX_REQUESTS = Property(
    "omero.web.application_server.max_requests",
    _max_requests,
    parsers.whole_number(0),
    "Requests after which a worker is replaced; 0 for never.",
    "gunicorn",
    default_help="`10000`; `0` for gevent",
    differs=Differs(
        "0",
        "a worker that is replaced now and then cannot grow for ever; an asynchronous one would "
        "break off the downloads of others",
    ),
)
WORKERS = Property(
    "omero.web.wsgi_workers",
    lambda _: str(workers_on(available_cores())),
    parsers.whole_number(1),
    "Number of Gunicorn workers.",
    "gunicorn",
    default_help="cores by the container's CPU limit, at least `2`",
    differs=Differs(
        "5",
        "follows the machine, and the container's CPU limit; each of them has threads, and more "
        "would share the cores without answering more",
    ),
)
WORKER_CLASS = Property(
    "omero.web.wsgi_worker_class",
    "gthread",
    parsers.one_of("sync", "gthread", "gevent"),
    "Kind of worker: sync or gthread for rendering, gevent for downloads.",
    "gunicorn",
    differs=Differs(
        "sync",
        "reading and decoding wait outside Python's lock; threads of one worker share opened files",
    ),
)
THREADS = Property(
    "omero.web.wsgi_threads",
    lambda texts: "1" if texts.get(WORKER_CLASS.name) == "sync" else "4",
    parsers.whole_number(1),
    "Threads of each worker; above 1, sync becomes gthread. gevent has none.",
    "gunicorn",
    default_help="`4`; `1` for sync",
    differs=Differs("1", "as for omero.web.wsgi_worker_class"),
)
WORKER_CONNECTIONS = Property(
    "omero.web.wsgi_worker_connections",
    "1000",
    parsers.whole_number(1),
    "Clients that one gthread or gevent worker serves at the same time.",
    "gunicorn",
)
WSGI_TIMEOUT = Property(
    "omero.web.wsgi_timeout",
    "60",
    parsers.whole_number(1),
    "Seconds after which a silent worker is replaced.",
    "gunicorn",
)
WSGI_ARGS = Property(
    "omero.web.wsgi_args",
    "",
    parsers.arguments,
    "More arguments for Gunicorn, split as a shell would; they win over the other properties.",
    "gunicorn",
)
