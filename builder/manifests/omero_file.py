"""Which settings a `*.omero` file can say, and which need the environment."""

from collections.abc import Iterable

from builder.manifests.settings import Setting
from omeroweb.config import ConfigurationError, catalogue, omero_files

# The images set these in their own environment, which is stronger than a file.
IN_THE_ENVIRONMENT = {
    declared.name
    for declared in (
        catalogue.NGINX_PORT,
        catalogue.NGINX_HTTPS_PORT,
        catalogue.NGINX_HTTPS_REDIRECT_PORT,
        catalogue.NGINX_SERVER_NAME,
        catalogue.NGINX_WEB,
        catalogue.NGINX_STREAM,
    )
}


def divide(settings: Iterable[Setting]) -> tuple[list[Setting], list[Setting]]:
    """Settings for a file, and those for the environment."""
    in_file: list[Setting] = []
    in_environment: list[Setting] = []
    for setting in settings:
        fits = setting.name not in IN_THE_ENVIRONMENT and _can_be_a_line(setting)
        (in_file if fits else in_environment).append(setting)
    return in_file, in_environment


def _can_be_a_line(setting: Setting) -> bool:
    """Whether a line is read back as what it was made from; one with line breaks is not."""
    try:
        changes = omero_files.parse(f"{setting.name}={setting.text}", "")
    except ConfigurationError:
        return False
    return [(one.name, one.value) for one in changes] == [(setting.name, setting.text)]
