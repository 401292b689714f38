"""Making the store ready: its folders, database, administrator and public user."""

import os
from collections.abc import Callable
from dataclasses import dataclass

import django
from django.core.management import call_command
from django.db import connections

from omeroweb.config import Configuration, catalogue, load
from omeroweb.config.secret_key import ensure_secret_key
from omeroweb.errors import CommandError


def setup_django() -> None:
    """Load Django with our settings; raises ConfigurationError before anything is done."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "omeroweb.settings")
    load(os.environ)
    django.setup()


DATABASE = "omero.db"


@dataclass(frozen=True)
class Prepared:
    """root_password: only where it was made up now."""

    configuration: Configuration
    root_password: str | None


def prepare(before: Callable[[], None] = lambda: None) -> Prepared:
    """Everything that the store needs before it is used; safe to do again.

    before: called when the state directory exists and nothing in it was touched yet.
    """
    configuration = load(os.environ)
    _make_folders(configuration)
    before()
    ensure_secret_key(configuration)
    setup_django()
    # SQLite makes files for their owner only; one made by us follows the umask, and so a container
    # whose UID changes between two starts can go on writing through its group.
    (configuration[catalogue.STORE] / DATABASE).touch()
    call_command("migrate", interactive=False, verbosity=0)
    from omeroweb.gateway.embedded import accounts  # models can be imported now

    made_up = accounts.ensure_root()
    if configuration[catalogue.PUBLIC_ENABLED]:
        accounts.ensure_public(configuration[catalogue.PUBLIC_USER])
    connections.close_all()  # a process that forks must not share one
    return Prepared(configuration, made_up)


def collect_static(configuration: Configuration) -> None:
    """Fill omero.web.static_root; an image's, which is read-only, was filled when it was built."""
    root = configuration[catalogue.STATIC_ROOT]
    if (root / "staticfiles.json").exists() and not os.access(root, os.W_OK):
        return
    setup_django()
    call_command("collectstatic", interactive=False, verbosity=0)


def _make_folders(configuration: Configuration) -> None:
    for folder in (configuration[catalogue.STORE], configuration[catalogue.PID_FILE].parent):
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise CommandError(
                f"{folder}: {error.strerror}; expected a folder to write to, "
                "name another one with OMERODIR=/path"
            ) from None
        if not os.access(folder, os.W_OK | os.X_OK):
            raise CommandError(
                f"{folder}: not writable by user {os.getuid()}; change its owner, "
                "or name another folder with OMERODIR=/path"
            )
