"""Projects, Datasets and Screens, from models or from rows with columns of the same names."""

from omeroweb.gateway import base
from omeroweb.gateway.embedded import models


def project(row: models.Project, details: base.Details) -> base.Project:
    return base.Project(row.id, row.name, row.description, details, _count(row))


def dataset(row: models.Dataset, details: base.Details) -> base.Dataset:
    return base.Dataset(row.id, row.name, row.description, details, _count(row))


def screen(row: models.Screen, details: base.Details) -> base.Screen:
    return base.Screen(
        row.id,
        row.name,
        row.description,
        details,
        _count(row),
        base.ScreenProtocol(
            row.type,
            row.protocol_identifier,
            row.protocol_description,
            row.reagent_set_identifier,
            row.reagent_set_description,
        ),
    )


def _count(row: models.Named) -> int | None:
    """The number of children, where the query counted them."""
    return getattr(row, "child_count", None)
