"""Making the store ready: its folders, database, administrator and public user."""

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import django
from django.core.management import call_command
from django.db import Error, connection, connections
from django.db.migrations.executor import MigrationExecutor

from omeroweb.cli import collected
from omeroweb.config import Configuration, catalogue, load
from omeroweb.config.checks import check_installed
from omeroweb.config.parsers.database_url import SQLITE
from omeroweb.config.secret_key import ensure_secret_key
from omeroweb.errors import CommandError, ConfigurationError
from omeroweb.gateway.embedded.transactions import alone, refuse_other_encoding
from omeroweb.http.blame import blamed

FILE_SESSIONS = "django.contrib.sessions.backends.file"
# The names of these files are what a thief would need.
SESSION_FOLDER_MODE = 0o770


def setup_django() -> None:
    """Load Django with our settings; raises ConfigurationError before anything is done."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "omeroweb.settings")
    configuration = load(os.environ)
    check_installed(configuration)
    try:
        django.setup()
    except Exception as error:  # whatever an app does, and whatever Django thinks of a setting
        raise ConfigurationError(blamed(error, configuration)) from None


@dataclass(frozen=True)
class Prepared:
    """root_password: only where it was made up now."""

    configuration: Configuration
    root_password: str | None


def prepare(before: Callable[[], None] = lambda: None, *, is_site: bool = True) -> Prepared:
    """Everything that the store needs before it is used; safe to do again.

    before: called when the state directory exists and nothing in it was touched yet. is_site:
    whether pages are to be served, so that what they are made of is looked at, too.
    """
    configuration = load(os.environ)
    make_folders(configuration)
    before()
    ensure_secret_key(configuration)
    setup_django()
    if is_site:
        _check_site(configuration)
    _make_tables()
    from omeroweb.gateway.embedded import accounts  # models can be imported now

    made_up = accounts.ensure_root()
    if configuration[catalogue.PUBLIC_ENABLED]:
        accounts.ensure_public(configuration[catalogue.PUBLIC_USER])
    connections.close_all()  # a process that forks must not share one
    return Prepared(configuration, made_up)


def _check_site(configuration: Configuration) -> None:
    from omeroweb.http.named import check_named  # Django is set up now

    for warning in check_named(configuration):
        print(f"omero: {warning}", file=sys.stderr)


def make_folders(configuration: Configuration) -> None:
    """The folders of the state directory. Raises CommandError where one cannot be written to."""
    _make_folder(configuration[catalogue.STORE])
    _make_folder(configuration[catalogue.PID_FILE].parent)
    if configuration[catalogue.SESSION_ENGINE] == FILE_SESSIONS:
        _make_folder(configuration.omerodir / "var" / "sessions", SESSION_FOLDER_MODE)


def collect_static(configuration: Configuration) -> None:
    """Fill omero.web.static_root; an image's, which is read-only, was filled when it was built."""
    root = configuration[catalogue.STATIC_ROOT]
    is_read_only = (root / collected.MANIFEST).exists() and not os.access(root, os.W_OK)
    setup_django()
    if is_read_only:
        _refuse_missing(root)
    else:
        collected.fill(root)


def _refuse_missing(root: Path) -> None:
    missing = collected.missing(root)
    if missing:
        raise CommandError(
            f"{root}: read-only, and without files of {catalogue.APPS.name} or "
            f"{catalogue.STATICFILE_FOLDERS.name}, such as {missing[0]}: collect them when the "
            f"image is built, or set {catalogue.STATIC_ROOT.name} to a folder to write to"
        )


def _make_tables() -> None:
    """The tables of the store and of all apps, and of caches that are kept in a database."""
    from django.conf import settings

    default = settings.DATABASES["default"]
    try:
        make_database()
        # Of several servers that start at once on a new database, one makes the tables.
        with alone("tables"):
            refuse_other_encoding()
            _migrate()
            call_command("createcachetable")
    except (Error, OSError) as error:
        source = settings.OMERO_CONFIGURATION.source(catalogue.DATABASES)
        raise CommandError(
            f"{catalogue.DATABASES.name} (from {source}): the database {default.get('NAME')} "
            f"cannot be used ({' '.join(str(error).split())}); expected one that this user may "
            "write to"
        ) from None


def _migrate() -> None:
    """Apply what is not applied yet. Apps may want to hear of every start, as Django tells them."""
    from django.conf import settings

    from omeroweb.gateway.embedded import derived_tables

    executor = MigrationExecutor(connection)
    if settings.OMERO_CONFIGURATION[catalogue.APPS] or executor.migration_plan(
        executor.loader.graph.leaf_nodes()
    ):
        call_command("migrate", interactive=False, verbosity=0)
        return
    # Every command comes here, and Django's would make the models of all migrations before it sees
    # that there is nothing to do.
    executor.check_replacements()
    derived_tables.after_migrations()


def make_database() -> None:
    """The file of a SQLite database, empty; a server has its databases. Raises OSError."""
    from django.conf import settings

    default = settings.DATABASES["default"]
    if default["ENGINE"] == SQLITE and not str(default["NAME"]).startswith("file:"):
        _make_file(Path(default["NAME"]))


def _make_file(file: Path) -> None:
    """SQLite makes files for their owner only; one made by us follows the umask, and so a container
    whose UID changes between two starts can go on writing through its group.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    file.touch()


def _make_folder(folder: Path, mode: int = 0o777) -> None:
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir(mode=mode, exist_ok=True)
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
