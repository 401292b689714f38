"""Unit tests run in this process, with Django's settings but without a server or a network."""

import os
import tempfile
from collections.abc import Iterator

import django
import pytest
from django.core.management import call_command
from django.db import connections

from omeroweb.config import catalogue

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
def database(state_directory: None) -> Iterator[None]:
    """A real database with the groups and the administrator of a fresh store."""
    # Models exist once Django is set up.
    from omeroweb.gateway.embedded import accounts
    from omeroweb.http.session import configuration

    configuration()[catalogue.STORE].mkdir(parents=True)
    call_command("migrate", interactive=False, verbosity=0)
    accounts.ensure_root({})
    yield
    connections.close_all()
