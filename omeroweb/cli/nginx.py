"""`omero web config`: NGINX's configuration on stdout, or the reason why not on stderr."""

import os
import sys
from pathlib import Path

from builder import nginx_places
from builder.nginx import installed_version, nginx_settings, render_nginx
from builder.nginx_places import Places
from omeroweb.cli.nginx_checks import check, closed_parts, closed_to_others
from omeroweb.config import Configuration, catalogue, load
from omeroweb.config.property import Property
from omeroweb.errors import CommandError

DEVELOPMENT = "nginx-development"
# What an ordinary user may listen on, and any name.
DEVELOPMENT_DEFAULTS: dict[Property[object], str] = {
    catalogue.NGINX_PORT: "8080",
    catalogue.NGINX_HTTPS_PORT: "8443",
    catalogue.NGINX_SERVER_NAME: "_",
}


def print_nginx(
    kind: str, *, http: int | None, server_name: str | None, max_body_size: str | None
) -> int:
    """Print the file of one kind. Raises ConfigurationError or CommandError before it prints."""
    configuration = _configuration(kind, http, server_name, max_body_size)
    check(configuration, kind)
    settings = nginx_settings(
        configuration, kind, _places(configuration, kind), version=installed_version()
    )
    text = render_nginx(settings)
    if kind == DEVELOPMENT:
        _make_folders(settings.temp, str(Path(settings.access_log).parent))
    else:
        for folder in filter(
            None, (settings.static_path and settings.static_root, settings.errors)
        ):
            for hint in closed_to_others(Path(folder)):
                print(f"omero: {hint}", file=sys.stderr)
    print(text, end="")
    return 0


def _configuration(
    kind: str, http: int | None, server_name: str | None, max_body_size: str | None
) -> Configuration:
    options: dict[Property[object], str | None] = {
        catalogue.NGINX_PORT: str(http) if http else None,
        catalogue.NGINX_SERVER_NAME: server_name,
        catalogue.NGINX_MAX_BODY_SIZE: max_body_size,
    }
    texts = {declared.name: text for declared, text in options.items() if text is not None}
    configuration = load(os.environ, texts)
    defaults = dict(DEVELOPMENT_DEFAULTS) if kind == DEVELOPMENT else {}
    kept = configuration[catalogue.KEPT_FOLDER]
    # NGINX of the system runs as somebody else, the one for development as whoever starts it.
    if kind == DEVELOPMENT or not any(closed_parts(kept)):
        defaults[catalogue.NGINX_KEPT_FOLDER] = str(kept)
    unset = {
        declared.name: text
        for declared, text in defaults.items()
        if configuration.source(declared) == "default"
    }
    return load(os.environ, {**unset, **texts})


def _places(configuration: Configuration, kind: str) -> Places:
    if kind == DEVELOPMENT:
        return nginx_places.of_development(configuration.omerodir)
    return nginx_places.SYSTEM


def _make_folders(*folders: str) -> None:
    """NGINX makes no folder for its logs. Raises CommandError that names the one that fails."""
    for folder in folders:
        try:
            Path(folder).mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise CommandError(
                f"{folder} cannot be made ({error.strerror}): expected OMERODIR to be a folder "
                "that you may write to"
            ) from None
