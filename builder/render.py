"""From settings to the text of NGINX's files. Pure functions: nothing is read but the templates."""

import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from ipaddress import ip_address
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from builder.health import HEALTH_PATH
from omeroweb.config import Configuration, catalogue
from omeroweb.config.cores import available_cores

NGINX = Path(__file__).resolve().parent.parent / "nginx"
# Below the prefix; each of these answers with files, not with rendered pixels.
STREAM_FOLDERS = ("webgateway/archived_files", "webgateway/download_as")
# Docker's own name server, also used where /etc/resolv.conf names none.
DOCKER_RESOLVER = "127.0.0.11"
# Gunicorn gives up first and says why; NGINX's own limit is the one behind it.
READ_TIMEOUT_MARGIN = 10
SHUTDOWN_TIMEOUT = 20


@dataclass(frozen=True)
class NginxSettings:
    """Everything the templates use, under the names they use."""

    port: int
    web: str
    stream: str
    stream_folders: tuple[str, ...]
    prefix: str
    prefix_pattern: str
    static_path: str
    static_root: str
    read_timeout: int
    shutdown_timeout: int
    max_body_size: str
    trusted_proxies: tuple[str, ...]
    x_frame_options: str
    extra_lines: tuple[str, ...]
    resolvers: tuple[str, ...]
    resolver_ipv6: bool
    health_path: str
    run: str
    errors: str
    workers: int


def nginx_settings(
    configuration: Configuration,
    *,
    run: Path,
    errors: Path = NGINX / "errors",
    resolvers: Iterable[str] = (),
) -> NginxSettings:
    """The settings of NGINX that follow from a configuration.

    run: the one folder that NGINX writes to. errors: where the pages for 502 to 504 are.
    resolvers: name servers as NGINX writes them; Docker's own where there is none.
    """
    prefix = configuration[catalogue.PREFIX]
    static_url = configuration[catalogue.STATIC_URL]
    return NginxSettings(
        port=configuration[catalogue.NGINX_PORT],
        web=configuration[catalogue.NGINX_WEB],
        stream=configuration[catalogue.NGINX_STREAM],
        stream_folders=STREAM_FOLDERS,
        prefix=prefix,
        prefix_pattern=re.escape(prefix),
        # Static files on another host are that host's to serve.
        static_path=static_url if static_url.startswith("/") else "",
        static_root=str(configuration[catalogue.STATIC_ROOT]),
        read_timeout=configuration[catalogue.WSGI_TIMEOUT] + READ_TIMEOUT_MARGIN,
        shutdown_timeout=SHUTDOWN_TIMEOUT,
        max_body_size=configuration[catalogue.NGINX_MAX_BODY_SIZE],
        trusted_proxies=tuple(configuration[catalogue.NGINX_TRUSTED_PROXIES]),
        x_frame_options=configuration[catalogue.X_FRAME_OPTIONS],
        extra_lines=tuple(configuration[catalogue.NGINX_SERVER_EXTRA_CONFIG]),
        resolvers=tuple(resolvers) or (DOCKER_RESOLVER,),
        resolver_ipv6=False,
        health_path=HEALTH_PATH,
        run=str(run),
        errors=str(errors),
        workers=available_cores(),
    )


def render_nginx(settings: NginxSettings, templates: Path = NGINX / "templates") -> str:
    """The text of nginx.conf, which includes site.conf of the same folder."""
    return _render("nginx.conf.j2", settings, templates)


def render_site(settings: NginxSettings, templates: Path = NGINX / "templates") -> str:
    """The text of site.conf: one server block and what it refers to."""
    return _render("site.conf.j2", settings, templates)


def name_servers(resolv_conf: str) -> list[str]:
    """The name servers in the text of a resolv.conf, as NGINX writes them."""
    named = re.findall(r"^nameserver\s+(\S+)", resolv_conf, re.MULTILINE)
    return [text for text in map(_nginx_address, named) if text]


def _nginx_address(address: str) -> str | None:
    try:
        parsed = ip_address(address)
    except ValueError:
        return None  # NGINX takes no scoped address such as fe80::1%eth0 either
    if parsed.version == 4:
        return address
    return None if "%" in address else f"[{address}]"


def _render(name: str, settings: NginxSettings, templates: Path) -> str:
    environment = Environment(
        loader=FileSystemLoader(templates),
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        # The text is NGINX's language, not HTML: escaping would change it.
        autoescape=False,  # noqa: S701
    )
    return environment.get_template(name).render(asdict(settings))
