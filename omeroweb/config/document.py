"""docs/settings.md, written from the catalogue by `make docs`."""

from itertools import groupby

from omeroweb.config import catalogue
from omeroweb.config.property import Property

HEAD = """\
# Settings

Written by `make docs` from `omeroweb/config/catalogue.py`; a test holds this page to the code.

Every setting is a property, named as in OMERO.web. An environment variable sets it: `CONFIG_` and
the name, with `.` as `_` and `_` as `__`. The variable's name with `_FILE` behind it names a file
that holds the value. All values are checked before anything starts; every wrong one is named, with
what was expected. The state directory is `OMERODIR` (default `./var`).

Beside the properties, `OMERO_WEB_ROOT_PASSWORD` or `OMERO_WEB_ROOT_PASSWORD_FILE` sets the
administrator's password at every start; without it one is made up and shown once.

Where a default differs from that of OMERO.web 5.31, [architecture.md](architecture.md) says why.
"""


def settings_page() -> str:
    """The whole page as Markdown."""
    parts = [HEAD]
    by_group = sorted(catalogue.PROPERTIES, key=lambda declared: declared.group)
    for group, properties in groupby(by_group, key=lambda declared: declared.group):
        parts.append(
            f"\n## {group.capitalize()}\n\n| property | default | meaning |\n|---|---|---|\n"
        )
        parts += [_row(declared) for declared in properties]
    return "".join(parts)


def _row(declared: Property[object]) -> str:
    # A default that depends on the machine is described by the help.
    is_found = callable(declared.default)
    default = "" if is_found else _code(declared.default_text())
    return f"| `{declared.name}` | {default} | {declared.help} |\n"


def _code(text: str | None) -> str:
    if text is None:
        return "unset"
    return f"`{text}`".replace("|", "\\|") if text else "empty"


if __name__ == "__main__":
    print(settings_page(), end="")
