from django.apps import AppConfig
from django.core.checks import CheckMessage, Warning, register


class ExampleConfig(AppConfig):
    """Its URLs are below the label, not below the name of the package."""

    name = "omero_example"
    label = "example"
    default_auto_field = "django.db.models.BigAutoField"


@register()
def check_example(**_: object) -> list[CheckMessage]:
    return [Warning("the example has something to say", id="omero_example.W001")]
