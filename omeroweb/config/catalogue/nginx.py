"""NGINX in front: the files that `omero web config` and the nginx image write."""

from pathlib import Path

from omeroweb.config import parsers
from omeroweb.config.address import has_ipv6, reachable
from omeroweb.config.catalogue.gunicorn import WSGI_TIMEOUT
from omeroweb.config.catalogue.server import SERVER_HOST, SERVER_PORT
from omeroweb.config.property import Differs, Property, Texts

# Gunicorn gives up first and says why; NGINX's own limit is the one behind it.
READ_TIMEOUT_MARGIN = 10


def _gunicorn(texts: Texts) -> str:
    """Where Gunicorn of this machine answers."""
    host = reachable(texts.get(SERVER_HOST.name, str(SERVER_HOST.default)))
    port = texts.get(SERVER_PORT.name, str(SERVER_PORT.default))
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def _read_timeout(texts: Texts) -> str:
    given = texts.get(WSGI_TIMEOUT.name, "")
    timeout = int(given) if given.isdecimal() else int(str(WSGI_TIMEOUT.default))
    return str(min(timeout + READ_TIMEOUT_MARGIN, parsers.HIGHEST))


NGINX_PORT = Property(
    "omero.web.nginx.port",
    "80",
    parsers.whole_number(1, 65535),
    "Port that NGINX listens on for HTTP; the nginx image listens on 8080.",
    "nginx",
)
NGINX_SERVER_NAME = Property(
    "omero.web.nginx.server_name",
    "$hostname",
    parsers.server_names,
    "Host names of the site, as NGINX's server_name takes them.",
    "nginx",
)
NGINX_IPV6 = Property(
    "omero.web.nginx.ipv6",
    lambda _: str(has_ipv6()).lower(),
    parsers.boolean,
    "Listen on IPv6, too.",
    "nginx",
    default_help="`true` where the machine has IPv6",
)
NGINX_WEB = Property(
    "omero.web.nginx.web",
    _gunicorn,
    parsers.host_and_port,
    "Gunicorn that answers pages, the API and tiles: HOST:PORT.",
    "nginx",
    default_help="where Gunicorn listens; `web:4080` in the nginx image",
)
NGINX_STREAM = Property(
    "omero.web.nginx.stream",
    lambda texts: texts.get(NGINX_WEB.name) or _gunicorn(texts),
    parsers.host_and_port,
    "Gunicorn that answers downloads: HOST:PORT.",
    "nginx",
    default_help="as `omero.web.nginx.web`; `stream:4080` in the nginx image",
)
NGINX_MAX_BODY_SIZE = Property(
    "omero.web.nginx.max_body_size",
    "16m",
    parsers.body_size,
    "Largest request body, as NGINX writes sizes; 0 for no limit.",
    "nginx",
    differs=Differs("0", "a body of any size is an invitation to fill the disk"),
)
NGINX_PROXY_BUFFERING = Property(
    "omero.web.nginx.proxy_buffering",
    "false",
    parsers.boolean,
    "Let NGINX take pages, JSON and pictures from Gunicorn at once and hand them on slowly. "
    "Downloads are never buffered.",
    "nginx",
)
NGINX_READ_TIMEOUT = Property(
    "omero.web.nginx.read_timeout",
    _read_timeout,
    parsers.whole_number(1),
    "Seconds that NGINX waits for Gunicorn's next bytes.",
    "nginx",
    default_help=f"`omero.web.wsgi_timeout` + {READ_TIMEOUT_MARGIN}",
)
NGINX_CONNECT_TIMEOUT = Property(
    "omero.web.nginx.connect_timeout",
    "5",
    parsers.whole_number(1),
    "Seconds that NGINX waits until Gunicorn takes a connection.",
    "nginx",
)
NGINX_GZIP = Property(
    "omero.web.nginx.gzip",
    "true",
    parsers.boolean,
    "Compress text and JSON.",
    "nginx",
)
NGINX_TRUSTED_PROXIES = Property(
    "omero.web.nginx.trusted_proxies",
    "[]",
    parsers.networks,
    "Proxies in front of NGINX whose X-Forwarded headers are believed: addresses or networks.",
    "nginx",
)
NGINX_CERTIFICATE = Property(
    "omero.web.nginx.ssl_certificate",
    None,
    parsers.path,
    "File of the TLS certificate and its chain (PEM). With it, NGINX serves HTTPS.",
    "nginx",
)
NGINX_CERTIFICATE_KEY = Property(
    "omero.web.nginx.ssl_certificate_key",
    None,
    parsers.path,
    "File of the certificate's key (PEM).",
    "nginx",
)
NGINX_HTTPS_PORT = Property(
    "omero.web.nginx.https_port",
    "443",
    parsers.whole_number(1, 65535),
    "Port that NGINX listens on for HTTPS; the nginx image listens on 8443.",
    "nginx",
)
NGINX_HTTPS_REDIRECT_PORT = Property(
    "omero.web.nginx.https_redirect_port",
    lambda texts: texts.get(NGINX_HTTPS_PORT.name, str(NGINX_HTTPS_PORT.default)),
    parsers.whole_number(1, 65535),
    "Port of HTTPS as browsers see it: where requests over HTTP are sent to.",
    "nginx",
    default_help="as `omero.web.nginx.https_port`; `443` in the nginx image",
)
NGINX_HSTS = Property(
    "omero.web.nginx.hsts_seconds",
    "31536000",
    parsers.whole_number(0),
    "Seconds that browsers remember to use HTTPS only (Strict-Transport-Security), sent where "
    "NGINX serves HTTPS; 0 for none.",
    "nginx",
)
NGINX_ERROR_PAGES = Property(
    "omero.web.nginx.error_pages",
    lambda _: str(Path(__file__).resolve().parents[3] / "nginx" / "errors"),
    parsers.path,
    "Folder of the maintenance pages unavailable.html and unavailable.json.",
    "nginx",
    default_help="our own",
)
NGINX_MIME_TYPES = Property(
    "omero.web.nginx.mime_types",
    "/etc/nginx/mime.types",
    parsers.path,
    "File of MIME types that `omero web config nginx-development` and the image include.",
    "nginx",
)
NGINX_CACHE_SIZE = Property(
    "omero.web.nginx.cache_size",
    "256m",
    parsers.body_size,
    "Most bytes of pictures for visitors who are not signed in that NGINX keeps; 0 for none. The "
    "nginx image keeps 64m, in memory.",
    "nginx",
)
NGINX_CACHE_SECONDS = Property(
    "omero.web.nginx.cache_seconds",
    "5",
    parsers.whole_number(1, 3600),
    "Seconds for which NGINX gives such a picture without asking Gunicorn whether it is still the "
    "right one, and still public.",
    "nginx",
)
NGINX_KEPT_FOLDER = Property(
    "omero.web.nginx.kept_folder",
    None,
    parsers.path,
    "Where NGINX finds the folder omero.web.kept.folder, to send kept pictures itself once "
    "Gunicorn has looked at permissions. Unset: Gunicorn sends them.",
    "nginx",
    default_help="`omero.web.kept.folder` in files of `omero web config`, where NGINX may read it; "
    "unset in the nginx image",
)
NGINX_SERVER_EXTRA_CONFIG = Property(
    "omero.web.nginx_server_extra_config",
    "[]",
    parsers.text_list,
    "Lines added to NGINX's server block.",
    "nginx",
)
