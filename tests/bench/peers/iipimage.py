"""IIPImage behind NGINX: two processes, its image cache off."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.bench.load import BenchFailed
from tests.bench.site import process, wait_for
from tests.ports import free_port

PROGRAM = Path("/usr/lib/iipimage-server/iipsrv.fcgi")
PROCESSES = 2

NGINX = """\
daemon off;
worker_processes auto;
pid {run}/nginx.pid;
error_log {run}/error.log warn;
events {{ worker_connections 1024; }}
http {{
    access_log off;
    client_body_temp_path {run}/body;
    proxy_temp_path {run}/proxy;
    fastcgi_temp_path {run}/fastcgi;
    uwsgi_temp_path {run}/uwsgi;
    scgi_temp_path {run}/scgi;
    # A process answers one connection after the other: none is kept, and none counts as failed.
    upstream iip {{
        least_conn;
        {servers}
    }}
    server {{
        listen 127.0.0.1:{port};
        location /iip {{
            fastcgi_pass iip;
            fastcgi_param QUERY_STRING $query_string;
            fastcgi_param REQUEST_METHOD $request_method;
            fastcgi_param REQUEST_URI $request_uri;
            fastcgi_param SERVER_PROTOCOL $server_protocol;
        }}
    }}
}}
"""


@contextmanager
def running(run: Path) -> Iterator[str]:
    """The address of an IIPImage server that answers."""
    if not PROGRAM.exists():
        raise BenchFailed("no IIPImage on this machine; on Debian: apt-get install iipimage-server")
    run.mkdir(parents=True, exist_ok=True)
    ports = [free_port() for _ in range(PROCESSES)]
    variables = {
        **os.environ,
        "LOGFILE": str(run / "iip.log"),
        "VERBOSITY": "0",
        "MAX_IMAGE_CACHE_SIZE": "0",
        "MAX_CVT": "5000",
        "JPEG_QUALITY": "90",
    }
    with ExitStack() as stack:
        for port in ports:
            command = [str(PROGRAM), "--bind", f"127.0.0.1:{port}", "--backlog", "1024"]
            stack.enter_context(process(command, run / "iip.out", variables))
        port = free_port()
        servers = "\n        ".join(f"server 127.0.0.1:{p} max_fails=0;" for p in ports)
        file = run / "nginx.conf"
        file.write_text(NGINX.format(run=run, servers=servers, port=port), encoding="utf-8")
        more = ["-g", "user root;"] if os.geteuid() == 0 else []
        command = ["nginx", "-e", "stderr", "-c", str(file), *more]
        started = stack.enter_context(process(command, run / "nginx.log", dict(os.environ)))
        url = f"http://127.0.0.1:{port}/iip"
        wait_for(url, started)
        yield url


def tile_url(base: str, file: Path, resolution: int, column: int, row: int, columns: int) -> str:
    """resolution counts from the coarsest; tiles are numbered row by row."""
    return f"{base}?FIF={file}&JTL={resolution},{row * columns + column}"
