"""Projects, Datasets and Screens."""

from omeroweb.gateway import base
from omeroweb.gateway.embedded import models
from omeroweb.gateway.embedded.convert.people import details
from omeroweb.gateway.embedded.permissions import Rights


def project(row: models.Project, rights: Rights) -> base.Project:
    return base.Project(row.id, row.name, row.description, details(row, rights), _count(row))


def dataset(row: models.Dataset, rights: Rights) -> base.Dataset:
    return base.Dataset(row.id, row.name, row.description, details(row, rights), _count(row))


def screen(row: models.Screen, rights: Rights) -> base.Screen:
    return base.Screen(
        row.id,
        row.name,
        row.description,
        details(row, rights),
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
