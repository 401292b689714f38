"""Unit tests run in this process, with Django's settings but without a server or a network."""

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import django
import pytest
from django.core.management import call_command
from django.db import connections, transaction

from omeroweb.config import catalogue, load
from omeroweb.config.databases import databases

# Models can be imported once Django is set up, which is before tests are collected.
STATE = tempfile.TemporaryDirectory(prefix="omeroweb-unit-")
os.environ["OMERODIR"] = STATE.name
os.environ["DJANGO_SETTINGS_MODULE"] = "omeroweb.settings"
# Playwright keeps an event loop running in this thread from the first browser test on, which Django
# would take for a view that blocks it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
django.setup()


@pytest.fixture(scope="session", autouse=True)
def state_directory() -> Iterator[None]:
    """The state directory goes when the tests are done."""
    yield
    STATE.cleanup()


@pytest.fixture(scope="session")
def database(state_directory: None, new_database: Callable[[], dict[str, str]]) -> Iterator[None]:
    """A real database with the groups and the administrator of a fresh store, of every kind."""
    # Models exist once Django is set up.
    from omeroweb.gateway.embedded import accounts

    configuration = load({**os.environ, **new_database()})
    configuration[catalogue.STORE].mkdir(parents=True, exist_ok=True)
    with _as_default(databases(configuration)):
        call_command("migrate", interactive=False, verbosity=0)
        accounts.ensure_root({})
        yield


@pytest.fixture
def undone(database: None) -> Iterator[None]:
    """Whatever a test does in the database is undone when it ends."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def _as_default(chosen: dict[str, dict[str, Any]]) -> Iterator[None]:
    """Make a database the store of this process for a while."""
    before = connections.settings["default"]
    _replace_default(connections.configure_settings(chosen)["default"])
    yield
    _replace_default(before)


def _replace_default(settings: dict[str, Any]) -> None:
    connections["default"].close()
    del connections["default"]
    connections.settings["default"] = settings
