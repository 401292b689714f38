from django.apps import AppConfig


class EmbeddedConfig(AppConfig):
    """The embedded store as a Django app."""

    name = "omeroweb.gateway.embedded"
    label = "embedded"
    default_auto_field = "django.db.models.BigAutoField"
