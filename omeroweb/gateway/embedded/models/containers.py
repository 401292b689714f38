"""Projects and Datasets."""

from django.db import models

from omeroweb.gateway.embedded.models.fields import Named


class Project(Named):
    class Meta(Named.Meta):
        pass


class Dataset(Named):
    projects = models.ManyToManyField(Project, related_name="datasets")

    class Meta(Named.Meta):
        pass
