"""Which images are on a page of a list: found where triggers keep their order, see ``order``."""

from itertools import accumulate
from typing import TypeVar

from django.db.models import BigIntegerField, ExpressionWrapper, F, Model, QuerySet, Sum, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Concat, Lower

from omeroweb.gateway import base
from omeroweb.gateway.embedded import models
from omeroweb.gateway.embedded.queries import paging
from omeroweb.gateway.embedded.queries.scope import Scope

Part = tuple[int, list[int]]
M = TypeVar("M", bound=Model)

# What sorting a row costs, measured in rows that are walked past in the order of all images.
SORTED = 4
# The same order as that of all images, but never found by a walk along its index.
BY_SORTING = (Concat(Lower("name"), Value("")), F("id").asc())


def part_of(scope: Scope, part: base.Slice, wanted: base.Filter) -> Part:
    """How many visible images are wanted, and the ids of those on a part."""
    if wanted.annotation is not None:
        return _listed(scope, part, wanted)
    if wanted.dataset is not None or wanted.is_orphaned:
        return _in_places(scope, part, wanted)
    return _in_stretches(scope, part, wanted)


def _listed(scope: Scope, part: base.Slice, wanted: base.Filter) -> Part:
    """Of few images among all: those with an annotation."""
    rows = scope.narrowed(models.Image.objects.all(), wanted)
    if wanted.dataset is not None or wanted.is_orphaned:
        places = _listing(models.ImagePlace.objects.all(), wanted)
        rows = rows.filter(id__in=places.values("image_id"))
    return rows.count(), _sorted(rows, part)


def _listing(rows: QuerySet[M], wanted: base.Filter) -> QuerySet[M]:
    """The places, or counts of them, of the wanted dataset, or of orphans: none are in one."""
    if wanted.is_orphaned:
        rows = rows.filter(dataset_id=models.NOWHERE)
    return rows if wanted.dataset is None else rows.filter(dataset_id=wanted.dataset)


def _in_places(scope: Scope, part: base.Slice, wanted: base.Filter) -> Part:
    counts = scope.owned(_listing(models.PlaceCount.objects.all(), wanted), wanted)
    total = counts.aggregate(all=Sum("images"))["all"] or 0
    places = scope.owned(_listing(models.ImagePlace.objects.all(), wanted), wanted)
    ordered = places.order_by("dataset_id", "name", "image_id")
    return total, paging.from_nearer_end(ordered.values_list("image_id", flat=True), part, total)


def _in_stretches(scope: Scope, part: base.Slice, wanted: base.Filter) -> Part:
    """The counts of stretches say how many there are and in which stretch the part begins."""
    counts = scope.owned(models.ImageCount.objects.all(), wanted)
    stretches = counts.order_by("stretch").values_list("stretch")
    counted: list[tuple[int, int]] = list(stretches.annotate(here=Sum("images")))
    ends = list(accumulate(here for _, here in counted))
    total = ends[-1] if ends else 0
    if part.limit <= 0 or part.offset >= total:
        return total, []
    first = next(at for at, end in enumerate(ends) if end > part.offset)
    last = next((at for at, end in enumerate(ends) if end >= part.offset + part.limit), -1)
    if SORTED * total < _between(counted[first][0], counted[last][0], wanted.owner):
        return total, _sorted(scope.owned(models.Image.objects.all(), wanted), part)
    start = ends[first] - counted[first][1]
    inside = base.Slice(part.offset - start, part.limit)
    walked = _walked(counted[first][0], counted[last][0], inside, ends[last] - start, scope, wanted)
    return total, walked


def _between(first: int, last: int, owner: int | None) -> int:
    """How many images of an owner there are in some stretches, of None whosever they are."""
    if first == last:
        return 0
    rows = models.ImageCount.objects.filter(stretch__range=(first, last))
    if owner is not None:
        rows = rows.filter(owner=owner)
    return rows.aggregate(all=Sum("images"))["all"] or 0


def _walked(
    first: int, last: int, part: base.Slice, of: int, scope: Scope, wanted: base.Filter
) -> list[int]:
    """A part of the wanted images of some stretches, which are so many, by a walk in their order.

    Where names are the same as the one that the first stretch begins with, or the one behind the
    last, more may be before and behind them. They are counted, because a condition on names and ids
    is one on every row.

    One owner's are walked in an index of their own. Else nothing is added to groups and owners, so
    that their indexes lead no database astray: it would find all images of a group and sort them.
    """
    bounds = models.ImageStretch.objects.in_bulk([first, last + 1])
    begin, end = bounds[first], bounds.get(last + 1)
    rows = models.Image.objects.annotate(
        in_order=Lower("name"), in_group=_plus_nothing("group_id"), of=_plus_nothing("owner_id")
    )
    owner = "of" if wanted.owner is None else "owner"
    rows = scope.owned(rows, wanted, group="in_group", owner=owner)
    before = behind = 0
    if not paging.is_first_half(part, of):
        behind = rows.filter(in_order=end.name, id__gte=end.image_id).count() if end else 0
    elif begin.image_id:  # nothing is before the very first
        before = rows.filter(in_order=begin.name, id__lt=begin.image_id).count()
    rows = rows.filter(in_order__gte=begin.name)
    if end is not None:
        rows = rows.filter(in_order__lte=end.name)
    ordered = rows.order_by(*paging.IN_ORDER).values_list("id", flat=True)
    return paging.from_nearer_end(ordered, part, of, before, behind)


def _plus_nothing(column: str) -> Combinable:
    return ExpressionWrapper(F(column) + 0, BigIntegerField())


def _sorted(rows: QuerySet[models.Image], part: base.Slice) -> list[int]:
    ids = rows.order_by(*BY_SORTING).values_list("id", flat=True)
    return list(ids[part.offset : part.offset + part.limit])
