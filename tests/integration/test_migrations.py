"""The store's tables, forward and backward, with rows in them."""

import json
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.integration.migrating import CHANNELS, IMPORTED, MAGNIFICATIONS
from tests.server import environment, finished, omero
from tests.store import rows


def python(omerodir: Path, *arguments: str) -> str:
    (omerodir / "store").mkdir(parents=True, exist_ok=True)
    variables = environment(omerodir, DJANGO_SETTINGS_MODULE="omeroweb.settings")
    done = finished([sys.executable, *arguments], variables)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_what_was_imported_is_kept_forward_and_backward(unmade_store: Path) -> None:
    lines = python(unmade_store, "-m", "tests.integration.migrating").splitlines()
    model, first = map(json.loads, lines)
    for stop in (model, first):
        assert stop["magnifications"] == list(MAGNIFICATIONS)
        assert stop["channels"] == [list(channel) for channel in CHANNELS] * len(MAGNIFICATIONS)
    assert set(model["created"]) == {str(IMPORTED)}
    settings = model["objective_settings"]
    assert settings[0] == settings[2] != settings[1]
    assert settings[3] is None


def test_no_change_of_the_models_lacks_a_migration(omerodir: Path) -> None:
    python(omerodir, "-m", "django", "makemigrations", "--check", "--dry-run", "embedded")


def test_any_command_brings_an_older_store_up_to_date(ready_omerodir: Path) -> None:
    python(ready_omerodir, "-m", "django", "migrate", "embedded", "0009_order")
    newest = python(ready_omerodir, "-m", "django", "showmigrations", "embedded").splitlines()[-1]
    assert newest.startswith(" [ ] ")
    assert omero("user", "list", omerodir=ready_omerodir).returncode == 0
    name = newest.removeprefix(" [ ] ")
    assert (name,) in rows(ready_omerodir, "SELECT name FROM django_migrations")


@pytest.mark.parametrize("table", ["embedded_search_version", "embedded_order_version"])
def test_any_command_makes_what_another_release_has_derived_anew(
    ready_omerodir: Path, table: str
) -> None:
    version = f"SELECT version FROM {table}"  # noqa: S608 - a name of ours
    ours = rows(ready_omerodir, version)
    with closing(sqlite3.connect(ready_omerodir / "store" / "omero.db")) as database, database:
        database.execute(f"UPDATE {table} SET version = 'theirs'")  # noqa: S608
    assert omero("user", "list", omerodir=ready_omerodir).returncode == 0
    assert rows(ready_omerodir, version) == ours
