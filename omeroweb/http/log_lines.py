"""What log records say."""

import logging


def without_traceback(record: logging.LogRecord) -> bool:
    """Keep a record to its own words, for what anybody outside can cause."""
    record.exc_info = None
    return True
