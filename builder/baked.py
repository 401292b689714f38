"""Settings of the environment as defaults of an image: the text of `site.omero`."""

from collections.abc import Iterable, Mapping

from omeroweb.config import ConfigurationError, catalogue, load, omero_files
from omeroweb.config.masking import masked
from omeroweb.config.sources import Given, is_variable

FILE = "site.omero"
HEAD = "# Settings that this image was built with; whatever is set elsewhere wins over them.\n"


def given(environ: Mapping[str, str]) -> tuple[list[Given], list[str]]:
    """(settings of the environment that go into an image, names of secrets that do not).

    Raises ConfigurationError that names everything that is wrong.
    """
    configuration = load(environ)
    of_variables = [
        entry for _, entry in sorted(configuration.given.items()) if is_variable(entry.source)
    ]
    secrets = [entry.name for entry in of_variables if catalogue.is_secret(entry.name)]
    return [entry for entry in of_variables if entry.name not in secrets], secrets


def text(settings: Iterable[Given]) -> str:
    """The lines of a `*.omero` file. Raises ConfigurationError for what no line can hold."""
    return HEAD + "".join(map(_line, settings))


def _line(entry: Given) -> str:
    line = f"{entry.name}={entry.text}\n"
    try:
        found = [(change.name, change.value) for change in omero_files.parse(line, FILE)]
    except ConfigurationError:
        found = []
    if found != [(entry.name, entry.text)]:
        raise ConfigurationError(
            f"{entry.name} (from {entry.source}): expected a value of one line, without "
            "blanks around it and no backslash at its end, to be built into an image"
        )
    return line


def shown(content: str) -> dict[str, str]:
    """Property -> value of the lines of a `*.omero` file, to show to a person."""
    changes = omero_files.parse(content, FILE)
    return {change.name: masked(change.name, change.value or "") for change in changes}


def note(secrets: Iterable[str]) -> str:
    """What to say of secrets that stay out; empty where there are none."""
    names = ", ".join(secrets)
    return (
        f"not built in, because images are for many eyes: {names}; pass it when the container "
        "starts, best as a file (CONFIG_..._FILE)"
        if names
        else ""
    )
