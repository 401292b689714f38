"""Annotations of all kinds in one table, as OMERO has them: they share their ids."""

from django.db import models

from omeroweb.gateway.base import AnnotationKind
from omeroweb.gateway.embedded.models.fields import NAME_LENGTH, Owned
from omeroweb.gateway.embedded.models.files import Fileset, OriginalFile


class Annotation(Owned):
    """Which value counts follows from the kind: an OMERO class name.

    text_value: of tags, comments, terms and XML. The values of maps are MapValues. source: the
    fileset whose files say it; None for what somebody made.
    """

    kind = models.CharField(
        max_length=32, choices=[(kind.value, kind.value) for kind in AnnotationKind]
    )
    namespace = models.CharField(max_length=NAME_LENGTH, blank=True)
    description = models.TextField(blank=True)
    text_value = models.TextField(blank=True)
    long_value = models.BigIntegerField(null=True)
    double_value = models.FloatField(null=True)
    bool_value = models.BooleanField(null=True)
    time_value = models.DateTimeField(null=True)
    file = models.ForeignKey(
        OriginalFile, models.PROTECT, null=True, related_name="file_annotations"
    )
    source = models.ForeignKey(Fileset, models.SET_NULL, null=True, related_name="said")

    class Meta:
        indexes = [models.Index(fields=["kind", "id"], name="annotation_by_kind")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class MapValue(models.Model):
    """One pair of a MapAnnotation; index: its place, from 0."""

    annotation = models.ForeignKey(
        Annotation, models.CASCADE, db_index=False, related_name="map_values"
    )
    index = models.IntegerField()
    name = models.CharField(max_length=NAME_LENGTH)
    value = models.TextField(blank=True)

    class Meta:
        ordering = ["index"]
        constraints = [
            models.UniqueConstraint(fields=["annotation", "index"], name="one_map_value")
        ]

    def __str__(self) -> str:
        return f"{self.name}={self.value}"
