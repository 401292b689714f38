"""The application in the process of the tests: importing this sets Django up."""

import os
import tempfile
from collections.abc import Iterator

import django
import pytest

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
