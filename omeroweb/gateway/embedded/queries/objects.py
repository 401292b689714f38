"""Objects of any kind by id, and what may be done with them."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Model, QuerySet

from omeroweb.errors import NotFound
from omeroweb.gateway import base
from omeroweb.gateway.embedded import models
from omeroweb.gateway.embedded.permissions import OWNED_THROUGH, Right
from omeroweb.gateway.embedded.queries.scope import Scope

MODELS: dict[base.Kind, type[Model]] = {kind: getattr(models, kind.value) for kind in base.Kind}
PEOPLE = (base.Kind.EXPERIMENTER, base.Kind.EXPERIMENTER_GROUP)


def find(scope: Scope, kind: base.Kind, ids: Sequence[int]) -> list[Model]:
    """The visible objects with these ids, in that order. Raises NotFound for the first missing."""
    rows = {row.pk: row for row in find_visible(scope, kind, ids)}
    missing = [wanted for wanted in ids if wanted not in rows]
    if missing:
        raise NotFound(f"{kind} {missing[0]} not found")
    return [rows[wanted] for wanted in dict.fromkeys(ids)]


def find_all(scope: Scope, targets: Sequence[base.Ref]) -> dict[base.Ref, Model]:
    """The same for objects of several kinds, a query for each kind."""
    found: dict[base.Ref, Model] = {}
    for kind in dict.fromkeys(target.kind for target in targets):
        ids = [target.id for target in targets if target.kind == kind]
        found.update((base.Ref(kind, row.pk), row) for row in find(scope, kind, ids))
    return found


def require(scope: Scope, right: Right, targets: Sequence[base.Ref]) -> dict[base.Ref, Model]:
    """The objects, where the caller has the right to all. Raises NotFound, Forbidden."""
    found = find_all(scope, targets)
    scope.rights.require(right, list(found.values()))
    return found


def find_visible(scope: Scope, kind: base.Kind, ids: Sequence[int]) -> QuerySet[Any]:
    """Those of the objects that the caller may see, with owner and group."""
    found = visible(scope, kind, ids)
    return found if kind in PEOPLE else _with_owner(found)


def visible(scope: Scope, kind: base.Kind, ids: Sequence[int]) -> QuerySet[Any]:
    """Those of the objects that the caller may see."""
    match kind:
        case base.Kind.EXPERIMENTER:
            return scope.rights.known_experimenters().filter(pk__in=ids)
        case base.Kind.EXPERIMENTER_GROUP:
            return scope.rights.known_groups().filter(pk__in=ids)
    return scope.rights.visible(MODELS[kind]._default_manager.filter(pk__in=ids))


def _with_owner(rows: QuerySet[Any]) -> QuerySet[Any]:
    through = OWNED_THROUGH.get(rows.model)
    path = f"{through}__" if through else ""
    return rows.select_related(f"{path}owner", f"{path}group")
