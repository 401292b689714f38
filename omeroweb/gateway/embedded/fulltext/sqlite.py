"""Full-text search with FTS5, a virtual table for each kind of object.

A row's id is the object's. A word stands for all that begin with it. Of the places of those FTS5
makes a list first, which takes long for common ones, so where they are few, they are looked up and
named instead. Source of the query language and of fts5vocab: sqlite.org/fts5.html.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from functools import lru_cache

from django.db import connection

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
TOKENIZER = "tokenize='unicode61 remove_diacritics 2'"
# Letters of the beginnings that have an index of their own: as quick as words.
INDEXED = 3
# A search looks through each of the pieces that changes have left; two of a size become one.
PIECES_OF_A_SIZE = 2
# Pages that one step of that writes, while nobody else can write: some tenths of a second.
STEP = 1000
# Of more words than these that begin with one, FTS5 makes the list itself.
MOST_ENDINGS = 16


# --- making it ------------------------------------------------------------------


def tables() -> Iterator[str]:
    """A vocabulary is a view of the index and takes no room."""
    prefixes = " ".join(str(length + 1) for length in range(INDEXED))
    for document in DOCUMENTS.values():
        yield (
            f"CREATE VIRTUAL TABLE {document.index} USING fts5({', '.join(COLUMNS)}, "
            f"{TOKENIZER}, prefix='{prefixes}', columnsize=0)"
        )
        yield (
            f"INSERT INTO {document.index} ({document.index}, rank) "
            f"VALUES ('usermerge', {PIECES_OF_A_SIZE})"
        )
        yield (
            f"CREATE VIRTUAL TABLE {_vocabulary(document)} "
            f"USING fts5vocab({document.index}, instance)"
        )


def _vocabulary(document: Document) -> str:
    return f"{document.index}_vocabulary"


def drop_tables() -> Iterator[str]:
    for document in DOCUMENTS.values():
        yield f"DROP TABLE IF EXISTS {_vocabulary(document)}"
        yield f"DROP TABLE IF EXISTS {document.index}"


def fill() -> Iterator[str]:
    for document in DOCUMENTS.values():
        yield _insert(document, "")
        yield f"INSERT INTO {document.index} ({document.index}) VALUES ('optimize')"


def merged(document: Document) -> bool:
    """Put pieces of an index together, for one step; whether there was something to do.

    Source of what tells it: sqlite.org/fts5.html, "The 'merge' Command".
    """
    with connection.cursor() as cursor:
        before = connection.connection.total_changes
        cursor.execute(
            f"INSERT INTO {document.index} ({document.index}, rank) VALUES ('merge', {STEP})"
        )
        changes: int = connection.connection.total_changes - before
    return changes > 1


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
    parts = [f"{{{columns}}} : {_beginning_with(word, document)}" for word in words]
    scope = reach.expression('"g{}"', '"o{}"', and_="AND", or_="OR")
    if scope:
        parts.append(f"scope : {scope}")
    return f"{document.index} MATCH %s", [" AND ".join(parts)]


def _beginning_with(word: str, document: Document) -> str:
    """The words that begin with one, each by its name where that is quicker."""
    written = _written(word)
    if len(written) == 1 and len(written[0]) > INDEXED:
        found = _endings(written[0], document)
        if 0 < len(found) <= MOST_ENDINGS:
            return f"({' OR '.join(_quoted(one) for one in found)})"
    return f"{_quoted(word)} *"


@lru_cache(maxsize=1024)
def _written(word: str) -> list[str]:
    """A word as it stands in the indexes; FTS5 takes some words for several."""
    with closing(sqlite3.connect(":memory:")) as scratch:
        scratch.execute(f"CREATE VIRTUAL TABLE text USING fts5(word, {TOKENIZER})")
        scratch.execute("CREATE VIRTUAL TABLE vocabulary USING fts5vocab(text, instance)")
        scratch.execute("INSERT INTO text VALUES (?)", [word])
        return [term for (term,) in scratch.execute("SELECT term FROM vocabulary")]


def _endings(word: str, document: Document) -> list[str]:
    """The first words of the index that begin with one.

    The vocabulary has a row for each place of a word, so it is asked for the next word every time.
    """
    after = f"SELECT term FROM {_vocabulary(document)} WHERE term >= {{}} ORDER BY term LIMIT 1"
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH RECURSIVE found(word) AS (SELECT ({after.format('%s')}) UNION ALL "
            f"SELECT ({after.format('word || char(1)')}) FROM found "
            f"WHERE word < %s LIMIT {MOST_ENDINGS + 1}) SELECT word FROM found WHERE word < %s",
            [word, *[word + chr(0x10FFFF)] * 2],
        )
        return [row[0] for row in cursor.fetchall()]


def _quoted(word: str) -> str:
    return f'"{word}"'


def id_column(document: Document) -> str:
    return f"{document.index}.rowid"
