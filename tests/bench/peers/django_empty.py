"""The empty Django behind Gunicorn and NGINX, with the render pool's numbers of both."""

import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.bench.site import process, wait_for
from tests.ports import free_port

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
    upstream django {{
        server 127.0.0.1:{django};
        keepalive 16;
    }}
    server {{
        listen 127.0.0.1:{port};
        location / {{
            proxy_pass http://django;
            proxy_http_version 1.1;
            proxy_set_header Connection "";
        }}
        location /files/ {{
            alias {files}/;
            types {{ image/jpeg jpg; }}
        }}
    }}
}}
"""


@contextmanager
def running(run: Path, workers: int, threads: int) -> Iterator[str]:
    """The address: / is Django's empty answer, /files/ what lies in run/files."""
    (run / "files").mkdir(parents=True, exist_ok=True)
    django, port = free_port(), free_port()
    with ExitStack() as stack:
        command = [
            *(sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{django}", "--preload"),
            *("--workers", str(workers), "--threads", str(threads), "--worker-class", "gthread"),
            *("--keep-alive", "75", "--log-level", "warning"),
            "django.core.wsgi:get_wsgi_application()",
        ]
        variables = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.bench.peers.empty"}
        started = stack.enter_context(process(command, run / "django.log", variables))
        wait_for(f"http://127.0.0.1:{django}/", started)
        file = run / "nginx.conf"
        text = NGINX.format(run=run, django=django, port=port, files=run / "files")
        file.write_text(text, encoding="utf-8")
        more = ["-g", "user root;"] if os.geteuid() == 0 else []
        command = ["nginx", "-e", "stderr", "-c", str(file), *more]
        started = stack.enter_context(process(command, run / "nginx.log", dict(os.environ)))
        wait_for(f"http://127.0.0.1:{port}/", started)
        yield f"http://127.0.0.1:{port}"
