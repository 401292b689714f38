from django.apps import AppConfig
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created


class EmbeddedConfig(AppConfig):
    """The embedded store as a Django app."""

    name = "omeroweb.gateway.embedded"
    label = "embedded"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        connection_created.connect(_tune_sqlite)


def _tune_sqlite(connection: BaseDatabaseWrapper, **_: object) -> None:
    """Readers do not wait for the importer (WAL); a lost machine loses at most the last import."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA journal_mode=WAL")
            cursor.execute("PRAGMA synchronous=NORMAL")
