from django.apps import AppConfig
from django.conf import settings
from django.db.models.signals import post_migrate, pre_migrate

from omeroweb import pixels
from omeroweb.gateway.embedded.reading_options import options_of


class EmbeddedConfig(AppConfig):
    """The embedded store as a Django app."""

    name = "omeroweb.gateway.embedded"
    label = "embedded"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Models can be imported now.
        from omeroweb.gateway.embedded import derived_tables  # noqa: PLC0415

        pre_migrate.connect(derived_tables.before_migrations, sender=self)
        post_migrate.connect(derived_tables.after_migrations, sender=self)
        # What is configured of reading files holds for this process from here on.
        pixels.configure(options_of(settings.OMERO_CONFIGURATION))
