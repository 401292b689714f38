"""docs/settings.md, written from the catalogue by `make docs`."""

from collections.abc import Iterator
from dataclasses import dataclass

from omeroweb.config import catalogue
from omeroweb.config.property import Property, Refused, WithoutEffect

HEAD = """\
# Settings

Written by `make docs` from `omeroweb/config/catalogue/`; a test holds this page to the code.

Every setting is a property, named as in OMERO.web 5.31. From the weakest to the strongest source:

1. its default, or what a container image was built with ([builder.md](builder.md));
2. `$OMERODIR/etc/grid/config.xml`, which `omero config` reads and writes, and which can be copied
   over from an existing installation; `OMERO_CONFIG` chooses one of its profiles;
3. the `*.omero` files of the folder `OMERO_WEB_CONFIG_FOLDER` (`$OMERODIR/config`), by name;
4. the environment: `CONFIG_` and the name, with `.` as `_` and `_` as `__`, so that
   `CONFIG_omero_web_wsgi__workers` is `omero.web.wsgi_workers`. The variable's name with `_FILE`
   behind it names a file that holds the value. `OMEROHOST` sets the host of
   `omero.web.server_list`, and `DATABASE_URL` or `DATABASE_URL_FILE` sets `omero.web.databases`
   (`postgresql://USER:PASSWORD@HOST:5432/NAME` or `sqlite:////folder/omero.db`); beside
   `CONFIG_omero_web_databases` it is refused, because the two may mean two databases;
5. the command line.

All values are checked before anything starts. Every wrong one is named, with where it came from and
what was expected, and so is every unknown `omero.web.*` name; `omero config check` does just that.
The state directory is `OMERODIR` (default `./var`).

Beside the properties, `OMERO_WEB_ROOT_PASSWORD` or `OMERO_WEB_ROOT_PASSWORD_FILE` sets the
administrator's password at every start; without it one is made up and shown once.

What a property does here, in the second column of the tables:

- **works**: as its meaning says;
- **no effect**: taken from existing installations, for the reason that is given; a start says so;
- **refused**: a name of earlier releases, with the property that took its place.
"""

DIFFERENT = """
## Defaults that differ from OMERO.web 5.31

| property | 5.31 | here | reason |
|---|---|---|---|
"""

TABLE = "| property | | default | meaning |\n|---|---|---|---|\n"


@dataclass(frozen=True)
class Row:
    """One line of a table."""

    group: str
    name: str
    status: str
    default: str
    meaning: str

    def __str__(self) -> str:
        return f"| `{self.name}` | {self.status} | {self.default} | {self.meaning} |\n"


def settings_page() -> str:
    """The whole page as Markdown."""
    parts = [HEAD]
    found = list(rows())
    for group in sorted({row.group for row in found}):
        parts.append(f"\n## {group.capitalize()}\n\n{TABLE}")
        parts += [str(row) for row in found if row.group == group]
    parts.append(DIFFERENT)
    parts += _differences()
    return "".join(parts)


def rows() -> Iterator[Row]:
    """Every property, those that work first."""
    for declared in catalogue.PROPERTIES:
        yield Row(declared.group, declared.name, "works", _default(declared), _cell(declared.help))
    for accepted in catalogue.WITHOUT_EFFECT:
        yield _without_effect(accepted)
    for refused in catalogue.REFUSED:
        yield _refused(refused)


def _without_effect(accepted: WithoutEffect) -> Row:
    meaning = accepted.reason[0].upper() + accepted.reason[1:] + "."
    default = _cell(accepted.default)
    return Row(accepted.group, accepted.name, "no effect", default, _cell(meaning))


def _refused(refused: Refused) -> Row:
    meaning = f"Set `{refused.successor}` instead: {_cell(refused.advice)}."
    return Row(refused.group, refused.name, "refused", "", meaning)


def _differences() -> Iterator[str]:
    for declared in catalogue.PROPERTIES:
        if declared.differs:
            theirs, reason = _cell(declared.differs.theirs), _cell(declared.differs.reason)
            yield f"| `{declared.name}` | {theirs} | {_default(declared)} | {reason} |\n"


def _default(declared: Property[object]) -> str:
    if declared.default_help:
        return declared.default_help
    text = declared.default_text({})
    if text is None:
        return "unset"
    return f"`{_cell(text)}`" if text else "empty"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    print(settings_page(), end="")
