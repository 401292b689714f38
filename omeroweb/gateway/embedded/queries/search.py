"""Full-text search of one caller."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from omeroweb.errors import BadRequest
from omeroweb.gateway import base
from omeroweb.gateway.base.searching import Matches, Search, Searchable
from omeroweb.gateway.embedded import convert, models
from omeroweb.gateway.embedded.fulltext.documents import DOCUMENTS, Document
from omeroweb.gateway.embedded.fulltext.engine import engine
from omeroweb.gateway.embedded.fulltext.reach import Reach
from omeroweb.gateway.embedded.fulltext.words import words
from omeroweb.gateway.embedded.permissions import Rights
from omeroweb.gateway.embedded.queries import image_list, plates
from omeroweb.gateway.embedded.queries.objects import MODELS
from omeroweb.gateway.embedded.queries.scope import Scope

# Whoever wants more looks for more words.
DEEPEST = 10_000
LARGEST_ID = 2**63 - 1
Rows = Callable[[Scope], "QuerySet[Any]"]
Pick = Callable[[Scope, Sequence[int]], Mapping[int, Searchable]]


def _from(rows: Rows, to_dataclass: Callable[[Any, base.Details], Searchable]) -> Pick:
    return lambda scope, ids: scope.picked(rows(scope), to_dataclass)(ids)


def _all_of(model: type[models.Named]) -> Rows:
    return lambda scope: scope.rights.visible(model._default_manager.all())


# By kind: the visible objects with some ids, with all that is shown of them.
SHOWN: dict[base.Kind, Pick] = {
    base.Kind.PROJECT: _from(_all_of(models.Project), convert.project),
    base.Kind.DATASET: _from(_all_of(models.Dataset), convert.dataset),
    base.Kind.IMAGE: image_list.listed,
    base.Kind.SCREEN: _from(_all_of(models.Screen), convert.screen),
    base.Kind.PLATE: _from(_all_of(models.Plate), convert.plate),
    base.Kind.PLATE_ACQUISITION: _from(plates.runs, convert.plate_acquisition),
    base.Kind.WELL: plates.listed_wells,
}
# Columns of dates, where they are not the creation of the object itself.
ACQUIRED = {base.Kind.IMAGE: "o.acquired", base.Kind.PLATE_ACQUISITION: "o.start_time"}


def search(scope: Scope, kind: base.Kind, part: base.Slice, wanted: Search) -> Matches[Searchable]:
    """Raises BadRequest for a kind that is not searched and for a part too far behind."""
    if kind not in DOCUMENTS:
        named = ", ".join(DOCUMENTS)
        raise BadRequest(f"{kind} is not searched: expected one of {named}")
    if part.offset > DEEPEST:
        raise BadRequest(
            f"offset={part.offset}: expected at most {DEEPEST}, search for more words instead"
        )
    by_id = _by_id(scope, kind, wanted)
    ids = by_id[part.offset : part.offset + part.limit + 1]
    behind = base.Slice(max(0, part.offset - len(by_id)), part.limit + 1 - len(ids))
    ids += _ids(_reach(scope.rights, wanted), DOCUMENTS[kind], behind, wanted, by_id)
    return Matches(_shown(scope, kind, ids[: part.limit]), has_more=len(ids) > part.limit)


def _shown(scope: Scope, kind: base.Kind, ids: Sequence[int]) -> list[Searchable]:
    """The objects in this order; they pass the rules for every query once more."""
    found = SHOWN[kind](scope, ids)
    return [found[one] for one in ids if one in found]


def _by_id(scope: Scope, kind: base.Kind, wanted: Search) -> list[int]:
    """The id that the text is, where the caller may see the object."""
    text = wanted.text.strip()
    if not (text.isascii() and text.isdigit()) or int(text) > LARGEST_ID:
        return []
    rows = scope.rights.visible(MODELS[kind]._default_manager.filter(id=int(text)))
    return list(rows.values_list("id", flat=True))


def _reach(rights: Rights, wanted: Search) -> Reach:
    return Reach(
        rights.experimenter.id,
        None if rights.is_admin else tuple(rights.readable_groups),
        () if rights.is_admin else tuple(rights.private_groups),
        wanted.owner,
        wanted.group,
    )


def _ids(
    reach: Reach, document: Document, part: base.Slice, wanted: Search, without: Sequence[int]
) -> list[int]:
    """Ids of one part of what matches, the newest first."""
    looked_for = words(wanted.text)
    if not looked_for or part.limit <= 0:
        return []
    of = engine()
    condition, given = of.condition(document, looked_for, wanted.fields, reach)
    parameters: list[Any] = list(given)
    conditions, source = [condition], document.index
    for one in without:
        conditions.append(f"{of.id_column(document)} <> %s")
        parameters.append(one)
    dates, more = _dates(document, wanted)
    if dates:
        source += f", {document.source}"
        conditions += [f"o.id = {of.id_column(document)}", *dates]
        parameters += more
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {of.id_column(document)} FROM {source} WHERE {' AND '.join(conditions)} "  # noqa: S608
            f"ORDER BY {of.id_column(document)} DESC LIMIT %s OFFSET %s",
            [*parameters, part.limit, part.offset],
        )
        return [row[0] for row in cursor.fetchall()]


def _dates(document: Document, wanted: Search) -> tuple[list[str], list[Any]]:
    column = "w.created"
    if wanted.by_acquisition:
        column = ACQUIRED.get(document.kind, column)
    bounds = [(f"{column} >= %s", wanted.since), (f"{column} < %s", wanted.until)]
    given = [(sql, bound) for sql, bound in bounds if bound is not None]
    adapt = connection.ops.adapt_datetimefield_value
    return [sql for sql, _ in given], [adapt(bound) for _, bound in given]
