"""What still belongs to a user or a group."""

from typing import Any

from django.apps import apps
from django.db.models import Model

from omeroweb.gateway.embedded import models

KINDS = (models.Owned, models.AnnotationLink)


def owned_by(column: str, row: Model) -> str | None:
    """The first kind of object that a user (owner) or a group still has, and how many of them.

    None where there is nothing: the row can be deleted.
    """
    for model in apps.get_app_config("embedded").get_models():
        if issubclass(model, KINDS) and column in {field.name for field in model._meta.fields}:
            rows: Any = model._default_manager.filter(**{column: row})
            count = rows.count()
            if count:
                return f"{count} {model.__name__} objects"
    return None
