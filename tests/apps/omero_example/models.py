from typing import ClassVar

from django.db import models


class Visit(models.Model):
    """One visit of the app's page."""

    objects: ClassVar["models.Manager[Visit]"] = models.Manager()

    class Meta:
        app_label = "example"

    def __str__(self) -> str:
        return str(self.pk)
