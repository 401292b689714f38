"""The databases of the site: what omero.web.databases says, completed with what the store needs."""

from copy import deepcopy
from typing import Any

from omeroweb.config import catalogue
from omeroweb.config.catalogue.gunicorn import ASYNCHRONOUS
from omeroweb.config.configuration import Configuration
from omeroweb.config.parsers.database_url import POSTGRESQL, SQLITE

# A writer waits for another one instead of failing; transactions take the lock at once, because one
# that reads first and then writes would be refused when another one has written meanwhile.
# Readers do not wait for a writer (WAL); a lost machine loses at most the last transactions.
SQLITE_OPTIONS = {
    "timeout": 30,
    "transaction_mode": "IMMEDIATE",
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL",
}
# A server that does not answer is an error after these seconds and not after minutes.
POSTGRESQL_OPTIONS = {"connect_timeout": 10, "application_name": "omeroweb"}


def databases(of: Configuration) -> dict[str, dict[str, Any]]:
    """Django's DATABASES; "default" is the store. What the administrator says stays."""
    store: dict[str, Any] = {"ENGINE": SQLITE, "NAME": str(of[catalogue.STORE] / "omero.db")}
    found: dict[str, dict[str, Any]] = {"default": store, **deepcopy(of[catalogue.DATABASES])}
    _complete(found["default"], is_asynchronous=of[catalogue.WORKER_CLASS] == ASYNCHRONOUS)
    return found


def _complete(default: dict[str, Any], *, is_asynchronous: bool) -> None:
    # A thread keeps its connection. An asynchronous worker has one for every client that is
    # connected, which would be more than a database takes.
    default.setdefault("CONN_MAX_AGE", 0 if is_asynchronous else None)
    options: dict[str, Any] = {}
    if default["ENGINE"] == SQLITE:
        options = SQLITE_OPTIONS
    elif default["ENGINE"] == POSTGRESQL:
        options = POSTGRESQL_OPTIONS
        # The database may have been started anew since the last request.
        default.setdefault("CONN_HEALTH_CHECKS", True)
    default["OPTIONS"] = options | default.get("OPTIONS", {})
