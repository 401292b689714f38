"""Full-text search with FTS5, a virtual table for each kind of object.

A row's id is the object's. Source of the query language: sqlite.org/fts5.html.
"""

from collections.abc import Iterable, Iterator, Sequence

from omeroweb.gateway.base.searching import SearchField
from omeroweb.gateway.embedded.fulltext.documents import (
    ANNOTATION,
    DOCUMENTS,
    FILE,
    MAP_VALUE,
    WELLS,
    Document,
)
from omeroweb.gateway.embedded.fulltext.reach import Reach

# scope: the group and the owner as words, so that a search reads no object it may not find.
COLUMNS = ("name", "description", "tag", "annotation", "file", "scope")
FIELD_COLUMNS: dict[SearchField, tuple[str, ...]] = {
    **{field: (field.value,) for field in SearchField},
    SearchField.ANNOTATION: ("tag", "annotation"),
}
ALL_COLUMNS = COLUMNS[:-1]


# --- making it ------------------------------------------------------------------


def tables() -> Iterator[str]:
    """The indexes of prefixes make the beginnings of words as quick as words."""
    for document in DOCUMENTS.values():
        yield (
            f"CREATE VIRTUAL TABLE {document.index} USING fts5({', '.join(COLUMNS)}, "
            "tokenize='unicode61 remove_diacritics 2', prefix='1 2 3', columnsize=0)"
        )


def drop_tables() -> Iterator[str]:
    for document in DOCUMENTS.values():
        yield f"DROP TABLE IF EXISTS {document.index}"


def fill() -> Iterator[str]:
    for document in DOCUMENTS.values():
        yield _insert(document, "")


def triggers() -> Iterator[str]:
    for document in DOCUMENTS.values():
        yield from _of_object(document)
        yield from _of_links(document)
    yield from _of_annotations()
    wells = f"SELECT id FROM {WELLS.table} WHERE plate_id = NEW.id"
    moved = ("owner_id", "group_id")
    yield _trigger(WELLS.owner, "UPDATE", _refresh(WELLS, wells), changed=moved, purpose="wells")


def drop_triggers() -> Iterator[str]:
    for statement in triggers():
        yield f"DROP TRIGGER IF EXISTS {statement.split()[2]}"


def _of_object(document: Document) -> Iterator[str]:
    table = document.table
    yield _trigger(table, "INSERT", [_insert(document, "NEW.id")])
    yield _trigger(table, "UPDATE", _refresh(document, "NEW.id"), changed=document.columns)
    yield _trigger(table, "DELETE", [_delete(document, "OLD.id")])


def _of_links(document: Document) -> Iterator[str]:
    both = "SELECT OLD.parent_id UNION SELECT NEW.parent_id"
    yield _trigger(document.links, "INSERT", _refresh(document, "NEW.parent_id"))
    yield _trigger(document.links, "UPDATE", _refresh(document, both))
    yield _trigger(document.links, "DELETE", _refresh(document, "OLD.parent_id"))


def _of_annotations() -> Iterator[str]:
    """What changes in an annotation changes all objects that carry it."""
    columns = ("text_value", "kind", "file_id")
    yield _trigger(ANNOTATION, "UPDATE", _refresh_all("NEW.id"), changed=columns)
    yield _trigger(MAP_VALUE, "INSERT", _refresh_all("NEW.annotation_id"))
    yield _trigger(MAP_VALUE, "UPDATE", _refresh_all("NEW.annotation_id"))
    yield _trigger(MAP_VALUE, "DELETE", _refresh_all("OLD.annotation_id"))
    carrying = f"SELECT id FROM {ANNOTATION} WHERE file_id = NEW.id"
    yield _trigger(FILE, "UPDATE", _refresh_all(carrying), changed=("name",))


def _trigger(
    table: str,
    event: str,
    statements: Iterable[str],
    *,
    changed: Sequence[str] = (),
    purpose: str = "search",
) -> str:
    """changed: the columns of which one must have changed; empty for any."""
    condition = f"WHEN {_differs(changed)} " if changed else ""
    return (
        f"CREATE TRIGGER {table}_{purpose}_{event.lower()} AFTER {event} ON {table} "
        f"{condition}BEGIN {' '.join(statements)} END"
    )


def _differs(columns: Iterable[str]) -> str:
    return " OR ".join(f"OLD.{column} IS NOT NEW.{column}" for column in columns)


def _refresh_all(annotations: str) -> list[str]:
    return [
        statement
        for document in DOCUMENTS.values()
        for statement in _refresh(document, document.with_annotations(annotations))
    ]


def _refresh(document: Document, ids: str) -> list[str]:
    return [_delete(document, ids), _insert(document, ids)]


def _delete(document: Document, ids: str) -> str:
    return f"DELETE FROM {document.index} WHERE rowid IN ({ids});"


def _insert(document: Document, ids: str) -> str:
    """ids: SQL that gives the ids; empty for all objects."""
    texts = (
        f"o.{document.name}",
        f"o.{document.description}",
        document.tags(_join),
        document.annotations(_join),
        document.files(_join),
        "'g' || w.group_id || ' o' || w.owner_id",
    )
    chosen = f" WHERE o.id IN ({ids})" if ids else ""
    return (
        f"INSERT INTO {document.index} (rowid, {', '.join(COLUMNS)}) "
        f"SELECT o.id, {', '.join(texts)} FROM {document.source}{chosen};"
    )


def _join(text: str) -> str:
    return f"group_concat({text}, ' ')"


# --- asking it ------------------------------------------------------------------


def condition(
    document: Document, words: Sequence[str], fields: Sequence[SearchField], reach: Reach
) -> tuple[str, list[object]]:
    """SQL that is true for the rows of the index that are looked for, with its parameters."""
    wanted = fields or [field for field in SearchField if field != SearchField.TAG]
    columns = " ".join(dict.fromkeys(c for field in wanted for c in FIELD_COLUMNS[field]))
    parts = [f'{{{columns}}} : "{word}" *' for word in words]
    scope = reach.expression('"g{}"', '"o{}"', and_="AND", or_="OR")
    if scope:
        parts.append(f"scope : {scope}")
    return f"{document.index} MATCH %s", [" AND ".join(parts)]


def id_column(document: Document) -> str:
    return f"{document.index}.rowid"
