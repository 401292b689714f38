"""`omero web config`: NGINX's configuration on stdout, or the reason why not on stderr."""

import os
import stat
import sys
from pathlib import Path

from builder.nginx import (
    Places,
    development_places,
    installed_version,
    nginx_settings,
    render_nginx,
    system_places,
)
from omeroweb.config import Configuration, catalogue, load
from omeroweb.config.address import EVERY_IPV4, EVERY_IPV6
from omeroweb.errors import CommandError

DEVELOPMENT = "nginx-development"
DEVELOPMENT_PORT = 8080


def print_nginx(
    kind: str, *, http: int | None, server_name: str | None, max_body_size: str | None
) -> int:
    """Print the file of one kind. Raises ConfigurationError or CommandError before it prints."""
    configuration = _configuration(kind, http, server_name, max_body_size)
    _check(configuration, kind)
    settings = nginx_settings(
        configuration, kind, _places(configuration, kind), version=installed_version()
    )
    text = render_nginx(settings)
    for folder in (settings.static_root, settings.errors):
        _say_if_closed(Path(folder))
    print(text, end="")
    return 0


def _configuration(
    kind: str, http: int | None, server_name: str | None, max_body_size: str | None
) -> Configuration:
    options = {
        catalogue.NGINX_PORT: str(http) if http else None,
        catalogue.NGINX_SERVER_NAME: server_name,
        catalogue.NGINX_MAX_BODY_SIZE: max_body_size,
    }
    texts = {declared.name: text for declared, text in options.items() if text is not None}
    configuration = load(os.environ, texts)
    if kind != DEVELOPMENT:
        return configuration
    defaults = {catalogue.NGINX_PORT: str(DEVELOPMENT_PORT), catalogue.NGINX_SERVER_NAME: "_"}
    for declared, text in defaults.items():
        if configuration.source(declared) == "default":
            texts[declared.name] = text
    return load(os.environ, texts)


def _check(of: Configuration, kind: str) -> None:
    """Raises CommandError where the server and the file do not fit."""
    server = of[catalogue.APPLICATION_SERVER]
    if server != "wsgi-tcp":
        raise CommandError(
            f"configuration mismatch: {catalogue.APPLICATION_SERVER.name}={server} cannot be used "
            f"with `omero web config {kind}`; expected wsgi-tcp"
        )
    ports = {of[catalogue.NGINX_PORT]}
    if of.optional(catalogue.NGINX_CERTIFICATE):
        ports.add(of[catalogue.NGINX_HTTPS_PORT])
    wsgi = of[catalogue.SERVER_PORT]
    if kind != "nginx-location" and wsgi in ports:
        raise CommandError(f"Port conflict: HTTP({wsgi}) and wsgi({wsgi}); choose another --http")
    for upstream in (catalogue.NGINX_WEB, catalogue.NGINX_STREAM):
        host = of[upstream].rpartition(":")[0]
        if host in (*EVERY_IPV4, *EVERY_IPV6):
            raise CommandError(
                f"{upstream.name}={of[upstream]!r}: expected an address that NGINX can connect to"
            )


def _places(configuration: Configuration, kind: str) -> Places:
    if kind != DEVELOPMENT:
        return system_places()
    places = development_places(configuration.omerodir)
    for folder in (places.temp, Path(places.access_log).parent):
        folder.mkdir(parents=True, exist_ok=True)
    return places


def _say_if_closed(folder: Path) -> None:
    """NGINX runs as a user of its own: say so where others may not look into a folder."""
    for path in (folder, *folder.parents):
        try:
            mode = path.stat().st_mode
        except OSError:
            return
        if not mode & stat.S_IXOTH:
            print(
                f"omero: others may not look into {path}, so NGINX may not be able to read "
                f"{folder}: chmod o+x {path}",
                file=sys.stderr,
            )
            return
