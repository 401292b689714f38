"""Groups with the four kinds of permissions, and people in them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password

from omeroweb.gateway.embedded import models
from tests.bench.populate.plan import Plan

KINDS = (models.READ_ONLY, models.READ_ANNOTATE, models.READ_WRITE, models.PRIVATE)


@dataclass(frozen=True)
class Owners:
    """Who owns what, as the columns of a row."""

    plan: Plan
    group_ids: Sequence[int]
    person_ids: Sequence[int]

    def of(self, container: int) -> dict[str, object]:
        return {
            "group_id": self.group_ids[self.plan.group(container)],
            "owner_id": self.person_ids[self.plan.owner(container)],
        }


def write(plan: Plan, password: str) -> tuple[list[int], list[int]]:
    """Groups lab0, lab1, ... and people person0, person1, ...; everybody is in one group, every
    tenth in two. Returns their ids."""
    hashed = make_password(password)  # slow by design: once is enough
    groups = [
        models.ExperimenterGroup.objects.create(
            name=f"lab{number}", permissions=KINDS[number % len(KINDS)]
        )
        for number in range(plan.groups)
    ]
    people = models.Experimenter.objects.bulk_create(
        models.Experimenter(
            user_name=f"person{number}",
            first_name="Person",
            last_name=str(number),
            password=hashed,
        )
        for number in range(plan.people)
    )
    memberships = []
    for number, person in enumerate(people):
        numbers = [number % plan.groups]
        if number % 10 == 0:
            numbers.append((number + 1) % plan.groups)
        memberships += [
            models.GroupExperimenterMap(
                group=groups[one], experimenter=person, is_owner=number == one
            )
            for one in numbers
        ]
    models.GroupExperimenterMap.objects.bulk_create(memberships)
    return [group.id for group in groups], [person.id for person in people]
