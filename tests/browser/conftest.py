"""A real Chromium in front of a real server."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, Error, Page, Playwright, ViewportSize, sync_playwright

from tests.browser.watch import Watch
from tests.server import RunningServer

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
MISSING = "no Chromium on the PATH: install it, e.g. apt-get install chromium"

# Without the last three the browser looks for its maker's hosts at every start.
FLAGS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

# Ends a test that waits for something that never comes, in milliseconds; nothing is measured.
PATIENCE = 60_000

LAPTOP: ViewportSize = {"width": 1366, "height": 768}
PHONE: ViewportSize = {"width": 390, "height": 844}


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of the browser; without one, tests fail under CI and are skipped elsewhere."""
    for name in NAMES:
        found = shutil.which(name)
        if found:
            return found
    if os.environ.get("CI"):
        pytest.fail(MISSING)
    pytest.skip(MISSING)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(chromium: str, playwright: Playwright) -> Iterator[Browser]:
    try:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
    except Error as error:
        pytest.fail(f"{chromium} does not start: {error}")
    yield browser
    browser.close()


@pytest.fixture
def watch() -> Iterator[Watch]:
    """What goes wrong in the pages of a test; the test fails if anything unexpected did."""
    watch = Watch()
    yield watch
    assert not watch.troubles, "\n".join(watch.troubles)


@contextmanager
def new_page(
    browser: Browser, server: RunningServer, watch: Watch, **options: Any
) -> Iterator[Page]:
    """A page of its own context, as large as a laptop's if nothing else is said.

    options: of Browser.new_context; paths lead to the server.
    """
    context = browser.new_context(**{"viewport": LAPTOP, "base_url": server.url, **options})
    context.set_default_timeout(PATIENCE)
    yield watch.over(context.new_page())
    context.close()


@pytest.fixture
def page(browser: Browser, demo_server: RunningServer, watch: Watch) -> Iterator[Page]:
    """A page on a laptop that asks for dark colours; paths lead to the sample images."""
    with new_page(browser, demo_server, watch, color_scheme="dark", locale="en-GB") as page:
        yield page


@pytest.fixture
def phone(browser: Browser, demo_server: RunningServer, watch: Watch) -> Iterator[Page]:
    touch = {"has_touch": True, "is_mobile": True}
    with new_page(browser, demo_server, watch, viewport=PHONE, **touch) as page:
        yield page
