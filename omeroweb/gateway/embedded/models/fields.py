"""Columns that many models have."""

from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from omeroweb.gateway.embedded.models.people import Experimenter, ExperimenterGroup

NAME_LENGTH = 255


class Owned(models.Model):
    """What every object with an owner has."""

    owner = models.ForeignKey(Experimenter, models.PROTECT, related_name="+")
    group = models.ForeignKey(ExperimenterGroup, models.PROTECT, related_name="+")
    created = models.DateTimeField(default=timezone.now)
    updated = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True


class Named(Owned):
    """An object that lists show, ordered by lower-case name, then id."""

    name = models.CharField(max_length=NAME_LENGTH)
    description = models.TextField(blank=True)

    class Meta:
        abstract = True
        # With all that narrows a list: a page is found here, without a look at the rows.
        indexes = [
            models.Index(Lower("name"), "id", "name", "group", "owner", name="%(class)s_in_order")
        ]

    def __str__(self) -> str:
        return self.name


def word() -> "models.CharField[str, str]":
    """A short text that a file may say; empty where it does not."""
    return models.CharField(max_length=NAME_LENGTH, blank=True, default="")


def unit() -> "models.CharField[str, str]":
    """The OME name of the unit of the number in the column before, e.g. MICROMETER."""
    return models.CharField(max_length=32, blank=True, default="")


def number() -> "models.FloatField[float | None, float | None]":
    """A number that a file may say."""
    return models.FloatField(null=True)
