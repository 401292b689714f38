"""Every method of the gateway, as five people in four kinds of groups: who gets what."""

import pytest
from django.db import transaction

from omeroweb.errors import Forbidden, NotFound
from omeroweb.gateway.embedded import models
from tests.integration.store.permission_cases import CASES, MAY, Call, Needs, Owned, fill
from tests.integration.store.world import ROLES, World, make

DONE, REFUSED, HIDDEN = "done", "refused", "hidden"


@pytest.mark.parametrize("permissions", MAY)
def test_everybody_gets_what_the_kind_of_group_permits(undone: None, permissions: str) -> None:
    world = make(permissions)
    owned = fill(world)
    wrong = {
        f"{name} as {role}": (got, expected)
        for role in ROLES
        for name, (needs, call) in CASES.items()
        if (got := outcome(world, role, call, owned))
        != (expected := permitted(permissions, role, needs))
    }
    assert wrong == {}, f"(got, expected) in a group {models.PERMISSIONS[permissions]}"


def permitted(permissions: str, role: str, needs: Needs) -> str:
    may = MAY[permissions]
    if needs is Needs.NOTHING:
        return DONE
    if needs is Needs.MEMBERSHIP:
        return HIDDEN if role == "outsider" else DONE
    if needs is Needs.ANNOTATE_OR_SKIP:
        return DONE if role in may[Needs.ANNOTATE] else HIDDEN
    if role in may[needs]:
        return DONE
    return REFUSED if role in may[Needs.SIGHT] else HIDDEN


def outcome(world: World, role: str, call: Call, owned: Owned) -> str:
    """What happens; whatever the call changed is undone."""
    with transaction.atomic():
        try:
            got = call(world.as_(role), owned)
        except NotFound:
            return HIDDEN
        except Forbidden:
            return REFUSED
        finally:
            transaction.set_rollback(True)
    return DONE if got or got is None else HIDDEN
