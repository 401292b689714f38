"""What lies in what."""

from typing import Any

from omeroweb.gateway.base import Kind
from omeroweb.gateway.embedded import models

# The table of such links, its columns for the parent and for the child.
NESTED: dict[tuple[Kind, Kind], tuple[type[Any], str, str]] = {
    (Kind.PROJECT, Kind.DATASET): (models.Dataset.projects.through, "project", "dataset"),
    (Kind.DATASET, Kind.IMAGE): (models.Image.datasets.through, "dataset", "image"),
    (Kind.SCREEN, Kind.PLATE): (models.Plate.screens.through, "screen", "plate"),
}
