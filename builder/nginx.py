"""From settings to the text of NGINX's files. Nothing is read but the templates."""

import re
import subprocess
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from ipaddress import ip_address
from pathlib import Path

from builder.health import HEALTH_PATH
from builder.text import render
from omeroweb.config import Configuration, catalogue
from omeroweb.config.cores import available_cores

NGINX = Path(__file__).resolve().parent.parent / "nginx"
# kind -> its template. image: the container's; the others are those of `omero web config`.
TEMPLATES = {
    "image": "nginx.conf.j2",
    "nginx": "site.conf.j2",
    "nginx-location": "location.conf.j2",
    "nginx-development": "nginx.conf.j2",
}
# Below the prefix; each of these answers with files, not with rendered pixels.
STREAM_FOLDERS = ("webgateway/archived_files", "webgateway/download_as")
# Docker's own name server, also used where /etc/resolv.conf names none.
DOCKER_RESOLVER = "127.0.0.11"
SHUTDOWN_TIMEOUT = 20
DEVELOPMENT_WORKERS = 5
HTTPS = 443
# From this release on, HTTP/2 is a directive and no longer a parameter of listen.
HTTP2_DIRECTIVE = (1, 25, 1)


@dataclass(frozen=True)
class NginxSettings:
    """Everything the templates use, under the names they use."""

    kind: str
    suffix: str
    port: int
    https_port: int
    https_suffix: str
    http2_parameter: str
    http2_directive: bool
    default_server: str
    server_name: str
    ipv6: bool
    certificate: str
    certificate_key: str
    hsts: int
    web: str
    stream: str
    resolvers: tuple[str, ...]
    resolver_ipv6: bool
    stream_folders: tuple[str, ...]
    prefix: str
    prefix_pattern: str
    static_path: str
    static_root: str
    errors: str
    health_path: str
    connect_timeout: int
    read_timeout: int
    shutdown_timeout: int
    max_body_size: str
    buffering: bool
    gzip: bool
    trusted_proxies: tuple[str, ...]
    x_frame_options: str
    referrer_policy: str
    extra_lines: tuple[str, ...]
    workers: int
    worker_connections: int
    mime_types: str
    run: str
    temp: str
    pid: str
    access_log: str
    error_log: str


@dataclass(frozen=True)
class Places:
    """Where one kind of NGINX writes: temporary files, process id, logs."""

    run: Path
    temp: Path
    pid: Path
    access_log: str
    error_log: str


def image_places(run: Path) -> Places:
    """Of the image: one folder that may be written, logs as the engine collects them."""
    return Places(run, run, run / "nginx.pid", "/dev/stdout", "stderr warn")


def system_places() -> Places:
    """Of the distribution's NGINX, which has settled everything but the log of accesses."""
    none = Path("/nonexistent")
    return Places(none, none, none, "/var/log/nginx/access.log", "")


def development_places(omerodir: Path) -> Places:
    var = omerodir / "var"
    log = var / "log"
    return Places(
        run=var,
        temp=var / "nginx_tmp",
        pid=var / "pid.nginx",
        access_log=str(log / "nginx_access.log"),
        error_log=str(log / "nginx_error.log"),
    )


def nginx_settings(
    configuration: Configuration,
    kind: str,
    places: Places,
    *,
    resolvers: Iterable[str] = (),
    version: tuple[int, ...] = HTTP2_DIRECTIVE,
) -> NginxSettings:
    """The settings of NGINX that follow from a configuration.

    kind: a key of TEMPLATES. resolvers: name servers as NGINX writes them, where upstreams are
    names that are looked up again while it runs. version: the release that reads the files.
    """
    of = configuration
    prefix = of[catalogue.PREFIX]
    static_url = of[catalogue.STATIC_URL]
    https_port = of[catalogue.NGINX_HTTPS_PORT]
    is_image = kind == "image"
    is_whole = kind in ("image", "nginx-development")
    has_directive = version >= HTTP2_DIRECTIVE
    return NginxSettings(
        kind=kind,
        suffix="_" + re.sub(r"\W", "", prefix, flags=re.ASCII) if prefix else "",
        port=of[catalogue.NGINX_PORT],
        https_port=https_port,
        # In the image, the published port is another one: browsers know the standard one.
        https_suffix="" if is_image or https_port == HTTPS else f":{https_port}",
        http2_parameter="" if has_directive else " http2",
        http2_directive=has_directive,
        default_server=" default_server" if is_whole else "",
        server_name=of[catalogue.NGINX_SERVER_NAME],
        ipv6=of[catalogue.NGINX_IPV6],
        certificate=_text(of.optional(catalogue.NGINX_CERTIFICATE)),
        certificate_key=_text(of.optional(catalogue.NGINX_CERTIFICATE_KEY)),
        hsts=of[catalogue.NGINX_HSTS],
        web=of[catalogue.NGINX_WEB],
        stream=of[catalogue.NGINX_STREAM],
        resolvers=(tuple(resolvers) or (DOCKER_RESOLVER,)) if is_image else (),
        resolver_ipv6=False,
        stream_folders=STREAM_FOLDERS,
        prefix=prefix,
        prefix_pattern=re.escape(prefix),
        # Static files on another host are that host's to serve.
        static_path=static_url if static_url.startswith("/") else "",
        static_root=str(of[catalogue.STATIC_ROOT]),
        errors=str(of[catalogue.NGINX_ERROR_PAGES]),
        health_path=HEALTH_PATH,
        connect_timeout=of[catalogue.NGINX_CONNECT_TIMEOUT],
        read_timeout=of[catalogue.NGINX_READ_TIMEOUT],
        shutdown_timeout=SHUTDOWN_TIMEOUT,
        max_body_size=of[catalogue.NGINX_MAX_BODY_SIZE],
        buffering=of[catalogue.NGINX_PROXY_BUFFERING],
        gzip=of[catalogue.NGINX_GZIP],
        trusted_proxies=tuple(of[catalogue.NGINX_TRUSTED_PROXIES]),
        x_frame_options=of[catalogue.X_FRAME_OPTIONS],
        referrer_policy=of[catalogue.HTML_META_REFERRER],
        extra_lines=tuple(of[catalogue.NGINX_SERVER_EXTRA_CONFIG]),
        workers=available_cores() if is_image else DEVELOPMENT_WORKERS,
        worker_connections=2048 if is_image else 1024,
        mime_types=str(of[catalogue.NGINX_MIME_TYPES]),
        run=str(places.run),
        temp=str(places.temp),
        pid=str(places.pid),
        access_log=places.access_log,
        error_log=places.error_log,
    )


def render_nginx(settings: NginxSettings) -> str:
    """The text of a kind's file."""
    values = asdict(settings)
    text = render(NGINX / "templates", TEMPLATES[settings.kind], {**values, "site": values})
    # What a condition leaves out leaves blank lines.
    return re.sub(r"[ \t]*\n(?:[ \t]*\n)+", "\n\n", text).strip() + "\n"


def name_servers(resolv_conf: str) -> list[str]:
    """The name servers in the text of a resolv.conf, as NGINX writes them."""
    named = re.findall(r"^nameserver\s+(\S+)", resolv_conf, re.MULTILINE)
    return [text for text in map(_nginx_address, named) if text]


def installed_version() -> tuple[int, ...]:
    """The release of the NGINX on this machine; a recent one where there is none."""
    try:
        said = subprocess.run(["nginx", "-v"], capture_output=True, text=True, check=False).stderr
    except OSError:
        return HTTP2_DIRECTIVE
    found = re.search(r"/(\d+)\.(\d+)\.(\d+)", said)
    return tuple(map(int, found.groups())) if found else HTTP2_DIRECTIVE


def _nginx_address(address: str) -> str | None:
    try:
        parsed = ip_address(address)
    except ValueError:
        return None  # NGINX takes no scoped address such as fe80::1%eth0 either
    if parsed.version == 4:
        return address
    return None if "%" in address else f"[{address}]"


def _text(path: Path | None) -> str:
    return str(path) if path else ""
