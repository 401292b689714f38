"""`omero web enableapp`: switch on apps that are installed."""

import json
import os
from collections.abc import Sequence
from importlib.metadata import packages_distributions
from importlib.util import find_spec
from pathlib import Path

from omeroweb.cli.store import collect_static, prepare
from omeroweb.config import Configuration, apps, catalogue, config_xml, load
from omeroweb.config.omero_files import with_element
from omeroweb.errors import CommandError, OmeroError

# By custom, packages of OMERO.web apps begin with this.
APP_PREFIX = "omero_"


def enable(names: Sequence[str]) -> int:
    """Switch on these apps; without a name, list those that could be."""
    configuration = load(os.environ)
    if not names:
        print("[enableapp] available apps:")
        for name in available(configuration):
            print(f" - {name}")
        return 0
    for name in names:
        _enable(name, configuration)
        print(f"App '{name}' was enabled")
    return 0


def available(configuration: Configuration) -> list[str]:
    """Installed packages that look like apps and are not switched on."""
    found = {name for name in packages_distributions() if name.startswith(APP_PREFIX)}
    return sorted(name for name in found - set(configuration[catalogue.APPS]) if _has_urls(name))


def _enable(name: str, configuration: Configuration) -> None:
    """Add the app to config.xml, make its tables, collect its files; or leave all as it was."""
    if find_spec(apps.package(name)) is None:
        raise CommandError(f"Failed to enable '{name}': no such package; install it with pip")
    source = configuration.source(catalogue.APPS)
    file = config_xml.config_file(configuration.omerodir)
    if source not in ("default", str(file)):
        raise CommandError(f"Failed to enable '{name}': {source} sets {catalogue.APPS.name}")
    with config_xml.changed(file, os.environ) as profiles:
        before = profiles.current.get(catalogue.APPS.name, "[]")
        profiles.current[catalogue.APPS.name] = (
            with_element(before, json.dumps(name), only_once=True) or before
        )
    try:
        collect_static(prepare().configuration)
    except OmeroError as error:
        with config_xml.changed(file, os.environ) as profiles:
            profiles.current[catalogue.APPS.name] = before
        raise CommandError(f"Failed to enable '{name}': {error}") from None


def _has_urls(package: str) -> bool:
    spec = find_spec(package)
    folders = spec.submodule_search_locations if spec else None
    return any((Path(folder) / "urls.py").is_file() for folder in folders or [])
