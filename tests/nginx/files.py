"""The files of all kinds, as an administrator would install them."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from builder import nginx_places
from builder.nginx import NginxSettings, installed_version, nginx_settings, render_nginx
from omeroweb.config import load

KINDS = ("nginx", "nginx-location", "nginx-development", "image")

# The least that a distribution's nginx.conf says around the file in conf.d.
SYSTEM = """\
daemon off;
worker_processes 1;
pid {run}/nginx.pid;
error_log {run}/error.log warn;
events {{ worker_connections 256; }}
http {{
    include /etc/nginx/mime.types;
    default_type application/octet-stream;
    client_body_temp_path {run}/body;
    proxy_temp_path {run}/proxy;
    fastcgi_temp_path {run}/fastcgi;
    uwsgi_temp_path {run}/uwsgi;
    scgi_temp_path {run}/scgi;
    access_log off;
{site}
}}
"""

# A server block of an administrator's own.
OWN_SERVER = """\
server {{
    listen 127.0.0.1:{port};
    server_name own.example.org;
    server_tokens off;
    access_log {run}/access.log;
    client_max_body_size {max_body_size};
    location = /own {{
        return 200 "mine\\n";
    }}
    location /own-app/ {{
        open_file_cache max=8;
        try_files /none @proxy_to_app{suffix};
    }}
{include}
}}
"""


@dataclass(frozen=True)
class Written:
    """A whole configuration that an NGINX can be started with."""

    file: Path
    settings: NginxSettings
    # Ours alone, without what stands around it.
    text: str


def write(kind: str, run: Path, properties: Mapping[str, str], beside: str = "") -> Written:
    """Write the file of a kind and what stands around it into a folder.

    properties: name -> text. beside: what the system's http block holds beside our file.
    """
    run.mkdir(parents=True, exist_ok=True)
    configuration = load({"OMERODIR": str(run)}, properties)
    places = {
        "image": nginx_places.of_image(run),
        "nginx-development": nginx_places.of_development(run),
    }.get(kind, nginx_places.SYSTEM)
    settings = nginx_settings(configuration, kind, places, version=installed_version())
    ours = text = render_nginx(settings)
    if kind == "nginx-location":
        text = OWN_SERVER.format(
            include=ours,
            port=settings.port,
            run=run,
            max_body_size=settings.max_body_size,
            suffix=settings.suffix,
        )
    if kind in ("nginx", "nginx-location"):
        # Where the system's NGINX logs is not for everybody to write.
        text = SYSTEM.format(run=run, site=text + beside)
        text = text.replace("/var/log/nginx", str(run)).replace("/var/cache", str(run))
    if kind == "nginx-development":
        (run / "var" / "log").mkdir(parents=True, exist_ok=True)
        (run / "var" / "nginx_tmp").mkdir(exist_ok=True)
    file = run / "nginx.conf"
    file.write_text(text, encoding="utf-8")
    return Written(file, settings, ours)
