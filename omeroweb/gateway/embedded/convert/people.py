"""Users, groups, and who owns what."""

from omeroweb.gateway import base
from omeroweb.gateway.embedded import models
from omeroweb.gateway.embedded.permissions import Rights


def experimenter(row: models.Experimenter) -> base.Experimenter:
    return base.Experimenter(
        row.id,
        row.user_name,
        row.first_name,
        row.middle_name,
        row.last_name,
        row.email,
        row.institution,
    )


def group(row: models.ExperimenterGroup) -> base.ExperimenterGroup:
    """With the number of members, where the query counted them."""
    count = getattr(row, "child_count", None)
    return base.ExperimenterGroup(row.id, row.name, row.description, row.permissions, count)


def details(row: models.Owned, rights: Rights) -> base.Details:
    return base.Details(
        experimenter(row.owner),
        group(row.group),
        rights.permissions(row),
        row.created,
        row.updated,
    )
