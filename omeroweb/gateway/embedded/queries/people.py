"""Users and groups: implements People."""

from collections.abc import Sequence

from django.db.models import QuerySet
from django.db.models.functions import Lower

from omeroweb.gateway import base
from omeroweb.gateway.embedded import convert, models
from omeroweb.gateway.embedded.queries.scope import Scope, counted, cut, one


class EmbeddedPeople:
    """Nobody sees whom they have nothing to do with."""

    def __init__(self, scope: Scope) -> None:
        self._rights = scope.rights

    def experimenters(
        self, part: base.Slice, wanted: base.PeopleFilter
    ) -> base.Page[base.Experimenter]:
        rows = self._rights.known_experimenters()
        if wanted.group is not None:
            rows = rows.filter(groups__in=self._rights.known_groups().filter(id=wanted.group))
        if wanted.user_name is not None:
            rows = rows.filter(user_name=wanted.user_name)
        shown = cut(rows.order_by(Lower("last_name"), Lower("first_name"), "id"), part)
        return base.Page([convert.experimenter(row) for row in shown], rows.count())

    def experimenter(self, experimenter_id: int) -> base.Experimenter:
        return convert.experimenter(one(self._rights.known_experimenters(), experimenter_id))

    def groups(
        self, part: base.Slice, wanted: base.PeopleFilter
    ) -> base.Page[base.ExperimenterGroup]:
        rows = self._rights.known_groups()
        if wanted.experimenter is not None:
            known = self._rights.known_experimenters().filter(id=wanted.experimenter)
            rows = rows.filter(id__in=_memberships(known).values("group"))
        total = rows.count()
        rows = _counted(rows, is_wanted=wanted.with_child_count)
        shown = cut(rows.order_by(Lower("name"), "id"), part)
        return base.Page([convert.group(row) for row in shown], total)

    def group(self, group_id: int, *, with_child_count: bool = False) -> base.ExperimenterGroup:
        rows = self._rights.known_groups()
        return convert.group(one(_counted(rows, is_wanted=with_child_count), group_id))

    def members(self, group_id: int) -> Sequence[base.Member]:
        group = one(self._rights.known_groups(), group_id)
        rows = (
            _memberships(self._rights.known_experimenters())
            .filter(group=group)
            .select_related("experimenter")
            .order_by(
                "-is_owner",
                Lower("experimenter__last_name"),
                Lower("experimenter__first_name"),
                "experimenter",
            )
        )
        return [base.Member(convert.experimenter(row.experimenter), row.is_owner) for row in rows]


def _memberships(
    experimenters: QuerySet[models.Experimenter],
) -> QuerySet[models.GroupExperimenterMap]:
    return models.GroupExperimenterMap.objects.filter(experimenter__in=experimenters)


def _counted(
    rows: QuerySet[models.ExperimenterGroup], *, is_wanted: bool
) -> QuerySet[models.ExperimenterGroup]:
    return counted(rows, models.GroupExperimenterMap, "group", is_wanted=is_wanted)
