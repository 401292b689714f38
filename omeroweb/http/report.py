"""What a mail about an error says: where it happened, and nothing that was entrusted to us."""

import traceback
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.views.debug import ExceptionReporter, SafeExceptionReporterFilter

from omeroweb import __version__

SECRET = SafeExceptionReporterFilter.hidden_settings
HIDDEN = "********"


class ErrorReport(ExceptionReporter):
    """Request line and traceback; no form, no cookie, no header, no setting, no local variable."""

    def get_traceback_text(self) -> SafeString:
        found = traceback.format_exception(self.exc_type, self.exc_value, self.tb)
        lines = [_request_line(self.request), f"omeroweb {__version__}", "", *found]
        return SafeString("\n".join(lines))  # a mail of plain text


def _request_line(request: HttpRequest | None) -> str:
    if request is None:
        return "outside of a request"
    query = [
        (name, HIDDEN if SECRET.search(name) or "session" in name.lower() else value)
        for name, values in request.GET.lists()
        for value in values
    ]
    return f"{request.method} {request.path}{'?' + urlencode(query) if query else ''}"
