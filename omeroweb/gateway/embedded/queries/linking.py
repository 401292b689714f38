"""Putting annotations on objects, and objects into one another: all within one group."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Model

from omeroweb.errors import BadRequest
from omeroweb.gateway import base
from omeroweb.gateway.embedded import models
from omeroweb.gateway.embedded.permissions import owned_by
from omeroweb.gateway.embedded.queries.scope import Scope


def group_of(targets: Sequence[Model]) -> models.ExperimenterGroup | None:
    """The group that all targets are in; None where none is in any. Raises BadRequest."""
    owned = [found for target in targets if (found := owned_by(target)) is not None]
    if not owned:
        return None
    check_group(owned[0].group, targets)
    return owned[0].group


def check_group(group: models.ExperimenterGroup, targets: Sequence[Model]) -> None:
    """Raises BadRequest where a target is in another group; users and groups are in none."""
    for target in targets:
        owned = owned_by(target)
        if owned is not None and owned.group_id != group.id:
            raise BadRequest(
                f"{type(target).__name__} {target.pk} is in group {owned.group.name}: "
                f"expected one of group {group.name}, as the rest"
            )


def annotate(scope: Scope, row: models.Annotation, targets: Mapping[base.Ref, Model]) -> None:
    """Links of the caller from an annotation to objects; those there are stay."""
    for kind in dict.fromkeys(target.kind for target in targets):
        link: Any = models.LINKS[kind]
        link.objects.bulk_create(
            [
                link(owner=scope.rights.experimenter, child=row, parent=found)
                for target, found in targets.items()
                if target.kind == kind
            ],
            ignore_conflicts=True,
        )
