"""The store in this process, on a database of every kind that no other tests use."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connections, transaction

from omeroweb.config import catalogue, load
from omeroweb.config.databases import databases
from tests.in_process import state_directory

__all__ = ["state_directory"]


@pytest.fixture(scope="session")
def database(
    state_directory: None,
    new_database: Callable[[], dict[str, str]],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[None]:
    """A real database with the groups and the administrator of a fresh store, of every kind."""
    # Models exist once Django is set up.
    from omeroweb.gateway.embedded import accounts

    folder = tmp_path_factory.mktemp("store")
    configuration = load({**os.environ, "OMERODIR": str(folder), **new_database()})
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
