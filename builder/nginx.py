"""From settings to the text of NGINX's files. Nothing is read but the templates."""

import re
import subprocess
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from ipaddress import ip_network
from pathlib import Path

from builder.health import HEALTH_PATH
from builder.nginx_language import directives, quoted
from builder.nginx_places import Places
from builder.text import render
from omeroweb.config import Configuration, ConfigurationError, catalogue
from omeroweb.config.cores import available_cores

NGINX = Path(__file__).resolve().parent.parent / "nginx"
# kind -> its template. image: the container's; the others are those of `omero web config`.
TEMPLATES = {
    "image": "whole.j2",
    "nginx": "site.j2",
    "nginx-location": "location.j2",
    "nginx-development": "whole.j2",
}
# Below the prefix; each of these answers with files, not with rendered pixels.
STREAM_FOLDERS = (
    "webgateway/archived_files",
    "webgateway/download_as",
    "webgateway/render_ome_tiff",
)
# Below the prefix, as a regular expression: answers that may be the same for all visitors.
PICTURES = "/(webgateway|webclient)/(render_(?!ome_tiff|movie)|luts_png/)"
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
    stream_folders: tuple[str, ...]
    pictures: str
    cache_folder: str
    cache_size: str
    kept_folder: str
    session_cookie_pattern: str
    prefix: str
    prefix_pattern: str
    static_path: str
    static_root: str
    errors: str
    health_path: str
    health_pattern: str
    connect_timeout: int
    read_timeout: int
    shutdown_timeout: int
    max_body_size: str
    buffering: bool
    gzip: bool
    trusted_proxies: tuple[str, ...]
    trusted_addresses: tuple[str, ...]
    x_frame_options: str
    referrer_policy: str
    extra_lines: tuple[str, ...]
    own: tuple[str, ...]
    workers: int
    worker_connections: int
    mime_types: str
    run: str
    temp: str
    pid: str
    access_log: str
    error_log: str


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
    Raises ConfigurationError where values are right and no file can be made of them.
    """
    of = configuration
    prefix = of[catalogue.PREFIX]
    is_image = kind == "image"
    has_directive = version >= HTTP2_DIRECTIVE
    public_port = of[catalogue.NGINX_HTTPS_REDIRECT_PORT]
    trusted = tuple(of[catalogue.NGINX_TRUSTED_PROXIES])
    extra_lines = tuple(of[catalogue.NGINX_SERVER_EXTRA_CONFIG])
    suffix = "_" + re.sub(r"\W", "", prefix, flags=re.ASCII) if prefix else ""
    # A cache is declared outside of server blocks.
    keeps_pictures = kind != "nginx-location" and not _is_zero(of[catalogue.NGINX_CACHE_SIZE])
    return NginxSettings(
        kind=kind,
        suffix=suffix,
        port=of[catalogue.NGINX_PORT],
        https_port=of[catalogue.NGINX_HTTPS_PORT],
        https_suffix="" if public_port == HTTPS else f":{public_port}",
        http2_parameter="" if has_directive else " http2",
        http2_directive=has_directive,
        default_server=" default_server" if kind in ("image", "nginx-development") else "",
        server_name=of[catalogue.NGINX_SERVER_NAME],
        ipv6=of[catalogue.NGINX_IPV6],
        certificate=_absolute(of.optional(catalogue.NGINX_CERTIFICATE)),
        certificate_key=_absolute(of.optional(catalogue.NGINX_CERTIFICATE_KEY)),
        hsts=of[catalogue.NGINX_HSTS],
        web=of[catalogue.NGINX_WEB],
        stream=of[catalogue.NGINX_STREAM],
        resolvers=(tuple(resolvers) or (DOCKER_RESOLVER,)) if is_image else (),
        stream_folders=STREAM_FOLDERS,
        pictures=PICTURES,
        cache_folder=places.cache + suffix if keeps_pictures else "",
        cache_size=of[catalogue.NGINX_CACHE_SIZE],
        kept_folder=_absolute(of.optional(catalogue.NGINX_KEPT_FOLDER)),
        session_cookie_pattern=re.escape(of[catalogue.SESSION_COOKIE_NAME]),
        prefix=prefix,
        prefix_pattern=re.escape(prefix),
        static_path=_static_path(of),
        static_root=_absolute(of[catalogue.STATIC_ROOT]),
        errors=_absolute(of[catalogue.NGINX_ERROR_PAGES]),
        health_path=HEALTH_PATH,
        health_pattern=re.escape(HEALTH_PATH.lstrip("/")),
        connect_timeout=of[catalogue.NGINX_CONNECT_TIMEOUT],
        read_timeout=of[catalogue.NGINX_READ_TIMEOUT],
        shutdown_timeout=SHUTDOWN_TIMEOUT,
        max_body_size=of[catalogue.NGINX_MAX_BODY_SIZE],
        buffering=of[catalogue.NGINX_PROXY_BUFFERING],
        gzip=of[catalogue.NGINX_GZIP],
        trusted_proxies=trusted,
        trusted_addresses=_addresses(trusted),
        x_frame_options=of[catalogue.X_FRAME_OPTIONS],
        referrer_policy=of[catalogue.HTML_META_REFERRER],
        extra_lines=extra_lines,
        own=_own(extra_lines, kind),
        workers=available_cores() if is_image else DEVELOPMENT_WORKERS,
        worker_connections=2048 if is_image else 1024,
        mime_types=_absolute(of[catalogue.NGINX_MIME_TYPES]),
        run=places.run,
        temp=places.temp,
        pid=places.pid,
        access_log=places.access_log,
        error_log=places.error_log,
    )


def render_nginx(settings: NginxSettings) -> str:
    """The text of a kind's file. Raises ConfigurationError for a path that it cannot name."""
    template = TEMPLATES[settings.kind]
    text = render(NGINX / "templates", template, {"of": asdict(settings)}, {"quoted": quoted})
    # What a condition leaves out leaves blank lines.
    return re.sub(r"[ \t]*\n(?:[ \t]*\n)+", "\n\n", text).strip() + "\n"


def installed_version() -> tuple[int, ...]:
    """The release of the NGINX on this machine; a recent one where there is none."""
    try:
        said = subprocess.run(["nginx", "-v"], capture_output=True, text=True, check=False).stderr
    except OSError:
        return HTTP2_DIRECTIVE
    found = re.search(r"/(\d+)\.(\d+)\.(\d+)", said)
    return tuple(map(int, found.groups())) if found else HTTP2_DIRECTIVE


def _own(extra_lines: Iterable[str], kind: str) -> tuple[str, ...]:
    """The directives that stay out of the server block, because the extra lines have them."""
    return () if kind == "nginx-location" else tuple(sorted(directives(extra_lines)))


def _static_path(of: Configuration) -> str:
    """The location of static files; empty where another host serves them."""
    url = of[catalogue.STATIC_URL]
    if not url.startswith("/"):
        return ""
    if url == of[catalogue.PREFIX] + "/":
        raise ConfigurationError(
            f"{catalogue.STATIC_URL.name}={url!r}: expected another path than the site's own, "
            f"{catalogue.PREFIX.name}; e.g. {url}static/"
        )
    return url


def _addresses(networks: Iterable[str]) -> tuple[str, ...]:
    """The networks that are one address, as NGINX writes addresses."""
    parsed = map(ip_network, networks)
    return tuple(str(one.network_address) for one in parsed if one.num_addresses == 1)


def _is_zero(size: str) -> bool:
    return not size.rstrip("kKmMgG").strip("0")


def _absolute(path: Path | None) -> str:
    """NGINX would read a relative path from a folder of its own."""
    return str(path.absolute()) if path else ""
