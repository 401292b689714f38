"""Which settings a `*.omero` file can say, and which need the environment."""

from collections.abc import Iterable

from builder.manifests.settings import Setting
from omeroweb.config import ConfigurationError, omero_files


def divide(settings: Iterable[Setting]) -> tuple[list[Setting], list[Setting]]:
    """Settings for a file, and those for the environment."""
    in_file: list[Setting] = []
    in_environment: list[Setting] = []
    for setting in settings:
        (in_file if _can_be_a_line(setting) else in_environment).append(setting)
    return in_file, in_environment


def _can_be_a_line(setting: Setting) -> bool:
    """Whether a line is read back as what it was made from; one with line breaks is not."""
    try:
        changes = omero_files.parse(f"{setting.name}={setting.text}", "")
    except ConfigurationError:
        return False
    return [(one.name, one.value) for one in changes] == [(setting.name, setting.text)]
