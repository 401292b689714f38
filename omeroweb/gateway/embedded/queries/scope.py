"""The rows that one caller may see, narrowed, paged and picked: shared by all subjects."""

from array import array
from collections.abc import Callable, Sequence
from typing import TypeVar, cast

from django.db.models import Count, Model, OuterRef, QuerySet, Subquery

from omeroweb.errors import NotFound
from omeroweb.gateway import base
from omeroweb.gateway.embedded import models
from omeroweb.gateway.embedded.memory import Memory
from omeroweb.gateway.embedded.permissions import Rights
from omeroweb.gateway.embedded.queries import paging

M = TypeVar("M", bound=Model)
N = TypeVar("N", bound=models.Named)
P = TypeVar("P", bound=models.Owned)
R = TypeVar("R")


class Scope:
    """Queries of one caller. orders: where the order of long lists is remembered."""

    def __init__(self, rights: Rights, orders: Memory | None = None) -> None:
        self.rights = rights
        self._orders = orders

    def visible(self, rows: QuerySet[P]) -> QuerySet[P]:
        """The rows that the caller may see, with owner and group."""
        return self.rights.visible(rows).select_related("owner", "group")

    def listed(self, rows: QuerySet[P]) -> QuerySet[P]:
        """The same for many rows, which have few owners and groups between them."""
        return self.rights.visible(rows).prefetch_related("owner", "group")

    def narrowed(self, rows: QuerySet[P], wanted: base.Filter) -> QuerySet[P]:
        """The visible rows of the wanted owner and group, and with the wanted annotation."""
        rows = self.visible(rows)
        if wanted.owner is not None:
            rows = rows.filter(owner=wanted.owner)
        if wanted.group is not None:
            rows = rows.filter(group=wanted.group)
        if wanted.annotation is not None:
            links = models.links_on(base.Kind(rows.model.__name__))
            rows = rows.filter(id__in=links.filter(child=wanted.annotation).values("parent"))
        return rows

    def page(
        self,
        rows: QuerySet[N],
        part: base.Slice,
        to_dataclass: Callable[[N, Rights], R],
        shown: QuerySet[N] | None = None,
    ) -> base.Page[R]:
        """One page in the order of names.

        rows: what is in the list. shown: the visible rows with all that a page shows of them;
        it is only asked for those on the page.
        """
        if shown is None:
            shown = self.listed(rows.model._default_manager.all())
        return self.page_of(rows, part, self.picked(shown, to_dataclass))

    def page_of(
        self,
        rows: QuerySet[N],
        part: base.Slice,
        pick: Callable[[Sequence[int]], dict[int, R]],
        *,
        remembered_from: int | None = None,
    ) -> base.Page[R]:
        """The same. pick: what is shown of the visible rows with these ids.

        remembered_from: no index has the order of this list, so the whole of it is found for a
        page; with so many rows and more it is remembered for the next ones.
        """
        total, ids = self._part(rows, part, remembered_from)
        found = pick(ids)
        return base.Page([found[one] for one in ids if one in found], total)

    def _part(
        self, rows: QuerySet[N], part: base.Slice, remembered_from: int | None
    ) -> tuple[int, list[int]]:
        """How many there are, and the ids of one part."""
        order = self._order(rows, remembered_from)
        if order is not None:
            return len(order), list(order[part.offset : part.offset + max(0, part.limit)])
        total = paging.total(rows)
        return total, paging.ids_of(rows, part, total)

    def _order(self, rows: QuerySet[N], remembered_from: int | None) -> "array[int] | None":
        """All ids in order, where that is remembered."""
        if self._orders is None or remembered_from is None:
            return None
        if remembered_from and paging.total(rows) < remembered_from:
            return None
        return self._orders.recall(paging.key_of(rows), lambda: paging.whole(rows))

    def picked(
        self, shown: QuerySet[M], to_dataclass: Callable[[M, Rights], R]
    ) -> Callable[[Sequence[int]], dict[int, R]]:
        """What makes dataclasses of the rows with some ids."""

        def pick(ids: Sequence[int]) -> dict[int, R]:
            return {row.pk: to_dataclass(row, self.rights) for row in shown.filter(pk__in=ids)}

        return pick


def one(rows: QuerySet[M], wanted_id: int) -> M:
    """The row with an id. Raises NotFound."""
    row = rows.filter(pk=wanted_id).first()
    if row is None:
        raise NotFound(f"{rows.model.__name__} {wanted_id} not found")
    return row


def cut(rows: QuerySet[M], part: base.Slice) -> QuerySet[M]:
    return rows[part.offset : part.offset + part.limit]


def counted(rows: QuerySet[M], children: str, *, is_wanted: bool) -> QuerySet[M]:
    """The same rows with the number of their children, where it is asked for.

    A subquery for each row that is shown: a join would count the children of all others, too.
    """
    if not is_wanted:
        return rows
    own = rows.model._default_manager.filter(pk=OuterRef("pk")).order_by()
    count = own.values("pk").annotate(count=Count(children)).values("count")
    return cast("QuerySet[M]", rows.annotate(child_count=Subquery(count)))
