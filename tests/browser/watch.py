"""Sees what goes wrong in a page without anyone looking."""

import re

from playwright.sync_api import ConsoleMessage, Page, Request, Response


class Watch:
    """Collects console errors, uncaught exceptions, failed requests and answers of errors."""

    def __init__(self) -> None:
        self.troubles: list[str] = []
        self._expected: list[re.Pattern[str]] = []

    def expect(self, pattern: str) -> None:
        """Trouble whose text matches is part of the test."""
        self._expected.append(re.compile(pattern))

    def over(self, page: Page) -> Page:
        page.on("console", self._console)
        page.on("pageerror", lambda error: self._note(f"uncaught: {error}"))
        page.on("requestfailed", self._request_failed)
        page.on("response", self._response)
        return page

    def _console(self, message: ConsoleMessage) -> None:
        # The browser's own line about an error status: the response itself is noted.
        if message.type in ("error", "warning") and "Failed to load resource" not in message.text:
            self._note(f"console {message.type}: {message.text}")

    def _request_failed(self, request: Request) -> None:
        # A page that is left, or a list that is not wanted any more, ends its own requests.
        if request.failure != "net::ERR_ABORTED":
            self._note(f"failed: {request.url}: {request.failure}")

    def _response(self, response: Response) -> None:
        if response.status >= 400:
            self._note(f"status {response.status}: {response.url}")

    def _note(self, text: str) -> None:
        if not any(pattern.search(text) for pattern in self._expected):
            self.troubles.append(text)
