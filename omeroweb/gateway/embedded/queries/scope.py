"""The rows that one caller may see, narrowed, paged and picked: shared by all subjects."""

from collections.abc import Callable, Sequence
from typing import TypeVar, cast

from django.db.models import Count, Exists, Model, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from omeroweb.errors import NotFound
from omeroweb.gateway import base
from omeroweb.gateway.embedded import models
from omeroweb.gateway.embedded.permissions import Rights
from omeroweb.gateway.embedded.queries import columns, paging

M = TypeVar("M", bound=Model)
N = TypeVar("N", bound=models.Named)
P = TypeVar("P", bound=models.Owned)
R = TypeVar("R")


class Scope:
    """Queries of one caller."""

    def __init__(self, rights: Rights) -> None:
        self.rights = rights

    def visible(self, rows: QuerySet[P]) -> QuerySet[P]:
        """The rows that the caller may see, with owner and group."""
        return self.rights.visible(rows).select_related("owner", "group")

    def narrowed(self, rows: QuerySet[P], wanted: base.Filter) -> QuerySet[P]:
        """The visible rows of the wanted owner and group, and with the wanted annotation."""
        rows = self.owned(rows, wanted).select_related("owner", "group")
        if wanted.annotation is not None:
            links = models.links_on(base.Kind(rows.model.__name__))
            rows = rows.filter(id__in=links.filter(child=wanted.annotation).values("parent"))
        return rows

    def owned(
        self, rows: QuerySet[M], wanted: base.Filter, *, group: str = "group", owner: str = "owner"
    ) -> QuerySet[M]:
        """The visible rows of the wanted owner and group, which the rows may call otherwise."""
        rows = self.rights.visible(rows, group=group, owner=owner)
        if wanted.owner is not None:
            rows = rows.filter(**{owner: wanted.owner})
        return rows if wanted.group is None else rows.filter(**{group: wanted.group})

    def page(
        self,
        rows: QuerySet[N],
        part: base.Slice,
        to_dataclass: Callable[[N, base.Details], R],
        shown: QuerySet[N] | None = None,
    ) -> base.Page[R]:
        """One page in the order of names.

        rows: what is in the list. shown: the visible rows with all that a page shows of them;
        it is only asked for those on the page.
        """
        if shown is None:
            shown = self.rights.visible(rows.model._default_manager.all())
        total = rows.count()
        return shown_of(total, paging.ids_of(rows, part, total), self.picked(shown, to_dataclass))

    def picked(
        self, shown: QuerySet[M], to_dataclass: Callable[[M, base.Details], R]
    ) -> Callable[[Sequence[int]], dict[int, R]]:
        """What makes dataclasses of the rows with some ids."""

        def pick(ids: Sequence[int]) -> dict[int, R]:
            return columns.read(shown.filter(pk__in=ids), self.rights, to_dataclass)

        return pick


def shown_of(
    total: int, ids: Sequence[int], pick: Callable[[Sequence[int]], dict[int, R]]
) -> base.Page[R]:
    """A page of the objects with these ids. pick: what is shown of the visible ones of them."""
    found = pick(ids)
    return base.Page([found[one] for one in ids if one in found], total)


def one(rows: QuerySet[M], wanted_id: int) -> M:
    """The row with an id. Raises NotFound."""
    row = rows.filter(pk=wanted_id).first()
    if row is None:
        raise NotFound(f"{rows.model.__name__} {wanted_id} not found")
    return row


def cut(rows: QuerySet[M], part: base.Slice) -> QuerySet[M]:
    return rows[part.offset : part.offset + part.limit]


def unlinked(rows: QuerySet[M], links: type[Model], child: str) -> QuerySet[M]:
    """The rows that lie in nothing. links: says with ``child`` which row lies in something.

    They are looked for: a join, as Django makes it, would make all pairs first and drop most.
    """
    return rows.filter(~Exists(links._default_manager.filter(**{child: OuterRef("pk")})))


def counted(rows: QuerySet[M], links: type[Model], parent: str, *, is_wanted: bool) -> QuerySet[M]:
    """The same rows with the number of their children, where it is asked for.

    links: says with ``parent`` which row a child belongs to. A subquery for each row that is shown:
    a join would count the children of all others, too.
    """
    if not is_wanted:
        return rows
    of_row = links._default_manager.filter(**{parent: OuterRef("pk")}).order_by().values(parent)
    count = Subquery(of_row.annotate(count=Count("*")).values("count"))
    return cast("QuerySet[M]", rows.annotate(child_count=Coalesce(count, 0)))
